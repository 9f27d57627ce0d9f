"""What the tests of the mechanism ask for: a few facts of a case, of the rows of its tables, and their columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from zhian.engines.compensation.formula import Names, Rows, given
from zhian.engines.compensation.words import NOTHING, Words


@dataclass(frozen=True)
class Fact:
    words: Words
    low: int
    high: int
    den: int = 1
    unit: Words = NOTHING
    codes: Mapping[int, Words] = field(default_factory=dict)


CASE = {
    "age": Fact(Words("周岁", "age"), 0, 130),
    "other": Fact(Words("另一数", "another number"), 10, 20),
    "balance": Fact(Words("差额", "balance"), -50, 50, 4),
    "income": Fact(Words("收入", "income"), 0, 100_000, 100),
    "died": Fact(Words("死亡", "died"), 0, 1),
    "heirs": Fact(Words("继承人数", "heirs"), 1, 6),
}
ROW = {
    "amount": Fact(Words("金额", "amount"), 0, 5_000, 100),
    "age": Fact(Words("周岁", "age of the row"), 0, 130),
    "supporters": Fact(Words("扶养人数", "supporters"), 1, 10),
}


def asked(tables: Mapping[str, int]) -> Names:
    """A case of names: `tables` says how many rows each table may have."""

    def name(key):
        if key in tables:
            return Rows(key, tables[key], Names(lambda fact: given(f"{key}.{fact}", ROW[fact], key)))
        return given(key, CASE[key])

    return Names(name)


def numerators(cases, tables, *, one):
    """Cases of fractions as what a formula is run on: for one case integers, otherwise columns with their offsets."""
    facts = {key: [int(case[key] * fact.den) for case in cases] for key, fact in CASE.items()}
    rows = {
        f"{table}.{key}": [int(row[key] * fact.den) for case in cases for row in case[table]]
        for table in tables
        for key, fact in ROW.items()
    }
    counts = {table: [len(case[table]) for case in cases] for table in tables}
    if one:
        return {k: v[0] for k, v in facts.items()} | rows, {table: held[0] for table, held in counts.items()}
    columns = {key: np.array(values, np.int64) for key, values in (facts | rows).items()}
    return columns, {table: np.concatenate(([0], np.cumsum(held))).astype(np.int64) for table, held in counts.items()}
