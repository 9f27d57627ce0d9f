"""A rule is an ordinary function. Run on names instead of numbers, along every way through it, it gives its formula."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from inspect import cleandoc
from itertools import count
from typing import Any

from ..words import Words
from .nodes import Exact, Node, Outcome, Unsound, choose, known, node, spread
from .ways import Way, bounds, reading

WAYS = 64  # through one function, before it must be split into terms


def explored(rule: Callable[[], Exact]) -> Node:
    """Runs `rule` along every way through its `if`s, and joins the ways into one formula."""
    if not reading.ways:
        reading.terms.clear()
    return _every_way(rule, (), count(1)).value


def _every_way(rule: Callable[[], Exact], told: tuple[bool, ...], runs: Iterator[int]) -> Outcome:
    if next(runs) > WAYS:
        raise Unsound(f"more than {WAYS} ways through one function: give its parts names with @term")
    way = Way(told)
    reading.ways.append(way)
    try:
        value = known(rule())
        outcome = Outcome(value, *bounds(value))
    finally:
        reading.ways.pop()
    answers = tuple(way.answers.values())
    for place in reversed(range(len(told), len(answers))):
        other = _every_way(rule, (*answers[:place], False), runs)
        outcome = choose(way.asked[place], outcome, other)
    return outcome


class Names:
    """`case.age`: the name of a fact instead of its value. `make` gives what stands for a name."""

    def __init__(self, make: Callable[[str], Any]):
        self._make = make

    def __getattr__(self, name: str) -> Any:
        return self._make(name)


@dataclass(frozen=True)
class Rows:
    """`for d in case.dependants` sees one row that stands for all; `total` then adds over the table."""

    table: str
    most: int  # rows that one case may have
    row: Names

    def __iter__(self) -> Iterator[Names]:
        reading.rows.append(self)
        yield self.row


def total(parts: Iterable[Exact]) -> Any:
    """Σ, over numbers or over the rows of a long table."""
    values, rows = _gone_through(parts)
    if rows is None:
        return sum(values)
    low, high = bounds(values[0])
    ends = min(0, low * rows.most), max(0, high * rows.most)
    return node("total", tuple(values), ends, values[0].den, key=rows.table)


def largest(parts: Iterable[Exact]) -> Any:
    """The largest of values that cannot be negative, over numbers or the rows of a long table; 0 if there are none."""
    values, rows = _gone_through(parts)
    if rows is None:
        return max(values, default=0)
    low, high = bounds(values[0])
    if low < 0:
        raise Unsound("the largest of values that may be negative: 0 stands for no rows")
    return node("largest", tuple(values), (0, high), values[0].den, key=rows.table)


def _gone_through(parts: Iterable[Exact]) -> tuple[list[Any], Rows | None]:
    """The values, or the one value that stands for each row of the table that was gone through."""
    before, asked = len(reading.rows), [len(way.asked) for way in reading.ways]
    values = list(parts)
    if len(reading.rows) == before:
        return values, None
    rows = reading.rows.pop()
    if asked != [len(way.asked) for way in reading.ways]:
        raise Unsound("a choice for each row: give it a name with @term")
    value = known(values[0])
    return [value if value.table else spread(value, rows.table)], rows


@dataclass(frozen=True)
class Term:
    """What the law or its readers call a part of a rule, and what its docstring says of it."""

    words: Words
    says: Words
    yes_or_no: bool = False


def term(zh: str, en: str = "", *, yes_or_no: bool = False) -> Callable:
    """Names a function. On plain numbers it is just the function; on names it is a step of the explanation.

    `yes_or_no`: it answers 1 or 0 for what holds or does not.
    """

    def named(rule: Callable) -> Callable:
        name = Term(Words(zh, en or zh), said(rule), yes_or_no)

        @wraps(rule)
        def asked(*given: Any) -> Any:
            if not any(isinstance(g, Node | Names | Rows) for g in given):
                return rule(*given)
            key = rule, tuple(map(_same, given)), _known_so_far()
            if key not in reading.terms:
                value, low, high = _every_way(lambda: rule(*given), (), count(1))
                made = node("term", (value,), (low, high), value.den, table=value.table, about=name)
                reading.terms[key] = made, given
            return reading.terms[key][0]

        return asked

    return named


def _same(given: Any) -> Any:
    """What tells two arguments of a term apart while one formula is read."""
    return ("node", given.serial) if isinstance(given, Node) else given if isinstance(given, int) else id(given)


def _known_so_far() -> frozenset:
    """What the ways so far say about values: the same term may be narrower elsewhere."""
    return frozenset(fact for way in reading.ways for fact in way.learned.items())


def said(rule: Callable) -> Words:
    """The docstring of a rule: in Chinese, then after an empty line in English."""
    zh, _, en = cleandoc(rule.__doc__ or "").partition("\n\n")
    return Words(zh.replace("\n", ""), " ".join((en or zh).split()))
