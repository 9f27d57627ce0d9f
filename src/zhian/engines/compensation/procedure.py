"""What procedure a claimed sum requires at a place on a day: dated rows, the nearest place's before the nation's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from .case import Case
from .figures import known_as, places
from .stored import stored
from .words import NOTHING, Words

SEVERE = ("一级", "二级")
KINDS = ("required", "route", "limit", "flag")
Facts = Mapping[
    str, Any
]  # claimed, forum, insured, public, accident, severe, staff_pay, unsupported: None or absent is unknown

YES_NO = ("insured", "public", "accident", "severe", "died", "staff_pay", "unsupported")
CONDITIONS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "claimed_above": ("claimed", lambda claimed, limit: claimed > limit),
    "claimed_from": ("claimed", lambda claimed, limit: claimed >= limit),
    "claimed_below": ("claimed", lambda claimed, limit: claimed < limit),
    "forums": ("forum", lambda forum, forums: forum in forums),
    **{name: (name, lambda known, told: known is told) for name in YES_NO},
}
UNKNOWN = {
    "claimed": Words("索赔数额", "the sum claimed"),
    "forum": Words("解决途径", "the forum"),
    "insured": Words("是否投保", "whether it is insured"),
    "public": Words("是否公立", "whether it is a public institution"),
    "accident": Words("是否构成医疗事故", "whether it is an accident"),
    "severe": Words("是否死亡或者二级以上", "whether it is a death or grade 2 or worse"),
    "died": Words("患者是否死亡", "whether the patient died"),
    "unsupported": Words("是否超出算法支持的数额", "whether it exceeds what the formulas support"),
    "staff_pay": Words("是否由医务人员分担", "whether staff bear a share"),
}


@dataclass(frozen=True)
class Gate:
    """One row of `procedure.yaml`. `within`: a term counted in years from a fact that is a day."""

    id: str
    gate: str
    kind: str
    place: str
    days: tuple[date, date]
    when: Mapping[str, Any]
    words: Words
    authority: Words
    within: tuple[str, int] | None
    source: str
    verified: str


@dataclass(frozen=True)
class Requirement:
    """What a gate asks in one case. `if_known`: unknown facts on which it depends. `due`: where days are known."""

    gate: Gate
    if_known: tuple[Words, ...] = ()
    due: date | None = None

    @property
    def words(self) -> Words:
        return self.gate.words

    @property
    def source(self) -> str:
        return self.gate.source

    @property
    def is_verified(self) -> bool:
        return self.gate.verified != "unverified"


@dataclass(frozen=True)
class Procedure:
    """`elsewhere`: what other places would ask for the same sum, told where the place's own rules are not known."""

    required: tuple[Requirement, ...]
    flags: tuple[Requirement, ...]
    elsewhere: tuple[Requirement, ...] = ()


def needed(case: Case, asked: Fraction, *, is_supported: bool | None = None) -> Procedure:
    """What a sum in a case requires. `is_supported`: whether the formulas of any regime reach it, where it is known."""
    hospital, accident = case.part("hospital"), case.part("accident")
    grade = accident.get("grade", "")
    facts = {
        "claimed": asked,
        "forum": case.forum,
        "insured": hospital.get("insured", True if case.part("insurance") else None),
        "public": hospital.get("public"),
        "accident": bool(accident.get("established", bool(grade))),
        "died": bool(case.facts["died"]),
        "severe": bool(case.facts["died"]) or grade.startswith(SEVERE),
        "staff_pay": bool(hospital.get("staff_share", 0)),
        "unsupported": is_supported is False,
    }
    decided = case.dates.get("debate_closed") or case.dates.get("accepted")
    day = decided if case.forum in ("court", "administrative") else None  # what is negotiated still keeps today's rules
    return procedure(case.places.get("act", ""), facts, day=day, known=case.dates)


def procedure(
    place: str, facts: Facts, *, day: date | None = None, known: Mapping[str, date] | None = None
) -> Procedure:
    """The gates for the facts of a case, as the rules stand on a day (None: now).

    `known`: days of the case by name, such as `found`, from which terms are counted.
    """
    name = known_as(place)
    here = [where for where in (name, places()[name].within if name in places() else "") if where]
    asked: dict[str, list[Requirement]] = {}
    for where in (*here, ""):
        local: dict[str, list[Requirement]] = {}
        for gate in gates():
            if gate.place == where and gate.gate not in asked and (found := _asked(gate, facts, day, known or {})):
                local.setdefault(gate.gate, []).append(found)
        asked |= local
    told = [requirement for found in asked.values() for requirement in found]
    has_own = any(gate.place in here for gate in gates())
    return Procedure(
        tuple(each for each in told if each.gate.kind != "flag"),
        tuple(each for each in told if each.gate.kind == "flag"),
        () if has_own else _elsewhere(facts, day),
    )


@cache
def gates() -> tuple[Gate, ...]:
    """Local rows first, as they stand in the file."""
    return tuple(map(_gate, stored(files(__package__) / "procedure.yaml")))


def _asked(gate: Gate, facts: Facts, day: date | None, known: Mapping[str, date]) -> Requirement | None:
    """The requirement if its conditions hold, or hold as far as anyone knows."""
    if not gate.days[0] <= (day or gate.days[1]) <= gate.days[1]:
        return None
    unknown = []
    for condition, told in gate.when.items():
        fact, holds = CONDITIONS[condition]
        if facts.get(fact) is None:
            unknown.append(UNKNOWN[fact])
        elif not holds(facts[fact], told):
            return None
    return Requirement(gate, tuple(dict.fromkeys(unknown)), _due(gate, known))


def _due(gate: Gate, known: Mapping[str, date]) -> date | None:
    if gate.within is None or gate.within[0] not in known:
        return None
    first, years = known[gate.within[0]], gate.within[1]
    try:
        return first.replace(year=first.year + years)
    except ValueError:  # 29 February
        return date(first.year + years, 2, 28)


def _elsewhere(facts: Facts, day: date | None) -> tuple[Requirement, ...]:
    """Gates of other places that turn on the sum, because the place may have one of its own."""
    local = [gate for gate in gates() if gate.place and any(c.startswith("claimed") for c in gate.when)]
    found = [_asked(gate, facts, day, {}) for gate in local]
    return tuple(each for each in found if each)


def _gate(told: Mapping[str, Any]) -> Gate:
    first, last = told.get("days", [None, None])
    return Gate(
        id=told["id"],
        gate=told["gate"],
        kind=told["kind"],
        place=told.get("place", ""),
        days=(first or date.min, last or date.max),
        when={name: Fraction(v) if name.startswith("claimed") else v for name, v in told.get("when", {}).items()},
        words=Words.of(told["words"]),
        authority=Words.of(told["authority"]) if "authority" in told else NOTHING,
        within=(told["within"]["from"], told["within"]["years"]) if "within" in told else None,
        source=told["source"],
        verified=told["verified"],
    )
