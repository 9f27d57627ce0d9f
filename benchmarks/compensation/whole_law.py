"""Work for the whole law: columns of random cases, and a file of them."""

import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhian.engines.compensation.batch import assess_file
from zhian.engines.compensation.columns import Awards, assess_columns
from zhian.engines.compensation.facts import CASE, TABLES, Fact
from zhian.engines.compensation.figures import Figure, Source, Yearbook, all_series
from zhian.engines.compensation.law.registry import instrument

from .documents import DAYS, FIGURES, PLACE

LAWS = {"A": "medical_accident_2002", "B": "personal_injury_2022"}
ROWS = ("dependants", "receipts", "absences")  # one for each case, on average
SLICE = 131_072
FILED = {  # what a file of cases tells; the rest has its default
    "": (
        "died",
        "grade",
        "level",
        "age_fixed",
        "income_kind",
        "annual_income",
        "hospital_days",
        "mental_asked",
        "ratio",
    ),
    "dependants": ("age_fixed", "capacity", "supporters"),
    "receipts": ("amount", "purpose"),
}


def book(regime: str) -> Yearbook:
    """Every figure that the regime asks for, at one place in one year."""
    act, closed = DAYS[regime]
    year = (act if regime == "A" else closed).year - 1
    source = Source("bench", "基准测试", verified="unverified")
    series = all_series()
    return Yearbook(
        Figure(series[name], PLACE, year, Fraction(value), source, "unverified") for name, value in FIGURES.items()
    )


def batch(regime: str, count: int) -> Callable[[], Awards]:
    """The whole law on random columns, ready to run."""
    law, figures = instrument(LAWS[regime]), book(regime)
    act, closed = DAYS[regime]
    year = (act if regime == "A" else closed).year
    cases: dict[str, np.ndarray] = {"place": np.zeros(count, np.int8), "year": np.full(count, year, np.int16)}
    cases |= _random(CASE, count, np.random.default_rng(1))
    tables = {name: _rows(name, count, np.random.default_rng(2)) for name in ROWS}
    return lambda: assess_columns(law, cases, tables, places=[PLACE], book=figures)


def _random(facts: dict[str, Fact], count: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Each fact within its bounds, up to 10,000 parts."""
    return {
        name: random.integers(known.low * known.den, min(known.high * known.den, 10_000) + 1, count).astype(np.int32)
        for name, known in facts.items()
    }


def _rows(table: str, count: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    return {"case": np.sort(random.integers(0, count, count))} | _random(dict(TABLES[table].facts), count, random)


def write(folder: Path, count: int) -> None:
    """Files of random cases and their rows, for both regimes alike but for the days."""
    for regime, (act, closed) in DAYS.items():
        facts = {name: CASE[name] for name in FILED[""]}
        same = {"place": PLACE, "act": act, "debate_closed": closed}
        _write(folder / f"{regime}.parquet", facts, count, same)
    for table in ("dependants", "receipts"):
        facts = {name: TABLES[table].facts[name] for name in FILED[table]}
        _write(folder / f"{table}.parquet", facts, count, {})


def _write(path: Path, facts: dict[str, Fact], count: int, same: dict[str, Any]) -> None:
    """`same`: columns that have one value throughout; without any, rows of a long table."""
    random, writer = np.random.default_rng(1), None
    for first in range(0, count, SLICE):
        rows = min(SLICE, count - first)
        case = np.arange(first, first + rows) if same else np.sort(random.integers(first, first + rows, rows))
        columns = {"case": pa.array(case)} | {name: pa.repeat(value, rows) for name, value in same.items()}
        columns |= {name: _cells(column, facts[name].den) for name, column in _random(facts, rows, random).items()}
        part = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, part.schema)
        writer.write_table(part)
    assert writer is not None
    writer.close()


def _cells(column: np.ndarray, den: int) -> pa.Array:
    """Money and shares as decimals, as a lawyer's file would have them."""
    if den == 1:
        return pa.array(column)
    places = len(str(den)) - 1
    words = np.zeros((len(column), 2), np.int64)
    words[:, 0] = column
    return pa.Array.from_buffers(pa.decimal128(18, places), len(column), [None, pa.py_buffer(words)])


def stream(regime: str, folder: str) -> int:
    """The file of cases assessed under one regime into a file of awards; how many there were."""
    here = Path(folder)
    return assess_file(
        here / f"{regime}.parquet",
        here / "awards.parquet",
        regimes=(regime,),
        tables={name: here / f"{name}.parquet" for name in ("dependants", "receipts")},
        book=book(regime),
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
