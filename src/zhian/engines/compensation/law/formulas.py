"""Each head of an instrument as a formula under given answers to the open questions, read once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from inspect import signature
from threading import Lock
from typing import Any

from ..facts import FIGURE, TABLES, Fact, fact
from ..figures import all_series
from ..formula import Formula, Names, Node, Rows, explored, given, rounded
from ..formula.nodes import known
from ..options import Answer, Choice
from ..responsibility import settled
from ..words import Words
from . import Head, Instrument


@dataclass(frozen=True)
class Ready:
    """A head's formula, and the open questions that it asked on the way with the answers it got."""

    head: Head
    root: Node
    formula: Formula
    asked: Mapping[str, Answer]

    @cached_property
    def is_dated(self) -> bool:
        """Whether it needs a published figure."""
        return any(is_figure(key) for key in self.formula.asks)


@dataclass(frozen=True)
class Read:
    """A head's rule read under some answers, not rounded yet."""

    value: Node
    asked: Mapping[str, Answer]


_read: dict[tuple[int, str], list[Read]] = {}
_rounded: dict[tuple[int, str], Ready] = {}
_reading = Lock()


def ready(instrument: Instrument, head: Head, choice: Choice) -> Ready:
    """The formula of one head, made once for each set of the answers that it depends on."""
    read, rounding = _rule(instrument, head, choice), str(choice.answer("rounding"))
    made = _rounded.get((id(read), rounding))
    if made is None:
        root = rounded(read.value, rounding)
        made = Ready(head, root, Formula([root]), {**read.asked, "rounding": rounding})
        _rounded[id(read), rounding] = made
    return made


def _rule(instrument: Instrument, head: Head, choice: Choice) -> Read:
    found = _read.setdefault((id(instrument), head.name), [])
    for read in found:
        if all(choice.answer(name) == answer for name, answer in read.asked.items()):
            return read
    with _reading:
        option = choice.but()
        means = {"case": case_names(), "figure": figures("figure"), "home": figures("home"), "option": option}
        value = explored(partial(head.rule, *(means[name] for name in signature(head.rule).parameters)))
        found.append(read := Read(value, option.asked_for))
    return read


@dataclass(frozen=True)
class Settlement:
    """From the gross amounts of the heads (`gross.medical` …) to what is owed by head, in all, and what is payable."""

    formula: Formula
    heads: tuple[str, ...]
    asked: Mapping[str, Answer]


def settlement(instrument: Instrument, choice: Choice) -> Settlement:
    """The settlement under the answers to its own questions, read once and kept."""
    found = _settlements.setdefault(id(instrument), [])
    for made in found:
        if all(choice.answer(name) == answer for name, answer in made.asked.items()):
            return made
    with _reading:
        option = choice.but()
        gross = {head.name: (head.kind, given(f"gross.{head.name}", GROSS)) for head in instrument.heads}
        roots = _settled(gross, option)
        made = Settlement(Formula(roots), tuple(gross), option.asked_for)
        found.append(made)
    return made


_settlements: dict[int, list[Settlement]] = {}
GROSS = Fact(Words("各项金额", "amount of the head"), 0, 100_000_000_000, 100)


@cache
def whole(instrument: Instrument, answers: tuple[tuple[str, Answer], ...]) -> Formula:
    """A whole instrument as one formula: gross amounts by head, what is owed by head, the total, what is payable."""
    choice = Choice(dict(answers))
    roots = {head.name: ready(instrument, head, choice).root for head in instrument.heads}
    with _reading:
        return Formula(
            [*roots.values(), *_settled({h.name: (h.kind, roots[h.name]) for h in instrument.heads}, choice)]
        )


def _settled(gross: Mapping[str, tuple[str, Node]], option: Choice) -> list[Node]:
    made: list[Any] = []

    def payable() -> Any:
        result = settled(gross, case_names(), option)
        made[:] = [*result.owed.values(), result.total, result.deducted]
        return result.payable

    last = explored(payable)
    return [*map(known, made), last]


@cache
def case_names() -> Names:
    """`case.age_act` is the name of a fact, `case.dependants` the rows of a table."""
    return Names(lambda name: _rows(name) if name in TABLES else given(name, fact(name)))


@cache
def _rows(table: str) -> Rows:
    return Rows(table, TABLES[table].most, Names(lambda name: given(f"{table}.{name}", fact(f"{table}.{name}"), table)))


@cache
def figures(whose: str) -> Names:
    """`figure.wage`: published where the law looks; `home.urban_income`: at the claimant's home."""
    return Names(lambda series: given(f"{whose}.{series}", declared(whose, series)))


@cache
def declared(whose: str, series: str) -> Fact:
    words = all_series()[series].words
    if whose == "home":
        words = Words(f"住所地{words.zh}", f"{words.en} at home")
    return Fact(words, FIGURE.low, FIGURE.high, FIGURE.den, unit=FIGURE.unit)


@cache
def is_figure(key: str) -> bool:
    """Whether a formula's key is a published figure rather than a fact of the case."""
    table, _, own = key.rpartition(".")
    return bool(table) and (table not in TABLES or own not in TABLES[table].facts)
