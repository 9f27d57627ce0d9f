"""Which law governs a case: dated rows, tried in every world that the known facts leave open.

Where more than one world is possible (a continuing act, a day that nobody knows, the very day on which the law changed)
each world's answer is given, with the reason why it is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal

from ...stored import stored
from ...words import Words

Regime = Literal["A", "B", "none"]
DAY = timedelta(days=1)
FORUMS = ("negotiation", "mediation", "administrative", "court")
ACCIDENT = {"established": (True,), "not_established": (False,), "any": (True, False)}
TEXTS = {
    "A": [(date.min, "medical_accident_2002")],
    "B": [
        (date(2022, 5, 1), "personal_injury_2022"),
        (date(2021, 1, 1), "personal_injury_2020"),
        (date.min, "personal_injury_2003"),
    ],
}
EDGES = {
    "continuing": Words("行为持续跨过新旧法交替之日", "the act continued across a change of the law"),
    "unknown_act": Words("行为日期不明", "the day of the act is not known"),
    "switch_day": Words("行为恰在新法施行之日，“以后”是否含当日不明", "the act falls on the very day of a change"),
    "unknown_acceptance": Words("受理日期不明", "the day of acceptance is not known"),
    "unknown_accident": Words("是否构成医疗事故尚未确定", "whether it is an accident is not established yet"),
}


@dataclass(frozen=True)
class Row:
    """One rule. `act`, `accepted`: first and last day. `leads`: it decides; else it is shown beside what does."""

    id: str
    regime: Regime
    instrument: str
    act: tuple[date, date]
    accepted: tuple[date, date]
    forums: tuple[str, ...]
    accident: tuple[bool, ...]
    leads: bool
    words: Words
    source: str
    verified: str

    def governs(self, forum: str, act: date, accepted: date, established: bool) -> bool:
        return (
            self.act[0] <= act <= self.act[1]
            and self.accepted[0] <= accepted <= self.accepted[1]
            and forum in self.forums
            and established in self.accident
        )


@dataclass(frozen=True)
class Applicable:
    """A law that governs, or may. `edges`: why it is not the only one; empty where nothing is open."""

    row: Row
    edges: tuple[Words, ...] = ()

    @property
    def regime(self) -> Regime:
        return self.row.regime

    @property
    def instrument(self) -> str:
        """The file in `law/cn` that computes it; empty where none does."""
        return self.row.instrument

    @property
    def reason(self) -> Words:
        return self.row.words

    @property
    def source(self) -> str:
        return self.row.source

    @property
    def is_verified(self) -> bool:
        return self.row.verified != "unverified"


def applicable(
    *,
    forum: str,
    act: date | None,
    until: date | None = None,
    accepted: date | None = None,
    debate_closed: date | None = None,
    established: bool | None = False,
) -> list[Applicable]:
    """The laws that govern, the leading one first; what is shown beside it comes last.

    `act` to `until`: the days of the act, if it continued. `accepted`: when the forum took the case on.
    `established`: whether a medical accident is; None if that is still to be decided. Raises ValueError.
    """
    if forum not in FORUMS:
        raise ValueError(f"forum: {forum!r} is none of {', '.join(FORUMS)}")
    if act and until and until < act:
        raise ValueError(f"the act would end ({until}) before it began ({act})")
    if act and accepted and accepted < act:
        raise ValueError(f"the case was accepted ({accepted}) before the act ({act})")
    found: dict[str, dict[str, None]] = {}  # row: the edges that lead to it, in order
    decided: dict[str, Row] = {}
    acts, takings, accidents = _acts(act, until), _acceptances(act, accepted, debate_closed), _accidents(established)
    for (day, why_day), (taken, why_taken), (accident, why_accident) in product(acts, takings, accidents):
        for row in rows():
            if taken >= day and row.governs(forum, day, taken, accident):
                decided[row.id] = row
                found.setdefault(row.id, {}).update(dict.fromkeys(filter(None, (why_day, why_taken, why_accident))))
    leading = [row for row in decided.values() if row.leads]
    beside = [row for row in decided.values() if not row.leads]
    if len(leading) == 1:
        found[leading[0].id] = {}  # it governs in every world
    return [Applicable(row, tuple(EDGES[edge] for edge in found[row.id])) for row in (*leading, *beside)]


def text_of_the_day(regime: str, act: date | None) -> str:
    """The file that computes a regime for an act of that day, whichever regime governs."""
    day = act or date.max
    return next(name for since, name in TEXTS[regime] if since <= day)


@cache
def rows() -> tuple[Row, ...]:
    told = stored(files(__package__) / "applicable.yaml")
    return tuple(map(_row, told))


@cache
def switches() -> tuple[date, ...]:
    """The days on which the law for an act changed."""
    return tuple(sorted({row.act[0] for row in rows() if row.leads and row.act[0] > date.min}))


def _row(told: dict[str, Any]) -> Row:
    return Row(
        id=told["id"],
        regime=told["regime"],
        instrument=told.get("instrument", ""),
        act=_days(told["act"]),
        accepted=_days(told.get("accepted", [None, None])),
        forums=tuple(told.get("forums", FORUMS)),
        accident=ACCIDENT[told.get("accident", "any")],
        leads=told.get("leads", True),
        words=Words.of(told["words"]),
        source=told["source"],
        verified=told["verified"],
    )


def _days(told: list[date | None]) -> tuple[date, date]:
    return told[0] or date.min, told[1] or date.max


def _acts(act: date | None, until: date | None) -> Iterator[tuple[date, str]]:
    """Days on which the act may be placed, and why that one; the leading one first."""
    if act is None:
        return iter([(day, "unknown_act") for day in (*reversed(switches()), date.min)])
    if until and until > act:
        inside = [day for day in switches() if act < day <= until]
        return iter([(day, "continuing") for day in (*reversed(inside), act)])
    if act in switches():
        return iter([(act, "switch_day"), (act - DAY, "switch_day")])
    return iter([(act, "")])


def _acceptances(act: date | None, accepted: date | None, closed: date | None) -> list[tuple[date, str]]:
    if accepted:
        return [(accepted, "")]
    last = closed or date.max
    before = [row.accepted[1] for row in rows() if (act or date.min) <= row.accepted[1] < last]
    return [(day, "unknown_acceptance" if before else "") for day in (last, *before)]


def _accidents(established: bool | None) -> list[tuple[bool, str]]:
    return [(established, "")] if established is not None else [(False, "unknown_accident"), (True, "unknown_accident")]
