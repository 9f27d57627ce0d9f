"""A formula read aloud: in words, with its numbers, and how each number came about. Nothing here knows any rule."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from ..facts import CASE, DEPENDANT
from ..figures import Figure, all_series
from .executed import Formula
from .symbols import Symbol, plain

SIGN = {"add": "＋", "sub": "－", "mul": "×", "div": "÷", "lt": "<", "le": "≤", "eq": "="}
NOT = {"lt": "≥", "le": ">", "eq": "≠"}
BINDS = {"add": 1, "sub": 1, "mul": 2, "div": 2}
SERIES = {name: series.words.zh for name, series in all_series().items()}


@dataclass(frozen=True)
class Shown:
    words: str
    numbers: str
    why: str
    because: dict[
        str, str
    ]  # each named term, as words = numbers = value: the conditions that led there, and its docstring
    figures: list[Figure]
    rounding: str
    ratio: Fraction

    def text(self, line) -> str:
        rows = [f"\n{line.head.zh}　{line.head.article}", f"  {''.join((line.head.rule.__doc__ or '').split())}"]
        rows += [f"  ＝ {self.words}{self.why}", f"  ＝ {self.numbers}", f"  ＝ {yuan(line.gross)} 元{self.rounding}"]
        rows += [f"    其中 {b}{c}" for b, c in self.because.items()]
        rows += [f"    数据 {f}" for f in self.figures]
        rows += [
            f"    另解 {k} → {yuan(v)} 元（{'+' if v > line.gross else ''}{yuan(v - line.gross)}）"
            for k, v in line.otherwise.items()
        ]
        return "\n".join([*rows, f"  × 责任比例 {number(self.ratio * 100)}% ＝ {yuan(line.owed)} 元"])


def yuan(value: Fraction) -> str:
    return (
        f"{Decimal(value.numerator) / value.denominator:,.2f}"  # whole fen by construction, so nothing is rounded here
    )


def number(value: Fraction) -> str:
    """Exact: a terminating decimal is written as one, anything else as a fraction."""
    den = value.denominator
    while den % 2 == 0 or den % 5 == 0:
        den //= 2 if den % 2 == 0 else 5
    if den > 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{value.numerator:,}" if value.denominator == 1 else f"{Decimal(value.numerator) / value.denominator:,f}"


class _Reader:
    def __init__(self, formula: Formula, values: dict):
        self.names, self.values = formula.names, values

    def value(self, n: Symbol, row: int | None) -> Fraction:
        name = self.names[id(n)]
        value = self.values[name] if name.startswith("v") else int(name)
        return Fraction(value[row] if isinstance(value, list) else value, n.den)

    def read(self, n: Symbol, row: int | None, *, numbers: bool, inside: int = 0) -> str:
        """`row`: which row of the long table is read; None for values of the case."""
        again = lambda a, p=0: self.read(a, row, numbers=numbers, inside=p)  # noqa: E731
        match n.op:
            case "known":
                return number(Fraction(n.lo, n.den))
            case "fact":
                plain = n.note.partition(":")[0]
                zh = (CASE.get(plain) or DEPENDANT[n.note.rpartition(".")[2]]).zh
                return number(self.value(n, row)) if numbers else zh
            case "figure":
                return number(self.value(n, row)) if numbers else SERIES[n.note.rpartition(".")[2]]
            case "term":
                return number(self.value(n, row)) if numbers else n.note[0]
            case "if":
                return again(self.taken(n, row), inside)
            case "min" | "max":
                return f"{'取小' if n.op == 'min' else '取大'}（{again(n.args[0])}，{again(n.args[1])}）"
            case "share":
                return f"1/{again(n.args[0])}"
            case "spread" | "round" | "within":
                return again(n.args[0], inside)
            case "total":
                rows = len(self.values[self.names[id(n.args[0])]]) if numbers else 0
                each = [self.read(n.args[0], r, numbers=True) for r in range(rows)]
                return (
                    f"（{' ＋ '.join(each) or '0'}）"
                    if numbers
                    else f"Σ（{self.read(n.args[0], None, numbers=False)}）"
                )
        if n.op == "add" and len(years := _summands(n)) > 3:  # a sum over years: equal years are said once
            told = [(k, len(list(g))) for k, g in groupby(again(a) for a in years)]
            return (
                "（" + (" ＋ ".join(f"{k} × {c}" for k, c in told if k != "0") or "0") + "）"
                if numbers
                else f"Σ{told[0][0]}"
            )
        a, b = n.args
        if n.op == "mul" and b.op == "share":
            text = f"{again(a, 2)} ÷ {again(b.args[0], 3)}"
        else:
            text = f"{again(a, BINDS.get(n.op, 0))} {SIGN[n.op]} {again(b, BINDS.get(n.op, 0) + 1)}"
        return f"（{text}）" if BINDS.get(n.op, 9) < inside else text

    def taken(self, n: Symbol, row: int | None) -> Symbol:
        return n.args[1] if self.value(n.args[0], row) else n.args[2]

    def condition(self, test: Symbol, row: int | None) -> str:
        (a, b), yes = test.args, bool(self.value(test, row))
        if b.op == "fact" and b.hi == b.den == 1 and a.op == "known":
            return f"{'' if yes else '非'}{self.read(b, row, numbers=False)}"
        sign = SIGN[test.op] if yes else NOT[test.op]
        if a.op == "known":
            a, b, sign = b, a, {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}.get(sign, sign)
        return f"{self.read(a, row, numbers=False)} {sign} {self.read(b, row, numbers=False)}"

    def why(self, n: Symbol, row: int | None) -> str:
        """The conditions that led to the way taken."""
        said = []
        while n.op == "if":
            said.append(self.condition(n.args[0], row))
            n = self.taken(n, row)
        return f"（因{'，'.join(said)}）" if said else ""

    def because(self, n: Symbol, row: int | None, said: dict) -> None:
        """Every named term on the way that was taken, outer ones first; the same line is said once."""
        if n.op == "term":
            steps = [self.read(n.args[0], row, numbers=x) for x in (False, True)] + [number(self.value(n, row))]
            line = f"{n.note[0]} ＝ {' ＝ '.join(dict.fromkeys(steps))}"
            if line in said:
                return
            said[line] = f"{self.why(n.args[0], row)}〔{n.note[1]}〕"
        if n.op == "if":
            for part in (*n.args[0].args, self.taken(n, row)):
                self.because(part, row, said)
        elif n.op == "total":
            for r in range(len(self.values[self.names[id(n.args[0])]])):
                self.because(n.args[0], r, said)
        else:
            for part in n.args:
                self.because(part, row, said)


def _summands(n: Symbol) -> list[Symbol]:
    return [*_summands(n.args[0]), n.args[1]] if n.op == "add" else [n]


def shown(formula: Formula, k: int, values: dict, sources: dict, ratio: Fraction) -> Shown:
    reader, top = _Reader(formula, values), formula.roots[k]
    reader.because(top, None, said := {})
    used: list[Figure] = []

    def look(n: Symbol) -> None:
        if n.op == "figure" and sources[n.note] not in used:
            used.append(sources[n.note])
        for a in [reader.taken(n, None)] if n.op == "if" and n.table is None else n.args:
            look(a)

    look(top)
    rounding = ""
    if top.op == "round" and reader.value(top, None) != reader.value(top.args[0], None):
        rounding = f"（{'四舍五入' if top.note[2] else '舍去'}，未取整为 {number(reader.value(top.args[0], None))}）"
    words, numbers = (reader.read(top, None, numbers=x) for x in (False, True))
    return Shown(
        words, numbers, reader.why(plain(top.args[0]) if top.op == "round" else top, None), said, used, rounding, ratio
    )
