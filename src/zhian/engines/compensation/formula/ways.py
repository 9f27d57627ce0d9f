"""What the `if`s on the way through a rule say about the values that follow."""

import threading
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

Bounds = tuple[int, int]  # of a numerator


class Bounded(Protocol):
    """A value, or a condition on two of them: what is learned of it is kept by its serial number."""

    serial: int
    op: str
    args: tuple[Any, ...]
    low: int
    high: int
    den: int


@dataclass
class Way:
    """One run through a rule: its `if`s are answered as told, then with yes, and sharpen the bounds of what follows."""

    told: tuple[bool, ...] = ()
    asked: list[Any] = field(default_factory=list)
    answers: dict[int, bool] = field(default_factory=dict)
    learned: dict[int, Bounds] = field(default_factory=dict)

    def decide(self, condition: Bounded) -> bool:
        if condition.serial not in self.answers:
            place = len(self.asked)
            self.answers[condition.serial] = self.told[place] if place < len(self.told) else True
            self.asked.append(condition)
            self._learn(condition, self.answers[condition.serial])
        return self.answers[condition.serial]

    def _learn(self, condition: Bounded, yes: bool) -> None:
        a, b = condition.args
        if condition.op == "eq" and yes:
            self._order(a, b)
            self._order(b, a)
        elif condition.op == "eq":
            self._differ(a, b)
            self._differ(b, a)
        elif yes:
            self._order(a, b, strictly=condition.op == "lt")
        else:
            self._order(b, a, strictly=condition.op == "le")

    def _order(self, small: Bounded, large: Bounded, *, strictly: bool = False) -> None:
        """`small` reaches no further up than `large`, and `large` no further down than `small`."""
        top, bottom = bounds(large)[1] * small.den, bounds(small)[0] * large.den
        self._keep(small, high=(top - strictly) // large.den)  # in whole numerators, rounded inwards
        self._keep(large, low=-(-(bottom + strictly) // small.den))

    def _differ(self, value: Bounded, other: Bounded) -> None:
        """A value that is not at the end of its bounds lies within them."""
        low, high = bounds(other)
        at = Fraction(low * value.den, other.den)
        if low == high and at == bounds(value)[0]:
            self._keep(value, low=int(at) + 1)
        elif low == high and at == bounds(value)[1]:
            self._keep(value, high=int(at) - 1)

    def _keep(self, value: Bounded, *, low: int | None = None, high: int | None = None) -> None:
        before = bounds(value)
        after = max(before[0], before[0] if low is None else low), min(before[1], before[1] if high is None else high)
        if after[0] <= after[1]:  # otherwise no case takes this way
            self.learned[value.serial] = after


class _Reading(threading.local):
    """What this thread is reading: the ways through the functions that call each other, and the rows gone through."""

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.rows: list[Any] = []
        self.terms: dict[Any, tuple[Any, Any]] = {}  # terms that this formula has met, with what they were asked of


reading = _Reading()


def bounds(n: Bounded) -> Bounds:
    """The bounds of a numerator, sharpened by the `if`s on the way: after `if age >= 70: …` an age is below 70."""
    for way in reversed(reading.ways):
        if n.serial in way.learned:
            return way.learned[n.serial]
    return n.low, n.high
