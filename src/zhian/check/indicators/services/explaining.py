"""A definition in words: numerator, denominator, what is left out, each with the expression that is reckoned."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhian.engines.indicators import facts
from zhian.engines.indicators.definition import Definition

from .definitions import in_words

GRAINS = {
    "stay": gettext_lazy("stays"),
    "patient": gettext_lazy("patients"),
    "operation": gettext_lazy("operations"),
    "episode": gettext_lazy("episodes"),
    "bed_day": gettext_lazy("bed-days"),
    "device_day": gettext_lazy("device-days"),
    "incident": gettext_lazy("incidents"),
    "record": gettext_lazy("records"),
    "test": gettext_lazy("tests"),
    "prescription": gettext_lazy("prescriptions"),
    "anaesthesia": gettext_lazy("anaesthesias"),
    "consultation": gettext_lazy("consultations"),
}

KINDS_OF_DATA = {
    "front_page": gettext_lazy("inpatient front page"),
    "feed": gettext_lazy("taken in: %(table)s"),
    "register": gettext_lazy("this program's register: %(table)s"),
}


@dataclass(frozen=True)
class Part:
    """One line of a definition."""

    label: str
    words: str
    expression: str = ""


def data_said(definition: Definition) -> str:
    """Where the numbers come from, where nobody types them in."""
    kind, _colon, of = definition.data.partition(":")
    return str(KINDS_OF_DATA[kind]) % {"table": in_words(facts.table(of).names) if of else ""}


def parts_of(definition: Definition) -> list[Part]:
    return list(_parts(definition))


def _parts(definition: Definition) -> Iterator[Part]:
    says = definition.says
    yield Part(_("Numerator"), in_words(says.get("numerator")), _above(definition))
    if definition.type not in ("count", "count_distinct"):
        yield Part(_("Denominator"), in_words(says.get("denominator")), _below(definition))
    for left in (*definition.exclusions, *definition.exceptions):
        yield Part(_("Left out"), in_words(left.says), left.when)
    grain = str(GRAINS.get(definition.grain, definition.grain))
    yield Part(_("Counted in"), grain, definition.anchor)
    if definition.minimum_denominator:
        yield Part(_("At least"), _("%(n)s in the denominator") % {"n": f"{definition.minimum_denominator:g}"})
    if definition.follow_up:
        months = ngettext("%(n)s more month is there", "%(n)s more months are there", definition.follow_up)
        yield Part(_("Said when"), months % {"n": definition.follow_up})


def _above(definition: Definition) -> str:
    if definition.is_manual:
        return ""
    told = definition.numerator_sum or definition.observation or definition.distinct or definition.numerator
    return f"{told} · {_table(definition.numerator_of or definition.of)}"


def _below(definition: Definition) -> str:
    if definition.is_manual:
        return ""
    told = " and ".join(each for each in (definition.population, definition.denominator) if each != "true") or "true"
    return f"{definition.denominator_sum or told} · {_table(definition.of)}"


def _table(name: str) -> str:
    known = facts.tables().get(name)
    return in_words(known.names) if known else name
