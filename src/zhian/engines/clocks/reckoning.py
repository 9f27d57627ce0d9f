"""From the facts of an event to its clocks: which rules apply, from when until when, why, and what is not known yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from .facts import FACTS
from .periods import CHINA, AddWorkdays
from .rules import Rule, Rules
from .words import Words, joined


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that this event has set running. `met_at` where the facts themselves say that it was met."""

    rule: Rule
    starts_at: datetime
    due_at: datetime
    why: Words
    met_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was met too late; of one that still runs, False."""
        return bool(self.met_at and self.rule.period and self.rule.period.is_late(self.due_at, self.met_at))


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule of which nobody can say yet whether or until when it applies.

    `missing` names the facts that would decide it; it is empty where the rule applies but its period is set by local
    rules that the hospital has not entered.
    """

    rule: Rule
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What follows from the facts: clocks by when they are due, and what is undecided."""

    clocks: tuple[Clock, ...]
    undecided: tuple[Undecided, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would decide more, each once."""
        return tuple(dict.fromkeys(name for rule in self.undecided for name in rule.missing))


def reckon(facts: Mapping[str, Any], rules: Rules, add_workdays: AddWorkdays) -> Reckoning:
    """The clocks of an event. `facts`: as `read` gives them; `add_workdays(day, n)`: the n-th working day after it."""
    found = [_judged(facts, list(versions), add_workdays) for _, versions in groupby(rules, key=lambda rule: rule.id)]
    clocks = sorted((each for each in found if isinstance(each, Clock)), key=lambda clock: clock.due_at)
    return Reckoning(tuple(clocks), tuple(each for each in found if isinstance(each, Undecided)))


def _judged(facts: Mapping[str, Any], versions: list[Rule], add_workdays: AddWorkdays) -> Clock | Undecided | None:
    begun = next((name for name in versions[-1].begins if name in facts), "")
    rule = _valid(versions, facts[begun]) if begun else versions[-1]
    if rule is None:
        return None
    verdict = rule.when.judge(facts)
    if verdict.holds is False:
        return None
    if verdict.holds is None:
        return Undecided(rule, verdict.missing)
    if not begun or rule.period is None:
        return Undecided(rule, () if begun else rule.begins[:1])
    starts = facts[begun].astimezone(CHINA)
    met = facts.get(rule.met_by)
    return Clock(
        rule,
        starts,
        rule.period.end(starts, add_workdays),
        _why(rule, verdict.because, begun, starts),
        max(met, starts) if met else None,
    )


def _valid(versions: list[Rule], start: datetime) -> Rule | None:
    day = start.astimezone(CHINA).date()
    return next((rule for rule in versions if rule.is_valid_on(day)), None)


def _why(rule: Rule, because: tuple[Words, ...], begun: str, starts: datetime) -> Words:
    """Such as: 等级：Ⅱ级；自发生时间（2026-11-14 02:40）起 24 小时内."""
    assert rule.period is not None
    reason, fact, period = joined(because), FACTS[begun].label, rule.period.words
    moment = f"{starts:%Y-%m-%d %H:%M}"
    return Words(
        f"{reason.zh}；自{fact.zh}（{moment}）起{' ' if rule.period.amount else '，'}{period.zh}",
        f"{reason.en}; {period.en}, counted from the {fact.en} ({moment})",
    )
