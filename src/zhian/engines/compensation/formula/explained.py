"""A formula read aloud: in words, with its numbers, and how each number came about. Nothing here knows any rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from ..words import NOTHING, Words
from .nodes import Node, summands
from .numerals import digits, is_plain, of_its_kind
from .running import Formula
from .writing import variable

SIGNS = {"add": Words("＋", "+"), "sub": Words("－", "−"), "mul": Words("×", "×"), "div": Words("÷", "÷")}
BINDS = {"add": 1, "sub": 1, "mul": 2, "div": 2, "share": 2}
ENDS = ("sub", "div")  # after these a sum or a product needs brackets
HOLDS = {"lt": "<", "le": "≤", "eq": "＝"}
FAILS = {"lt": "≥", "le": ">", "eq": "≠"}
TURNED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}
SPOKEN = {
    "brackets": Words("（{}）", "({})"),
    "min": Words("取小（{}，{}）", "min({}, {})"),
    "max": Words("取大（{}，{}）", "max({}, {})"),
    "largest": Words("取最大（{}）", "largest({})"),
    "total": Words("Σ（{}）", "Σ({})"),
    "yes": Words("{}：是", "{}: yes"),
    "no": Words("{}：否", "{}: no"),
    "rounded": Words("{}，未取整为 {}", "{}, before that {}"),
    "because": Words("（因{}）", " (because {})"),
    "and": Words("，", ", "),
    "where": Words("其中 ", "where "),
}


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


class Reader:
    """Reads nodes aloud in one language. `row`: which row of a long table is read; None for values of the case."""

    def __init__(self, kept: Mapping[str, Any], language: str):
        self._kept, self._language = kept, language
        self._heard: dict[tuple[int, int | None, bool, int], str] = {}
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

    # --- the text

    def read(self, n: Node, row: int | None, *, numbers: bool, inside: int = 0) -> str:
        """`inside`: how tightly what stands around it binds."""
        key = n.serial, row, numbers, inside
        if key not in self._heard:
            self._heard[key] = self._text(n, row, numbers, inside)
        return self._heard[key]

    def _text(self, n: Node, row: int | None, numbers: bool, inside: int) -> str:
        def read(part: Node, inside: int = 0) -> str:
            return self.read(part, row, numbers=numbers, inside=inside)

        match n.op:
            case "known":
                return self.value(n, row)
            case "given" | "term":
                return self.figure(n, row, inside) if numbers else n.about.words.said_in(self._language)
            case "if" if n.table and row is None:  # what each row is counted for
                return self.compared(n.args[0], row, HOLDS)[1]
            case "if":
                return read(self.taken(n, row), inside)
            case "spread":
                return self.read(n.args[0], None, numbers=numbers, inside=inside)
            case "min" | "max":
                return self.spoken(n.op, *(read(part) for part in n.args))
            case "round":
                return n.about.words.said_in(self._language) + self.spoken("brackets", read(n.args[0]))
            case "total" | "largest" if numbers:
                return self.over_rows(n, inside)
            case "total" | "largest":
                return self.spoken(n.op, self.read(n.args[0], None, numbers=False))
        if years := self.years(n, row):
            return self.added_up(map(read, years), inside) if numbers else self.spoken("total", read(years[0]))
        return self.bound(self.arithmetic(n, read), BINDS[n.op], inside)

    def bound(self, text: str, binds: int, inside: int) -> str:
        return self.spoken("brackets", text) if binds < inside else text

    def years(self, n: Node, row: int | None) -> list[Node]:
        """The parts of a long sum that are all called the same, as over the years. What they say alike is said once."""
        parts = summands(n)
        return parts if len(parts) > 3 and len({self.read(p, row, numbers=False) for p in parts}) == 1 else []

    def arithmetic(self, n: Node, read: Callable[..., str]) -> str:
        if n.op == "share":
            return f"1 ÷ {read(n.args[0], 3)}"
        a, b = n.args
        sign, tight = SIGNS[n.op].said_in(self._language), BINDS[n.op]
        if n.op == "mul" and b.op == "share":
            sign, b = SIGNS["div"].said_in(self._language), b.args[0]
        return f"{read(a, tight)} {sign} {read(b, tight + (n.op in ENDS))}"

    def over_rows(self, n: Node, inside: int) -> str:
        each = [self.read(n.args[0], row, numbers=True) for row in range(self.count(n))]
        if n.op == "largest":
            return self.spoken("largest", self.spoken("and").join(each) or "0")
        return self.added_up(each, inside)

    def added_up(self, parts: Iterable[str], inside: int) -> str:
        """A sum over years or rows: equal amounts are said once, what is nought is left out."""
        told = [(part, len(list(same))) for part, same in groupby(parts) if part != "0"]
        sign = SIGNS["add"].said_in(self._language)
        text = f" {sign} ".join(part if times == 1 else f"{part} × {times}" for part, times in told)
        if len(told) > 1:
            return self.bound(text, BINDS["add"], inside)
        return self.bound(text, BINDS["mul"] if " " in text else inside, inside) or "0"

    def figure(self, n: Node, row: int | None, inside: int) -> str:
        """A value; one that does not come out even as the division from which it is, where that is a plain one."""
        division = None if is_plain(self.number(n, row)) else self.division(n, row)
        return self.bound(division, BINDS["div"], inside) if division else self.value(n, row)

    def division(self, n: Node, row: int | None) -> str | None:
        """11,000 ÷ 365 instead of 30.1369…: plain numbers that are multiplied and divided."""
        if is_plain(self.number(n, row)):
            return self.value(n, row)
        n, row = self.behind(n, row)
        if n.op not in ("mul", "div") or any(self.division(part, row) is None for part in n.args if part.op != "share"):
            return None
        return self.arithmetic(n, lambda part, inside=0: self.division(part, row) or "")

    def behind(self, n: Node, row: int | None) -> tuple[Node, int | None]:
        """What a value really is, behind names, choices, limits, and sums of which only one part is not nought."""
        found: list[tuple[Node, int | None]] = []
        match n.op:
            case "term":
                found = [(n.args[0], row)]
            case "if":
                found = [(self.taken(n, row), row)]
            case "spread":
                found = [(n.args[0], None)]
            case "min" | "max":
                found = [(part, row) for part in n.args if self.number(part, row) == self.number(n, row)][:1]
            case "add":
                found = [(part, row) for part in n.args if self.number(part, row)]
            case "total":
                found = [(n.args[0], each) for each in range(self.count(n)) if self.number(n.args[0], each)]
        return self.behind(*found[0]) if len(found) == 1 else (n, row)

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

    def compared(self, test: Node, row: int | None, signs: Mapping[str, str]) -> tuple[str, str]:
        (a, b), sign = test.args, signs[test.op]
        if a.op == "known":
            a, b, sign = b, a, TURNED.get(sign, sign)
        words, other = (self.read(part, row, numbers=False) for part in (a, b))
        if a.op == "given" and b.op == "known" and b.low in a.about.codes:
            other = a.about.codes[b.low].said_in(self._language)
        return sign, f"{words} {'＝' if sign == '≤' and is_least(a, b) else sign} {other}"

    def rounding(self, n: Node, row: int | None) -> str:
        if n.op != "round":
            return ""
        exact, rounded = self.number(n.args[0], row), self.number(n, row)
        how = n.about.words.said_in(self._language)
        return "" if exact == rounded else self.spoken("rounded", how, digits(exact))

    def spoken(self, what: str, *parts: str) -> str:
        return SPOKEN[what].said_in(self._language).format(*parts)

    # --- values

    def numerator(self, n: Node, row: int | None) -> int:
        while n.op == "term":
            n = n.args[0]
        value = n.low if n.op == "known" else self._kept[variable(n)]
        return value if row is None or not isinstance(value, list) else value[row]

    def number(self, n: Node, row: int | None) -> Fraction:
        return Fraction(self.numerator(n, row), n.den)

    def value(self, n: Node, row: int | None) -> str:
        return of_its_kind(n, self.numerator(n, row), self._language)

    def chosen(self, n: Node, row: int | None) -> Node:
        """What the choices lead to."""
        while n.op == "if":
            n = self.taken(n, row)
        return n

    def taken(self, n: Node, row: int | None) -> Node:
        return n.args[1] if self.numerator(n.args[0], row) else n.args[2]

    def count(self, n: Node) -> int:
        """The rows that a total adds up."""
        return len(self._kept[variable(n.args[0])])


def holds_or_not(n: Node) -> bool:
    return (n.low, n.high, n.den) == (0, 1, 1) and not (n.op == "given" and n.about.codes)


def is_least(n: Node, other: Node) -> bool:
    """Whether a value can be no less than the number that it is compared with."""
    return other.op == "known" and n.low * other.den == other.low * n.den
