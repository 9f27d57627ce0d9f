"""Each head of an instrument as a formula under given answers to the open questions, read once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from inspect import signature
from threading import Lock
from typing import Any

from ..facts import FIGURE, TABLES, Fact, fact
from ..figures import all_series
from ..formula import ROUNDINGS, Formula, Names, Node, Rounding, Rows, explored, given, rounded
from ..formula.nodes import known
from ..options import Answer, Choice
from ..responsibility import settled
from ..words import Words
from . import Head, Instrument


@dataclass(frozen=True, eq=False)
class Read:
    """A head's rule read under some answers, not rounded yet. `asked`: the open questions that it met, with these."""

    value: Node
    asked: Mapping[str, Answer]

    @cached_property
    def formula(self) -> Formula:
        return Formula([self.value])


@dataclass(frozen=True, eq=False)
class Ready:
    """A head's formula and how its amount is rounded. `asked`: the open questions that it turns on."""

    head: Head
    read: Read
    how: Rounding
    asked: Mapping[str, Answer]

    @property
    def formula(self) -> Formula:
        """The amount before it is rounded: every rounding shares it."""
        return self.read.formula

    @cached_property
    def shown(self) -> Formula:
        """The whole of it, to be read aloud."""
        return Formula([rounded(self.read.value, self.how)])

    @cached_property
    def _whole(self) -> tuple[int, int, int, int]:
        times, shift, by, grain = self.how.whole(self.read.value.den)
        return times, shift, by, grain * (100 // self.how.to.denominator)

    def fen(self, numerator: int) -> int:
        """The amount, from the numerator of its formula."""
        times, shift, by, grain = self._whole
        return (numerator * times + shift) // by * grain

    @cached_property
    def is_dated(self) -> bool:
        """Whether it needs a published figure."""
        return any(is_figure(key) for key in self.formula.asks)

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """The facts and tables that make up the amount: all that it asks for but the circumstances."""
        return frozenset(key.partition(".")[0] for key in self.formula.asks if not is_figure(key)) - CIRCUMSTANCES


CIRCUMSTANCES = frozenset(
    (
        "died",
        "grade",
        "not_accident",
        "age_fixed",
        "age_act",
        "age_debate",
        "rural",
        "mental_years",
        "serious",
        "bonus_limit",
    )
)
_read: dict[tuple[int, str], list[Read]] = {}
_rounded: dict[tuple[int, str], Ready] = {}
_reading = Lock()


def ready(instrument: Instrument, head: Head, choice: Choice) -> Ready:
    """The formula of one head, made once for each set of the answers that it depends on."""
    read, rounding = _rule(instrument, head, choice), str(choice.answer("rounding"))
    made = _rounded.get((id(read), rounding))
    if made is None:
        rounded(read.value, rounding)  # refuses an amount that may be negative
        made = Ready(head, read, ROUNDINGS[rounding], {**read.asked, "rounding": rounding})
        _rounded[id(read), rounding] = made
    return made


def _rule(instrument: Instrument, head: Head, choice: Choice) -> Read:
    found = _read.setdefault((id(instrument), head.name), [])
    for read in found:
        if choice.gives(read.asked):
            return read
    with _reading:
        option = choice.but()
        value = _explored(head, case_names(), option)
        found.append(read := Read(value, option.asked_for))
    return read


@dataclass(frozen=True)
class Settlement:
    """From the gross amounts of the heads (`gross.medical` …) to what is owed by head, in all, and what is payable."""

    formula: Formula
    heads: tuple[str, ...]
    asked: Mapping[str, Answer]

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """By head, how its amount is called."""
        return {head: f"gross.{head}" for head in self.heads}


def settlement(instrument: Instrument, choice: Choice) -> Settlement:
    """The settlement under the answers to its own questions, read once and kept."""
    found = _settlements.setdefault(id(instrument), [])
    for made in found:
        if choice.gives(made.asked):
            return made
    with _reading:
        option = choice.but()
        gross = {head.name: (head.kind, given(f"gross.{head.name}", GROSS)) for head in instrument.heads}
        roots = _settled(gross, case_names(), option)
        made = Settlement(Formula(roots), tuple(gross), option.asked_for)
        found.append(made)
    return made


_settlements: dict[int, list[Settlement]] = {}
GROSS = Fact(Words("各项金额", "amount of the head"), 0, 100_000_000_000, 100)


def whole(instrument: Instrument, answers: tuple[tuple[str, Answer], ...], told: frozenset[str]) -> Formula:
    """A whole instrument as one formula: gross amounts by head, what is owed by head, the total, what is payable.

    `told`: the facts (`age_act`, `dependants.age`) and tables of which anything is known. What the others would have
    led to is left out of the formula.
    """
    choice = Choice(dict(answers))
    case = case_names(told)
    with _reading:
        roots = {
            head.name: rounded(_explored(head, case, choice), str(choice.answer("rounding")))
            for head in instrument.heads
        }
        return Formula(
            [*roots.values(), *_settled({h.name: (h.kind, roots[h.name]) for h in instrument.heads}, case, choice)]
        )


def _explored(head: Head, case: Names, option: Choice) -> Node:
    means = {"case": case, "figure": figures("figure"), "home": figures("home"), "option": option}
    rule = partial(head.rule, *(means[name] for name in signature(head.rule).parameters))
    return explored(lambda: rule() if head.gate is None or head.gate(case) else 0)


def _settled(gross: Mapping[str, tuple[str, Node]], case: Names, option: Choice) -> list[Node]:
    made: list[Any] = []

    def payable() -> Any:
        result = settled(gross, case, option)
        made[:] = [*result.owed.values(), result.total, result.deducted]
        return result.payable

    last = explored(payable)
    return [*map(known, made), last]


@lru_cache(64)
def case_names(told: frozenset[str] | None = None) -> Names:
    """`case.age_act` is the name of a fact, `case.dependants` are rows. What is not `told` has its default."""

    def named(key: str, table: str | None = None) -> Any:
        name = key.rpartition(".")[2]
        if told is None or key in told or key.partition(":")[0] in told:
            return given(key, declared(table, name) if table and is_figure(key) else fact(key), table)
        return known(fact(key).default)

    def rows(table: str) -> Any:
        if told is not None and table not in told:
            return ()
        return Rows(table, TABLES[table].most, Names(lambda name: named(f"{table}.{name}", table)))

    return Names(lambda name: rows(name) if name in TABLES else named(name))


@cache
def figures(whose: str) -> Names:
    """`figure.wage`: published where the law looks; `home.urban_income`: at the claimant's home."""
    return Names(lambda series: given(f"{whose}.{series}", declared(whose, series)))


@cache
def declared(whose: str, series: str) -> Fact:
    words = all_series()[series].words
    if whose == "home":
        words = Words(f"住所地（其他责任医院所在地）{words.zh}", f"{words.en} at home (or where another hospital lies)")
    return Fact(words, FIGURE.low, FIGURE.high, FIGURE.den, unit=FIGURE.unit)


@cache
def is_figure(key: str) -> bool:
    """Whether a formula's key is a published figure rather than a fact of the case."""
    table, _, own = key.rpartition(".")
    return bool(table) and (table not in TABLES or own not in TABLES[table].facts)
