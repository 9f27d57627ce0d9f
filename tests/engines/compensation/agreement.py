"""The engine held against the oracle: as one case after another, and as columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from engines.compensation import oracle
from zhian.engines.compensation.case import Case, read_case
from zhian.engines.compensation.columns import assess_columns
from zhian.engines.compensation.facts import CASE, TABLES
from zhian.engines.compensation.figures import Figure, Yearbook, all_series
from zhian.engines.compensation.law import Instrument
from zhian.engines.compensation.law.cn.applicable import text_of_the_day
from zhian.engines.compensation.law.registry import instrument
from zhian.engines.compensation.options import Choice
from zhian.engines.compensation.reckoning import STATED, Reckoning

YEAR = 2002
TODAY = date(2030, 1, 1)


@dataclass(frozen=True)
class Difference:
    """Something that the engine and the oracle have otherwise: fen of the engine, fen of the oracle."""

    way: str
    regime: str
    amount: str
    ours: int
    right: int
    document: dict


def differences(documents: Sequence[dict]) -> Iterator[Difference]:
    """Where any of these cases comes out otherwise than by the oracle, one after another or as columns."""
    cases = [read_case(document, today=TODAY) for document in documents]
    for regime in "AB":
        for law, mine in _alike(documents, cases, regime):
            told, read = [documents[k] for k in mine], [cases[k] for k in mine]
            right = [by_the_oracle(document, regime) for document in told]
            ways = {"one by one": [one_by_one(case, law) for case in read], "columns": in_columns(told, read, law)}
            for way, found in ways.items():
                for ours, theirs, document in zip(found, right, told, strict=True):
                    for name in {*ours, *theirs}:
                        if ours.get(name) != theirs.get(name):
                            yield Difference(way, regime, name, ours.get(name, 0), theirs.get(name, 0), document)


def _alike(documents: Sequence[dict], cases: Sequence[Case], regime: str) -> list[tuple[Instrument, list[int]]]:
    """Cases under one text with the same answers to the open questions, which columns take together."""
    groups: dict[tuple, list[int]] = {}
    for k, (document, case) in enumerate(zip(documents, cases, strict=True)):
        law = instrument(text_of_the_day(regime, document["dates"]["act"]))
        groups.setdefault((law, *sorted(case.answers.items())), []).append(k)
    return [(key[0], mine) for key, mine in groups.items()]


def one_by_one(case: Case, law: Instrument) -> dict[str, int]:
    """Everything that a case is owed, in fen, as the engine has it: gross and owed by head, the total, what is left."""
    reckoning, choice = Reckoning(law, case), Choice(case.answers)
    gross = {head.name: reckoning.gross(head, choice).stated for head in law.heads}
    settled = reckoning.settle(choice, gross)
    return _named(gross, settled.owed, settled.total, settled.payable)


def by_the_oracle(document: dict, regime: str) -> dict[str, int]:
    return _named(*oracle.award(document, regime))


def _named(gross: Mapping, owed: Mapping, total: int, payable: int) -> dict[str, int]:
    found = {f"gross {name}": value for name, value in gross.items()}
    return found | {f"owed {name}": value for name, value in owed.items()} | {"total": total, "payable": payable}


def in_columns(documents: Sequence[dict], cases: Sequence[Case], law: Instrument) -> list[dict[str, int]]:
    """The same for many cases at once; all of them give the same answers to the open questions."""
    columns = {name: _cells([case.facts[name] for case in cases], known.den) for name, known in CASE.items()}
    for head in law.heads:
        given = [case.facts.get(f"ratio:{head.name}", case.facts["ratio"]) for case in cases]
        columns[f"ratio:{head.name}"] = _cells(given, CASE["ratio"].den)
    columns |= {"place": np.arange(len(cases)), "year": np.full(len(cases), YEAR + 1)}
    places = [f"{k}" for k in range(len(cases))]
    made = assess_columns(
        law, columns, _tables(cases), places=places, answers=dict(cases[0].answers), book=_book(documents, places)
    )
    return [
        _named(
            {name: int(column[row]) for name, column in made.gross.items()},
            {name: int(column[row]) for name, column in made.owed.items()},
            int(made.total[row]),
            int(made.payable[row]),
        )
        for row in range(len(cases))
    ]


def _book(documents: Sequence[dict], places: Sequence[str]) -> Yearbook:
    """The figures that each case states, as if each were a place of its own."""
    return Yearbook([
        Figure(all_series()[name], place, YEAR, Fraction(value), STATED, "primary")
        for place, document in zip(places, documents, strict=True)
        for name, value in document["figures"].items()
    ])  # fmt: skip


def _tables(cases: Sequence[Case]) -> dict[str, dict[str, np.ndarray]]:
    tables = {}
    for table, known in TABLES.items():
        rows = [(k, row) for k, case in enumerate(cases) for row in case.tables[table]]
        tables[table] = {name: _cells([row[name] for _, row in rows], fact.den) for name, fact in known.facts.items()}
        tables[table]["case"] = np.array([k for k, _ in rows], np.int64)
    return tables


def _cells(values: Sequence, den: int) -> np.ndarray:
    return np.array([int(Fraction(value) * den) for value in values], np.int64)
