"""How the value of a formula came about: in words, with its numbers, step by step. Nothing here knows any rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from ..words import NOTHING
from .aloud import FAILS, HOLDS, Aloud
from .nodes import Node
from .running import Formula


@dataclass(frozen=True)
class Step:
    """A value with what it is worked out from. `says`: the plain words of its rule; `row`, from nought, of `table`."""

    name: str
    words: str
    numbers: str
    value: str
    because: tuple[str, ...]
    rounding: str
    says: str
    table: str | None
    row: int | None


@dataclass(frozen=True)
class Said:
    """A value explained in one language: what it is, what each row of a long table adds, and its named parts."""

    whole: Step
    rows: tuple[Step, ...]
    parts: tuple[Step, ...]

    def lines(self) -> list[str]:
        """What is written under one another where there is only plain text."""
        why = "".join(f"〔{b}〕" for b in self.whole.because)
        lines = [f"＝ {self.whole.words}{why}", f"＝ {self.whole.numbers}", f"＝ {self.whole.value}"]
        if self.whole.rounding:
            lines[-1] += f"（{self.whole.rounding}）"
        for part in self.parts:
            told = dict.fromkeys((part.name, part.words, part.numbers, part.value))
            lines.append(
                " ＝ ".join(told) + "".join(f"〔{b}〕" for b in (*part.because, part.rounding, part.says) if b)
            )
        return lines


class Explanation:
    """How one value of a formula came about: `kept` is what the formula kept when it ran."""

    def __init__(self, formula: Formula, root: int, kept: Mapping[str, Any]):
        self.root, self._kept = formula.roots[root], kept
        self._said: dict[str, Said] = {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The facts and figures on the way that was taken, in the order in which they are met."""
        met = Reader(self._kept, "en").way(self.root)
        return tuple(dict.fromkeys(n.key for n, _ in met if n.op == "given"))

    def reader(self, language: str) -> "Reader":
        """What reads any part of the value aloud."""
        return Reader(self._kept, language)

    def said_in(self, language: str) -> Said:
        """In the language of a code: `zh-hans`, `zh-hant` or `en`."""
        if language not in self._said:
            self._said[language] = Reader(self._kept, language).said(self.root)
        return self._said[language]


Place = tuple[int, int | None]  # a node's serial number, and the row of its table


class Reader(Aloud):
    """Tells the steps to a value: each row, each named part, and the conditions that led there."""

    def __init__(self, kept: Mapping[str, Any], language: str):
        super().__init__(kept, language)
        self._ways: dict[tuple[int, int | None, bool], list[tuple[Node, int | None]]] = {}

    def said(self, root: Node) -> Said:
        rows = [
            self.step(n.args[0], row)
            for n, _ in self.way(root, into_terms=False)
            if n.op == "total"
            for row in range(self.count(n))
        ]
        return Said(self.step(root, None), tuple(rows), tuple(self.parts(root, None, set(), {}).values()))

    def parts(self, top: Node, row: int | None, met: set[Place], said: dict[tuple, Step]) -> dict[tuple, Step]:
        """Every named term, outer ones first; what comes out the same in another row or year is said once."""
        for n, at in self.way(top, row, into_terms=False):
            if n.op == "term" and (n.serial, at) not in met:
                met.add((n.serial, at))
                words, numbers = (self.read(n.args[0], at, numbers=numbers) for numbers in (False, True))
                heard = id(n.about), words, numbers, self.value(n, at)
                if heard not in said:
                    said[heard] = self.step(n, at)
                self.parts(n.args[0], at, met, said)
        return said

    def step(self, n: Node, row: int | None) -> Step:
        top = n.args[0] if n.op == "term" else n
        inner = top.args[0] if top.op == "round" else top
        name, says = (n.about.words, n.about.says) if n.op == "term" else (NOTHING, NOTHING)
        value = self.value(n, row)
        is_number = self.chosen(inner, row).op == "known"  # written in the rule: there is nothing but the value to read
        return Step(
            name.said_in(self._language),
            value if is_number else self.read(inner, row, numbers=False),
            value if is_number else self.read(inner, row, numbers=True),
            value,
            tuple(self.because(inner, row)),
            self.rounding(top, row),
            says.said_in(self._language),
            n.table,
            row,
        )

    def way(self, top: Node, row: int | None = None, *, into_terms: bool = True) -> list[tuple[Node, int | None]]:
        """Every node that the value came from, outer ones first: only on the way that the conditions led to."""
        key = top.serial, row, into_terms
        if key not in self._ways:
            met: dict[Place, tuple[Node, int | None]] = {}
            self._visit(top, row, into_terms, met)
            self._ways[key] = list(met.values())
        return self._ways[key]

    def _visit(self, n: Node, row: int | None, into_terms: bool, met: dict[Place, tuple[Node, int | None]]) -> None:
        if (n.serial, row) in met:
            return
        met[n.serial, row] = n, row
        if into_terms or n.op != "term":
            for part, at in self.below(n, row):
                self._visit(part, at, into_terms, met)

    def below(self, n: Node, row: int | None) -> list[tuple[Node, int | None]]:
        if n.op == "if":
            return [(part, row) for part in (*n.args[0].args, self.taken(n, row))]
        if n.op in ("total", "largest"):
            return [(n.args[0], each) for each in range(self.count(n))]
        if years := self.years(n, row):
            return [(next(same), row) for _, same in groupby(years, lambda year: self.read(year, row, numbers=True))]
        return [(part, None if n.op == "spread" else row) for part in n.args]

    def because(self, top: Node, row: int | None) -> list[str]:
        """The conditions that led to the way taken; of two about one value only the closer one."""
        said: dict[tuple[int, str], str] = {}
        for n, at in self.way(top, row, into_terms=False):
            if n.op == "if" and at == row:
                key, text = self.condition(n.args[0], row)
                said.pop(key, None)
                said[key] = text
        return list(said.values())

    def condition(self, test: Node, row: int | None) -> tuple[tuple[int, str], str]:
        """A condition as it came out, with what tells apart two about the same value."""
        while test.op == "spread":
            test, row = test.args[0], None
        a, b = test.args
        value = b if a.op == "known" else a
        if holds_or_not(value) and "known" in (a.op, b.op):
            said = "yes" if self.numerator(value, row) else "no"
            return (value.serial, ""), self.spoken(said, self.read(value, row, numbers=False))
        sign, text = self.compared(test, row, HOLDS if self.numerator(test, row) else FAILS)
        return (value.serial, sign), text


def holds_or_not(n: Node) -> bool:
    return (n.low, n.high, n.den) == (0, 1, 1) and not (n.op == "given" and n.about.codes)
