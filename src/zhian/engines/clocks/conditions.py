"""Conditions of rules: data over named facts, that hold, do not hold, or cannot be decided yet.

{harm: death}                      the fact has this value          {grade: [1, 2]}          one of these
{people_harmed: {at_least: 3}}     a number                         {harm: {not: death}}     known, and not this
{any: [...]}   {all: [...]}   {none: [...]}                         several facts in one mapping: all of them
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .facts import FACTS, FactsError
from .words import Words

JOINTS = ("all", "any", "none")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds (None: not known), why it does, and which facts would decide it."""

    holds: bool | None
    because: tuple[Words, ...] = ()
    missing: tuple[str, ...] = ()


class Condition(Protocol):
    """Something that an event fulfils or not."""

    def judge(self, facts: Mapping[str, Any]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Test:
    """Whether one fact is as wanted."""

    fact: str
    values: tuple[Any, ...] = ()
    at_least: int | None = None
    is_not: bool = False

    def judge(self, facts: Mapping[str, Any]) -> Verdict:
        if self.fact not in facts:
            return Verdict(None, missing=(self.fact,))
        value = facts[self.fact]
        holds = value >= self.at_least if self.at_least is not None else (value in self.values) != self.is_not
        return Verdict(holds, because=(self._said(value),) if holds else ())

    def _said(self, value: Any) -> Words:
        fact = FACTS[self.fact]
        said = fact.said(value)
        if self.at_least is not None:
            said = Words(f"{said.zh}（不少于 {self.at_least}）", f"{said.en} (at least {self.at_least})")
        if fact.type == "yes_no" and value:
            return fact.label
        return Words(f"{fact.label.zh}：{said.zh}", f"{fact.label.en}: {said.en}")


@dataclass(frozen=True, slots=True)
class All:
    """Whether all parts hold. Where that is not known, the first part that is not says what to ask."""

    parts: tuple[Condition, ...]

    def judge(self, facts: Mapping[str, Any]) -> Verdict:
        verdicts = [part.judge(facts) for part in self.parts]
        if any(verdict.holds is False for verdict in verdicts):
            return Verdict(False)
        undecided = (verdict for verdict in verdicts if verdict.holds is None)
        return next(undecided, None) or Verdict(True, because=_because(verdicts))


@dataclass(frozen=True, slots=True)
class Any_:
    """Whether at least one part holds."""

    parts: tuple[Condition, ...]

    def judge(self, facts: Mapping[str, Any]) -> Verdict:
        verdicts = [part.judge(facts) for part in self.parts]
        if any(verdict.holds for verdict in verdicts):
            return Verdict(True, because=_because(verdicts))
        if missing := _missing(verdicts):
            return Verdict(None, missing=missing)
        return Verdict(False)


@dataclass(frozen=True, slots=True)
class None_:
    """Whether no part holds: it says nothing of why."""

    parts: tuple[Condition, ...]

    def judge(self, facts: Mapping[str, Any]) -> Verdict:
        verdict = Any_(self.parts).judge(facts)
        return verdict if verdict.holds is None else Verdict(not verdict.holds)


def condition(told: Any) -> Condition:
    """The condition that data describes. Raises ValueError: an unknown fact or value, or a shape that means nothing."""
    if not isinstance(told, Mapping) or not told:
        raise ValueError(f"a condition names facts, or all, any, none; not {told!r}")
    parts = tuple(_part(str(name), wanted) for name, wanted in told.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _part(name: str, wanted: Any) -> Condition:
    if name not in JOINTS:
        return _test(name, wanted)
    if not isinstance(wanted, list) or not wanted:
        raise ValueError(f"{name} needs a list of conditions, not {wanted!r}")
    parts = tuple(condition(each) for each in wanted)
    joints: dict[str, type] = {"all": All, "any": Any_, "none": None_}
    return joints[name](parts)


def _test(name: str, wanted: Any) -> Test:
    if name not in FACTS:
        raise ValueError(f"{name}: there is no such fact")
    fact = FACTS[name]
    is_not = isinstance(wanted, Mapping) and set(wanted) == {"not"}
    if isinstance(wanted, Mapping) and set(wanted) == {"at_least"}:
        if fact.type != "number":
            raise ValueError(f"{name} is no number, so nothing is at least so much")
        return Test(name, at_least=fact.read(wanted["at_least"]))
    values = wanted["not"] if is_not else wanted
    try:
        return Test(name, tuple(map(fact.read, values if isinstance(values, list) else [values])), is_not=is_not)
    except FactsError as error:
        raise ValueError(str(error)) from error


def _because(verdicts: Iterable[Verdict]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(reason for verdict in verdicts if verdict.holds for reason in verdict.because))


def _missing(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for verdict in verdicts if verdict.holds is None for name in verdict.missing))
