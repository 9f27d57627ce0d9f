"""Apply an instrument: to one case with its explanation, or to columns of cases."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from inspect import signature
from itertools import product

import numpy as np

from . import figures
from .facts import CASE, DEPENDANT, FIGURE, MOST_DEPENDANTS, OPTIONS, exact
from .formula.executed import Formula
from .formula.explained import Shown, shown, yuan
from .formula.symbols import Names, Rows, Symbol, explored, node, rounded, to_fen
from .law import Head, Instrument


def _named(op: str, name: str, fact, table=None) -> Symbol:
    return node(op, (), fact.low * fact.den, fact.high * fact.den, fact.den, name, table)


def _case(name: str):
    if name == "dependants":
        return Rows(
            name, MOST_DEPENDANTS, Names(lambda fact: _named("fact", f"dependants.{fact}", DEPENDANT[fact], name))
        )
    return _named("fact", name, CASE[name.partition(":")[0]])


class _Recorded:
    """The chosen answers; remembers which questions a rule asked."""

    def __init__(self, answers: dict):
        self._answers, self.asked = answers, []

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
    asked, gross, owed = {}, [], []
    for head in law.heads:
        option = _Recorded(dict(answers))
        means = {
            "case": Names(_case),
            "figure": Names(lambda s: _named("figure", f"figure.{s}", FIGURE)),
            "option": option,
        }
        value = explored(partial(head.rule, *(means[p] for p in signature(head.rule).parameters)))
        gross.append(rounded(value, Fraction(1, 100), half_up=option.rounding == "fen"))
        owed.append(to_fen(gross[-1] * _case(f"ratio:{head.name}")))
        asked[head.name] = tuple(dict.fromkeys(option.asked))
    return Ready(Formula([*gross, *owed, sum(owed)]), asked)


@dataclass(frozen=True)
class Line:
    """One head of an award. `shown` reads the same formula that gave `gross`."""

    head: Head
    gross: Fraction
    owed: Fraction
    shown: Shown
    otherwise: dict[str, Fraction]  # open question and answer not taken: gross under it


@dataclass(frozen=True)
class Award:
    law: Instrument
    lines: list[Line]
    total: Fraction

    def __str__(self) -> str:
        return "\n".join(
            [
                f"《{self.law.title}》",
                *(line.shown.text(line) for line in self.lines),
                f"合计应赔 {yuan(self.total)} 元",
            ]
        )


def assess(law: Instrument, case: dict, *, explain: bool = True, **answers):
    """The award for one case: yuan as Fractions. Without `explain`, only (gross, owed, total) in fen."""
    formula = (made := ready(law, **answers)).formula
    given, sources, rows = _bound(formula, law, case)
    result, values = formula.one(given, rows)
    count = len(law.heads)
    if not explain:
        return result[:count], result[count:-1], result[-1]
    others = {
        (name, answer): ready(law, **answers | {name: answer}).formula.one(given, rows)[0]
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
            note = shown(formula, k, values, sources, Fraction(given[f"ratio:{head.name}"], 10_000))
            lines.append(Line(head, Fraction(result[k], 100), Fraction(result[count + k], 100), note, otherwise))
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
    given, sources = {}, {}
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


def assess_columns(law: Instrument, cases: dict, dependants: dict | None = None, *, places: list[str], **answers):
    """Columns `gross`, `owed` (by head) and `total`, in fen, for columns of facts in the units of `facts.py`.

    `cases["place"]` is an index into `places`; `dependants["case"]` the row of its case, in ascending order.
    """
    formula, count = ready(law, **answers).formula, len(cases["place"])
    given = {}
    for name in formula.asks:
        kind, _, field = name.rpartition(".")
        if kind == "figure":
            given[name] = figures.column(field, places, cases["place"], cases[law.figures_of] - 1)
        elif kind:
            given[name] = dependants[field] if dependants else np.empty(0, np.int64)
        else:
            given[name] = cases[name if name in cases else name.partition(":")[0]]
    rows = dependants["case"] if dependants else np.empty(0, np.int64)
    if len(rows) and np.any(rows[1:] < rows[:-1]):
        raise ValueError("dependants: sort the rows by case")
    held = np.bincount(rows, minlength=count)
    if len(held) > count or held.max(initial=0) > MOST_DEPENDANTS:
        raise ValueError(f"dependants: a row without its case, or more than {MOST_DEPENDANTS} for one case")
    starts = np.concatenate(([0], np.cumsum(held)))
    *heads, total = formula.columns(given, starts, count)
    names = [head.name for head in law.heads]
    half = len(names)
    return dict(zip(names, heads[:half], strict=True)), dict(zip(names, heads[half:], strict=True)), total
