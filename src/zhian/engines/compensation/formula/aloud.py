"""A node of a formula in words, or with its numbers: what stands on either side of ＝ where it is written out."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from ..words import Words
from .kept import Kept
from .nodes import Node, summands
from .numerals import digits, is_plain

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
    "and": Words("，", ", "),
}


class Aloud(Kept):
    """Reads nodes aloud. `row`: which row of a long table is read; None for values of the case."""

    def __init__(self, kept: Mapping[str, Any], language: str):
        super().__init__(kept, language)
        self._heard: dict[tuple[int, int | None, bool, int], str] = {}

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


def is_least(n: Node, other: Node) -> bool:
    """Whether a value can be no less than the number that it is compared with."""
    return other.op == "known" and n.low * other.den == other.low * n.den
