"""Which indicators a hospital measures: those that the program brings along and its own that were approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhian.engines.chinese import written_in
from zhian.engines.indicators.catalogue import Board, boards, shipped
from zhian.engines.indicators.definition import Definition, Target
from zhian.engines.indicators.document import read
from zhian.kernel.moment import today
from zhian.kernel.people.house import of_house
from zhian.kernel.people.models import Department

from ..models import OwnIndicator, OwnTarget, Switched

OWN = "own"  # the board of what the hospital defines itself
CHECKED = ("primary", "secondary")  # how a source was read that need not be verified any more


@of_house(OwnIndicator)
def own_definitions(hospital: int | None) -> tuple[Definition, ...]:
    """Those of the hospital that are in force."""
    found = OwnIndicator.objects.filter(hospital=hospital, state="in_force").order_by("code", "pk")
    return tuple(read(own.definition) for own in found)


@of_house(Switched)
def counted_in(hospital: int | None) -> Mapping[str, Mapping[str, bool]]:
    """How the hospital set the switches, by indicator; the last word holds."""
    found: dict[str, dict[str, bool]] = {}
    for each in Switched.objects.filter(hospital=hospital).order_by("pk"):
        found.setdefault(each.indicator, {})[each.switch] = each.is_on
    return found


@of_house(OwnTarget)
def own_targets(hospital: int | None) -> Mapping[str, Sequence[Target]]:
    """The hospital's own targets by indicator, one after the other; for each month the last word holds."""
    found: dict[str, dict[date, OwnTarget]] = {}
    for each in OwnTarget.objects.filter(hospital=hospital).order_by("pk"):
        found.setdefault(each.indicator, {})[each.month] = each
    return {code: _in_turn([months[month] for month in sorted(months)]) for code, months in found.items()}


def _in_turn(told: Sequence[OwnTarget]) -> Sequence[Target]:
    """Each holds until the next begins; after one that was withdrawn there is none."""
    ends = [*(each.month - timedelta(days=1) for each in told[1:]), None]
    return tuple(
        Target(each.value, "local", each.month, each.reason, "primary", end)
        for each, end in zip(told, ends, strict=True)
        if each.value is not None
    )


def editions(hospital: Department | None) -> list[Definition]:
    """Every edition of every indicator as the hospital counts it, the shipped ones first."""
    switches, targets = counted_in(hospital), own_targets(hospital)
    return [
        _aimed(each.chosen(switches[each.code]) if each.code in switches else each, targets.get(each.code, ()))
        for each in (*shipped(), *own_definitions(hospital))
    ]


def _aimed(definition: Definition, targets: Sequence[Target]) -> Definition:
    return replace(definition, targets=(*targets, *definition.targets)) if targets else definition


def editions_of(hospital: Department | None, code: str) -> list[Definition]:
    """The editions of one indicator, the newest first."""
    found = [each for each in editions(hospital) if each.code == code]
    return sorted(found, key=lambda each: (_begins(each), each.edition), reverse=True)


def definition_of(hospital: Department | None, code: str, edition: str = "") -> Definition | None:
    """The edition asked for, else the one that holds today, else the last one."""
    found = editions_of(hospital, code)
    if edition:
        return next((each for each in found if each.edition == edition), None)
    return next((each for each in found if holds(each, today())), found[0] if found else None)


def in_force(hospital: Department | None, on: date | None = None) -> list[Definition]:
    """Of each indicator the edition that holds on the day; today, unless told."""
    newest = {each.code: each for each in sorted(editions(hospital), key=_begins) if holds(each, on or today())}
    return list(newest.values())


def holds(definition: Definition, day: date) -> bool:
    valid = definition.valid
    return _begins(definition) <= day and (valid.until is None or day <= valid.until)


def _begins(definition: Definition) -> date:
    return definition.valid.since or date.min


@dataclass(frozen=True)
class Set:
    """The indicators of one board, in the order of its list, with how well that list is known."""

    key: str
    title: str
    definitions: Sequence[Definition]
    source: str = ""
    is_verified: bool = True
    note: str = ""


def all_sets(hospital: Department | None) -> list[Set]:
    """Every board with the editions in force, and at the end what the hospital defines itself."""
    known = {each.code: each for each in in_force(hospital)}
    own = [known[each.code] for each in own_definitions(hospital) if each.code in known]
    found = [_set(board, known, own) for board in boards()]
    return [*found, *([Set(OWN, _("Our own indicators"), own)] if own else [])]


def newest_sets(hospital: Department | None) -> list[Set]:
    """Of the sets that come out every year only the newest: the others are opened by their names."""
    stems: dict[str, Set] = {}
    for each in all_sets(hospital):
        stem = each.key.rstrip("0123456789")
        stems[stem] = max(stems.get(stem, each), each, key=lambda one: one.key)
    return list(stems.values())


def set_of(hospital: Department | None, key: str) -> Set | None:
    return next((each for each in all_sets(hospital) if each.key == key), None)


def _set(board: Board, known: Mapping[str, Definition], own: Sequence[Definition]) -> Set:
    members = [known[code] for code in board.members if code in known]
    joined = [each for each in own if board.key in each.sets]
    return Set(
        board.key,
        in_words(board.names),
        [*members, *joined],
        board.source,
        board.verified in CHECKED,
        in_words(board.note),
    )


def in_words(words: Mapping[str, str] | None) -> str:
    """Words that stand in both languages, in the reader's."""
    words = words or {}
    language = get_language() or "zh-hans"
    return words.get("en", "") if language.startswith("en") else written_in(language, words.get("zh", ""))


def name_of(definition: Definition) -> str:
    return in_words(definition.names)


def ways_said(definition: Definition) -> str:
    """Which way its switches are set; empty where there is nothing to choose."""
    told = [
        (_("%(way)s: yes") if each.default else _("%(way)s: no")) % {"way": in_words(each.names)}
        for each in definition.switches.values()
    ]
    return _(", ").join(told)


def is_manual(definition: Definition) -> bool:
    """Whether people type it in each month."""
    return definition.data == "manual"
