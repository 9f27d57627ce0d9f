"""A node of a formula: a whole number over a fixed denominator, between bounds that are proved when the rule is read.

What could leave int64, divide by nought or have no answer is therefore refused before any case is seen.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import gcd, lcm
from typing import Any, NamedTuple, Protocol
from weakref import WeakValueDictionary

from ..words import Words
from .ways import Bounds, bounds, reading

INT64 = 2**63 - 1
COMPARED = ("lt", "le", "eq")
COMBINED: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "min": min,
    "max": max,
}


class Unsound(ValueError):
    """The rule cannot be computed exactly for every permitted case."""


class Declared(Protocol):
    """What a leaf stands for. `low` and `high` in its unit, of which it counts `den` parts (money in fen: 100)."""

    @property
    def words(self) -> Words: ...
    @property
    def unit(self) -> Words: ...
    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def den(self) -> int: ...
    @property
    def codes(self) -> Mapping[int, Words]: ...  # what each number stands for, where it is not a quantity


@dataclass(eq=False, slots=True, weakref_slot=True)
class Node:
    """`low` and `high` bound the numerator. `table`: the long table of whose rows it is a value; None: of the case."""

    op: str
    args: tuple["Node", ...]
    low: int
    high: int
    den: int
    table: str | None
    key: str  # of a leaf: where its value is found
    about: Any  # of a leaf: its declaration; of a term: its name; of a rounding: how
    serial: int

    def __bool__(self) -> bool:
        condition = self if self.op in COMPARED else compare("lt", 0, self)
        if condition.low == condition.high:
            return bool(condition.low)
        if not reading.ways:
            raise TypeError("a choice on a name is possible only inside a head or a term")
        return reading.ways[-1].decide(condition)

    def __hash__(self) -> int:
        raise TypeError("a name is not a number yet: write a formula, or a term with `if`, instead of a look-up")

    __index__ = __hash__

    def __add__(self, other: "Exact") -> "Node":
        return combine("add", self, other)

    def __radd__(self, other: "Exact") -> "Node":
        return combine("add", other, self)

    def __sub__(self, other: "Exact") -> "Node":
        return combine("sub", self, other)

    def __rsub__(self, other: "Exact") -> "Node":
        return combine("sub", other, self)

    def __mul__(self, other: "Exact") -> "Node":
        return combine("mul", self, other)

    def __rmul__(self, other: "Exact") -> "Node":
        return combine("mul", other, self)

    def __truediv__(self, other: "Exact") -> "Node":
        return divide(self, other)

    def __rtruediv__(self, other: "Exact") -> "Node":
        return divide(other, self)

    def __lt__(self, other: "Exact") -> "Node":
        return compare("lt", self, other)

    def __gt__(self, other: "Exact") -> "Node":
        return compare("lt", other, self)

    def __le__(self, other: "Exact") -> "Node":
        return compare("le", self, other)

    def __ge__(self, other: "Exact") -> "Node":
        return compare("le", other, self)

    def __eq__(self, other: "Exact") -> "Node":  # type: ignore[override]
        return compare("eq", self, other)

    def __ne__(self, other: "Exact") -> bool:  # type: ignore[override]
        return not compare("eq", self, other)


Exact = Node | int | Fraction


def unnamed(n: Node) -> Node:
    """What a term names."""
    while n.op == "term":
        n = n.args[0]
    return n


def summands(n: Node) -> list[Node]:
    """The parts of a sum, however many."""
    return [*summands(n.args[0]), n.args[1]] if n.op == "add" else [n]


_alive: WeakValueDictionary[tuple, Node] = WeakValueDictionary()  # equal parts are one node, and computed once
_serials = count()


def node(
    op: str,
    args: tuple[Node, ...],
    bounds: Bounds,
    den: int = 1,
    *,
    table: str | None = None,
    key: str = "",
    about: Any = None,
) -> Node:
    low, high = bounds
    if max(-low, high) > INT64:
        raise Unsound(f"{op} may reach {max(-low, high):.3g}: round earlier, or narrow the bounds of a fact")
    same = (op, tuple(a.serial for a in args), low, high, den, table, key, id(about))
    found = _alive.get(same)
    if found is None:
        found = _alive[same] = Node(op, args, low, high, den, table, key, about, next(_serials))
    return found


def given(key: str, declared: Declared, table: str | None = None) -> Node:
    """A leaf: a fact or a figure, whose value comes with a case."""
    bounds = declared.low * declared.den, declared.high * declared.den
    return node("given", (), bounds, declared.den, table=table, key=key, about=declared)


def known(value: Exact | None) -> Node:
    """A number written in the rule; floats are refused."""
    if isinstance(value, Node):
        return _counted(value) if value.op in COMPARED else value
    if value is None:
        raise Unsound("the rule gives no answer here (a gap)")
    if type(value) is int:
        return node("known", (), (value, value))
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: write Fraction('{value}')")
    exact = Fraction(value)
    return node("known", (), (exact.numerator, exact.numerator), exact.denominator)


def _counted(condition: Node) -> Node:
    """A condition that is added or multiplied counts 1 or 0."""
    args = condition, known(1), known(0)
    return node("if", args, (condition.low, condition.high), table=condition.table)


def combine(op: str, left: Exact, right: Exact) -> Node:
    """`op` is one of `COMBINED`. What would change nothing is left out."""
    table, a, b = aligned(known(left), known(right))
    if a.op == b.op == "known":
        return known(COMBINED[op](Fraction(a.low, a.den), Fraction(b.low, b.den)))
    for one, other in ((a, b), (b, a)):
        if one.op == "known" and (op, one.low, one.den) in (("add", 0, 1), ("mul", 1, 1)):
            return other
        if one.op == "known" and (op, one.low) == ("mul", 0):
            return one
    if op == "mul":
        den, ends = a.den * b.den, (bounds(a), bounds(b))
    else:
        den = lcm(a.den, b.den)
        ends = in_parts(*bounds(a), den // a.den), in_parts(*bounds(b), den // b.den)
    corners = [COMBINED[op](x, y) for x in ends[0] for y in ends[1]]
    return node(op, (a, b), (min(corners), max(corners)), den, table=table)


def divide(left: Exact, right: Exact) -> Node:
    """By a number, or by a whole fact such as the number of supporters (never by nought)."""
    table, a, b = aligned(known(left), known(right))
    low, high = bounds(b)
    if low <= 0:
        raise Unsound("a divisor may be nought or negative: choose with `if` first")
    if a.op == b.op == "known":
        return known(Fraction(a.low, a.den) / Fraction(b.low, b.den))
    if b.op == "known":
        times, den = b.den, a.den * b.low
        shared = gcd(times, den)
        times, den = times // shared, den // shared
        return node("div", (a, b), (bounds(a)[0] * times, bounds(a)[1] * times), den, table=table, key=str(times))
    if b.den != 1:
        raise Unsound("divide by a number, or by a whole fact")
    one = lcm(*range(low, high + 1))
    if one > INT64:
        raise Unsound(f"no denominator in int64 serves every divisor from {low} to {high}: narrow its bounds")
    return combine("mul", a, node("share", (b,), (one // high, one // low), one, table=b.table))


def compare(op: str, left: Exact, right: Exact) -> Node:
    """`op` is one of `COMPARED`. What the bounds alone settle is no choice."""
    table, a, b = aligned(known(left), known(right))
    den = lcm(a.den, b.den)
    (a_low, a_high), (b_low, b_high) = in_parts(*bounds(a), den // a.den), in_parts(*bounds(b), den // b.den)
    if op == "eq":
        surely, possibly = a_low == a_high == b_low == b_high, a_low <= b_high and b_low <= a_high
    else:
        holds = operator.lt if op == "lt" else operator.le
        surely, possibly = holds(a_high, b_low), holds(a_low, b_high)
    return node(op, (a, b), (int(surely), int(possibly)), table=table)


class Outcome(NamedTuple):
    """What a way through a rule gives, and the bounds of its numerator on that way."""

    value: Node
    low: int
    high: int


def choose(condition: Node, then: Outcome, otherwise: Outcome) -> Outcome:
    """Two ways joined into one."""
    if then.value is otherwise.value:
        return Outcome(then.value, min(then.low, otherwise.low), max(then.high, otherwise.high))
    table, asked, yes, no = aligned(condition, then.value, otherwise.value)
    if asked.op == "lt" and {yes.serial, no.serial} == {a.serial for a in asked.args}:  # Python's own min() and max()
        smaller, larger = asked.args
        least = yes is smaller
        value = combine("min", larger, smaller) if least else combine("max", smaller, larger)
        low, high = bounds(value)
        first, second = (in_parts(o.low, o.high, value.den // o.value.den) for o in (then, otherwise))
        return Outcome(value, max(low, min(first[0], second[0])), min(high, max(first[1], second[1])))
    den = lcm(yes.den, no.den)
    first, second = (
        in_parts(then.low, then.high, den // yes.den),
        in_parts(otherwise.low, otherwise.high, den // no.den),
    )
    ends = min(first[0], second[0]), max(first[1], second[1])
    return Outcome(node("if", (asked, yes, no), ends, den, table=table), *ends)


def aligned(*nodes: Node) -> tuple:
    """The table whose rows the nodes belong to, and the nodes, those of the case spread over its rows."""
    tables = {n.table for n in nodes if n.table}
    if len(tables) > 1:
        raise Unsound(f"rows of {' and '.join(sorted(tables))} meet in one formula: add one of them up first")
    table = tables.pop() if tables else None
    return table, *(n if n.table == table or n.op == "known" else spread(n, table) for n in nodes)


def spread(n: Node, table: str | None) -> Node:
    """A value of the case, once for each row."""
    return node("spread", (n,), bounds(n), n.den, table=table)


def in_parts(low: int, high: int, times: int) -> Bounds:
    if max(-low, high) * times > INT64:
        raise Unsound("two fractions do not fit one denominator in int64: round one of them first")
    return low * times, high * times
