"""The engine held against the oracle on one case document: as one case, and as columns."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from engines.compensation import oracle
from zhian.engines.compensation.assess import award
from zhian.engines.compensation.case import Case, read_case
from zhian.engines.compensation.columns import assess_columns
from zhian.engines.compensation.facts import CASE, TABLES
from zhian.engines.compensation.law import Instrument
from zhian.engines.compensation.law.cn.applicable import text_of_the_day
from zhian.engines.compensation.law.registry import instrument

TODAY = date(2030, 1, 1)


def text(regime: str, document: dict) -> Instrument:
    return instrument(text_of_the_day(regime, document["dates"]["act"]))


def one_by_one(document: dict, regime: str) -> dict[str, int]:
    """Everything that a case is owed, in fen, as the engine has it: gross and owed by head, the total, what is left."""
    made = award(text(regime, document), read_case(document, today=TODAY))
    found = {f"gross {line.head.name}": line.gross for line in made.lines}
    found |= {f"owed {line.head.name}": line.owed for line in made.lines}
    found |= {"total": made.owed, "payable": made.payable}
    return {name: int(value * 100) for name, value in found.items()}


def by_the_oracle(document: dict, regime: str) -> dict[str, int]:
    gross, owed, total, payable = oracle.award(document, regime)
    found = {f"gross {name}": value for name, value in gross.items()} | {f"owed {n}": v for n, v in owed.items()}
    return found | {"total": total, "payable": payable}


def apart(found: dict[str, int], right: dict[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """Where two awards differ: the name, and the amount that each has."""
    names = dict.fromkeys([*right, *found])
    return {name: (found.get(name), right.get(name)) for name in names if found.get(name) != right.get(name)}


def in_columns(documents: Sequence[dict], regime: str) -> list[dict[str, int]]:
    """The same for many documents at once; all are of one text and give the same answers to the open questions."""
    law, cases = text(regime, documents[0]), [read_case(document, today=TODAY) for document in documents]
    columns = {name: _cells([case.facts[name] for case in cases], known.den) for name, known in CASE.items()}
    for head in law.heads:
        given = [case.facts.get(f"ratio:{head.name}", case.facts["ratio"]) for case in cases]
        columns[f"ratio:{head.name}"] = _cells(given, CASE["ratio"].den)
    columns |= {"place": np.zeros(len(cases), int), "year": np.full(len(cases), 2003)}
    for series in documents[0]["figures"]:
        fen = _cells([document["figures"][series] for document in documents], 100)
        columns |= {f"figure.{series}": fen, f"home.{series}": fen}
    awards = assess_columns(law, columns, _tables(cases, documents), places=["重庆"], answers=dict(cases[0].answers))
    return [
        {f"gross {name}": int(column[row]) for name, column in awards.gross.items()}
        | {f"owed {name}": int(column[row]) for name, column in awards.owed.items()}
        | {"total": int(awards.total[row]), "payable": int(awards.payable[row])}
        for row in range(len(cases))
    ]


def _tables(cases: Sequence[Case], documents: Sequence[dict]) -> dict[str, dict[str, np.ndarray]]:
    tables = {}
    for table, known in TABLES.items():
        rows = [(k, row) for k, case in enumerate(cases) for row in case.tables[table]]
        tables[table] = {name: _cells([row[name] for _, row in rows], fact.den) for name, fact in known.facts.items()}
        tables[table]["case"] = np.array([k for k, _ in rows], np.int64)
    whose = tables["dependants"]["case"]
    tables["dependants"]["subsistence"] = _cells([documents[k]["figures"]["subsistence"] for k in whose], 100)
    return tables


def _cells(values: Sequence, den: int) -> np.ndarray:
    return np.array([int(Fraction(value) * den) for value in values], np.int64)
