"""A number that a rule may ask for: its words, unit and permitted bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..words import NOTHING, Words

YUAN, YEARS, DAYS = Words("元", "yuan"), Words("年", "years"), Words("天", "days")
PERSONS = Words("人", "persons")


@dataclass(frozen=True)
class Fact:
    """A number that a rule may ask for.

    `den`: parts of the unit in a column (money in fen: 100). `low`, `high`: bounds in the unit, from which int64 is
    proved safe. `default` is what holds where the case says nothing; `codes` says what each number stands for.
    """

    words: Words
    low: int
    high: int
    den: int = 1
    default: int = 0
    unit: Words = NOTHING
    codes: Mapping[int, Words] = field(default_factory=dict)

    @property
    def zh(self) -> str:
        return self.words.zh

    @property
    def en(self) -> str:
        return self.words.en


@dataclass(frozen=True)
class Table:
    """A long table: so many rows a case at most, each with these facts."""

    words: Words
    most: int
    facts: Mapping[str, Fact]


def money(zh: str, en: str, high: int = 100_000_000, default: int = 0) -> Fact:
    return Fact(Words(zh, en), 0, high, 100, default, YUAN)


def ratio(zh: str, en: str, default: int = 1) -> Fact:
    return Fact(Words(zh, en), 0, 1, 10_000, default)


def whole(zh: str, en: str, low: int, high: int, unit: Words = NOTHING, default: int | None = None) -> Fact:
    return Fact(Words(zh, en), low, high, 1, low if default is None else default, unit)


def yes_no(zh: str, en: str, default: int = 0) -> Fact:
    return Fact(Words(zh, en), 0, 1, 1, default)


def code(zh: str, en: str, *answers: tuple[str, str], default: int = 0) -> Fact:
    """One of several answers, numbered from nought in the order given."""
    return Fact(Words(zh, en), 0, len(answers) - 1, 1, default, codes={k: Words(*a) for k, a in enumerate(answers)})
