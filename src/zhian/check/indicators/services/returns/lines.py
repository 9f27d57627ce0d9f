"""The lines of a month's return: what is asked for, what was typed in, what value that makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.months import later
from zhian.kernel.people.models import User
from zhian.kernel.records.services import Conflict, lock, require, require_open

from ...models import MonthlyReturn, ReturnLine
from ..definitions import in_force, in_words, name_of
from ..saying import NOTHING, said
from .entrusting import owned

MOST = 1e12
PLAIN = ("numerator", "denominator", "remark")


@dataclass(frozen=True)
class Asked:
    """One line of the sheet: the indicator, what numerator and denominator are, and what was typed in so far."""

    definition: Definition
    line: ReturnLine | None

    @property
    def key(self) -> str:
        return f"{self.definition.code}@{self.definition.edition}"

    @property
    def name(self) -> str:
        return name_of(self.definition)

    @property
    def above(self) -> str:
        return self._words("numerator") or _("numerator")

    @property
    def below(self) -> str:
        return self._words("denominator") or _("denominator")

    @property
    def has_denominator(self) -> bool:
        return self.definition.type not in ("count", "count_distinct")

    @property
    def values(self) -> dict[str, Any]:
        """As the fields show them."""
        if self.line is None:
            return dict.fromkeys(PLAIN, "")
        return {
            "numerator": _plain(self.line.numerator),
            "denominator": _plain(self.line.denominator),
            "remark": self.line.remark,
        }

    def _words(self, part: str) -> str:
        return in_words(self.definition.says.get(part))


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def asked_in(monthly: MonthlyReturn) -> list[Asked]:
    """Its lines: what the department owns now, and what was typed in while it owned it."""
    lines = {(line.indicator, line.edition): line for line in monthly.lines.select_related("entered_by")}
    wanted = {(each.code, each.edition): each for each in owned(monthly.place, monthly.month)}
    for each in in_force(monthly.hospital, monthly.month):
        if (each.code, each.edition) in lines:
            wanted.setdefault((each.code, each.edition), each)
    return [Asked(each, lines.get(key)) for key, each in wanted.items()]


@deed
def fill_in(
    monthly: MonthlyReturn, told: Mapping[str, Mapping[str, Any]], *, actor: User, version: int
) -> MonthlyReturn:
    """Keep what was typed in, as a draft. Raises Conflict where somebody else did since `version`, with what is there.

    `told`: by indicator@edition the numerator and denominator as texts or numbers, and a remark; nothing typed is
    nothing known.
    """
    lock(monthly)
    require(actor, "returns.edit", monthly)
    require_open(monthly)
    if monthly.state != "filling":
        raise Refused(_("It was handed in: it must be sent back or reopened before anybody changes it."))
    if monthly.version != version:
        raise Conflict(monthly)
    known = {asked.key: asked for asked in asked_in(monthly)}
    errors: dict[str, list[str]] = {}
    changed = [line for key, cells in told.items() if (line := _read(monthly, known, key, cells, errors))]
    if errors:
        raise ValidationError(errors)
    for line in changed:
        line.entered_by, line.entered_at = actor, now()
        line.full_clean(exclude=["monthly_return"])
        line.save()
    if changed:
        monthly.version += 1
        monthly.save()
    return monthly


def _read(
    monthly: MonthlyReturn,
    known: Mapping[str, Asked],
    key: str,
    cells: Mapping[str, Any],
    errors: dict[str, list[str]],
) -> ReturnLine | None:
    """The line as it is to be kept; None where nothing of it changed, or something is wrong with it."""
    asked = known.get(key)
    if asked is None:
        errors.setdefault("", []).append(_("This department does not type in %(code)s.") % {"code": key})
        return None
    found: dict[str, Any] = {"remark": str(cells.get("remark") or "").strip()}
    for name in ("numerator", "denominator"):
        try:
            found[name] = number_of(cells.get(name))
        except ValueError as fault:
            errors.setdefault(f"{key}.{name}", []).append(str(fault))
    if len(found) < len(PLAIN):
        return None
    if wrong := _impossible(asked, found):
        errors.setdefault(f"{key}.numerator", []).append(wrong)
        return None
    line = asked.line or ReturnLine(
        monthly_return=monthly, indicator=asked.definition.code, edition=asked.definition.edition
    )
    if {name: getattr(line, name) for name in PLAIN} == found:
        return None
    for name, value in found.items():
        setattr(line, name, value)
    return line


def _impossible(asked: Asked, found: Mapping[str, Any]) -> str:
    above, below = found["numerator"], found["denominator"]
    is_share = asked.definition.type == "ratio" and asked.definition.unit.symbol in ("%", "‰")
    if is_share and above is not None and below is not None and above > below:
        return _("More in the numerator than in the denominator.")
    if above is not None and below is None and asked.has_denominator:
        return _("Type in the denominator too.")
    return ""


def number_of(cell: Any) -> float | None:
    """Digits with or without commas between thousands; nothing or a dash mean that it is not known.

    Raises ValueError with a sentence for what is no number, or below nought.
    """
    text = str("" if cell is None else cell).strip().replace(",", "").replace("，", "")
    if text in ("", "-", "—", "/"):
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is no number.") % {"text": text[:40]}) from None
    if not 0 <= number < MOST:
        raise ValueError(_("A count is 0 or more; leave it empty where nobody knows."))
    return number


def compared(monthly: MonthlyReturn) -> list[dict[str, Any]]:
    """Each line with the value that it makes, and what the month before was."""
    earlier = MonthlyReturn.objects.filter(place=monthly.place, month=later(monthly.month, -1)).first()
    known = {(line.indicator, line.edition): line for line in earlier.lines.all()} if earlier else {}
    return [
        {
            "asked": asked,
            "value": _made(asked, asked.line),
            "before": _made(asked, known.get((asked.definition.code, asked.definition.edition))),
        }
        for asked in asked_in(monthly)
    ]


def _made(asked: Asked, line: ReturnLine | None) -> str:
    if line is None or line.numerator is None:
        return NOTHING
    if not asked.has_denominator:
        return said(asked.definition, line.numerator)
    if not line.denominator:
        return NOTHING
    return said(asked.definition, line.numerator / line.denominator * asked.definition.unit.factor)
