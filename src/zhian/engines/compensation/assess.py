"""Apply an instrument to one case, with its explanation."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from inspect import signature
from itertools import product
from typing import Any

from . import figures
from .facts import CASE, DEPENDANT, FIGURE, MOST_DEPENDANTS, OPTIONS, Fact, exact
from .formula import Formula, Names, Rows, explored, given, rounded, to_fen
from .formula.explained import Explanation
from .formula.numerals import number, yuan
from .law import Head, Instrument


def _case(name: str) -> Any:
    if name == "dependants":
        return Rows(name, MOST_DEPENDANTS, Names(lambda fact: given(f"{name}.{fact}", DEPENDANT[fact], name)))
    return given(name, CASE[name.partition(":")[0]])


@cache
def _figure(series: str) -> Fact:
    words = figures.all_series()[series].words
    return Fact(words.zh, FIGURE.low, FIGURE.high, FIGURE.den)


class _Recorded:
    """The chosen answers; remembers which questions a rule asked."""

    def __init__(self, answers: dict):
        self._answers = answers
        self.asked: list[str] = []

    def __getattr__(self, name: str):
        self.asked.append(name)
        return self._answers[name]


@dataclass(frozen=True)
class Ready:
    formula: Formula
    asked: dict[str, tuple[str, ...]]  # head: the open questions it depends on


def ready(law: Instrument, **answers) -> Ready:
    """The formula of an instrument under the given answers to the open questions, made once and kept."""
    for name, answer in answers.items():
        if name not in OPTIONS or answer not in OPTIONS[name].answers:
            raise ValueError(f"{name}={answer!r}: allowed { ({n: list(o.answers) for n, o in OPTIONS.items()}) }")
    return _ready(law, tuple((n, answers.get(n, o.default)) for n, o in OPTIONS.items()))


@cache
def _ready(law: Instrument, answers: tuple) -> Ready:
    asked: dict[str, tuple[str, ...]] = {}
    gross, owed = [], []
    for head in law.heads:
        option = _Recorded(dict(answers))
        means = {
            "case": Names(_case),
            "figure": Names(lambda s: given(f"figure.{s}", _figure(s))),
            "option": option,
        }
        value = explored(partial(head.rule, *(means[p] for p in signature(head.rule).parameters)))
        gross.append(rounded(value, "half_up" if option.rounding == "fen" else "fen_down"))
        owed.append(to_fen(gross[-1] * _case(f"ratio:{head.name}")))
        asked[head.name] = tuple(dict.fromkeys(option.asked))
    return Ready(Formula([*gross, *owed, sum(owed)]), asked)


@dataclass(frozen=True)
class Line:
    """One head of an award. `shown` reads the same formula that gave `gross`."""

    head: Head
    gross: Fraction
    ratio: Fraction
    owed: Fraction
    shown: Explanation
    figures: list[figures.Figure]
    otherwise: dict[str, Fraction]  # open question and answer not taken: gross under it

    def __str__(self) -> str:
        rows = [f"\n{self.head.zh}　{self.head.article}", f"  {''.join((self.head.rule.__doc__ or '').split())}"]
        rows += [f"  {line}" for line in self.shown.said_in("zh-hans").lines()]
        rows += [f"    数据 {f}" for f in self.figures]
        rows += [
            f"    另解 {k} → {yuan(v)} 元（{'+' if v > self.gross else ''}{yuan(v - self.gross)}）"
            for k, v in self.otherwise.items()
        ]
        return "\n".join([*rows, f"  × 责任比例 {number(self.ratio * 100)}% ＝ {yuan(self.owed)} 元"])


@dataclass(frozen=True)
class Award:
    law: Instrument
    lines: list[Line]
    total: Fraction

    def __str__(self) -> str:
        return "\n".join(
            [
                f"《{self.law.title}》",
                *map(str, self.lines),
                f"合计应赔 {yuan(self.total)} 元",
            ]
        )


def assess(law: Instrument, case: dict, *, explain: bool = True, **answers):
    """The award for one case: yuan as Fractions. Without `explain`, only (gross, owed, total) in fen."""
    formula = (made := ready(law, **answers)).formula
    given, sources, rows = _bound(formula, law, case)
    result, values = formula.one(given, {"dependants": rows})
    count = len(law.heads)
    if not explain:
        return result[:count], result[count:-1], result[-1]
    others = {
        (name, answer): ready(law, **answers | {name: answer}).formula.one(given, {"dependants": rows})[0]
        for name in dict.fromkeys(n for names in made.asked.values() for n in names)
        for answer in OPTIONS[name].answers
        if answer != answers.get(name, OPTIONS[name].default)
    }
    lines = []
    for k, head in enumerate(law.heads):
        if result[k]:
            otherwise = {
                f"{OPTIONS[n].zh}：{OPTIONS[n].answers[a]}": Fraction(other[k], 100)
                for (n, a), other in others.items()
                if n in made.asked[head.name] and other[k] != result[k]
            }
            note, ratio = Explanation(formula, k, values), Fraction(given[f"ratio:{head.name}"], 10_000)
            used = [sources[key] for key in note.keys if key in sources]
            gross, owed = (Fraction(result[at], 100) for at in (k, count + k))
            lines.append(Line(head, gross, ratio, owed, note, used, otherwise))
    return Award(law, lines, Fraction(result[-1], 100))


def span(law: Instrument, case: dict, **unknown) -> tuple[Fraction, Fraction]:
    """Lowest and highest total over what is not known: for each fact or open question, the values that it may take."""
    totals = []
    for values in product(*unknown.values()):
        chosen = dict(zip(unknown, values, strict=True))
        facts, answers = (
            {k: v for k, v in chosen.items() if (k in OPTIONS) == is_option} for is_option in (False, True)
        )
        totals.append(assess(law, case | facts, explain=False, **answers)[2])
    return Fraction(min(totals), 100), Fraction(max(totals), 100)


def _bound(formula: Formula, law: Instrument, case: dict) -> tuple[dict, dict, int]:
    """The numerators that a formula asks for, and where its figures come from."""
    dependants = case.get("dependants", [])
    if len(dependants) > MOST_DEPENDANTS:
        raise ValueError(f"dependants: at most {MOST_DEPENDANTS}")
    given: dict[str, Any] = {}
    sources = {}
    for name, n in formula.asks.items():
        kind, _, field = name.rpartition(".")
        if kind == "figure":
            sources[name] = figures.figure(field, case["place"], case[law.figures_of] - 1)
            given[name] = int(sources[name].value * n.den)
        elif kind:
            given[name] = [int(exact(DEPENDANT[field], f"{kind}.{field}", d[field]) * n.den) for d in dependants]
        else:
            plain = name.partition(":")[0]
            given[name] = int(exact(CASE[plain], name, case.get(name, case.get(plain, CASE[plain].low))) * n.den)
    return given, sources, len(dependants)
