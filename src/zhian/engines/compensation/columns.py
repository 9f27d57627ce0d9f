"""Apply an instrument to columns of cases: the same formulas as for one case, without the explanation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from .facts import ROW_FIGURES, TABLES
from .figures import MissingFigure, Yearbook, published
from .formula import Node
from .formula.columns import Columns
from .law import Instrument
from .law.formulas import is_figure, whole
from .options import Answer, Choice

Column = np.ndarray
Table = Mapping[str, Column]
HIGHEST_FIGURE = 100_000_000  # in fen: what a missing figure is tried with, to see whether it matters


@dataclass(frozen=True)
class Awards:
    """int64 columns in fen, one row a case; `gross` and `owed` by head."""

    gross: Mapping[str, Column]
    owed: Mapping[str, Column]
    total: Column
    deducted: Column
    payable: Column


_columns = lru_cache(64)(lambda law, answers, told: Columns(whole(law, answers, told)))


def assess_columns(
    law: Instrument,
    cases: Table,
    tables: Mapping[str, Table] | None = None,
    *,
    places: Sequence[str],
    answers: Mapping[str, Answer] | None = None,
    book: Yearbook | None = None,
) -> Awards:
    """Columns of facts in the units of `facts` (money in fen, a share in 1/10,000); a fact left out has its default.

    `cases["place"]`: index into `places`, where the figures are published; `home` likewise, else the same place;
    `cases["year"]`: the year of the act (A) or of the trial (B), whose previous year's figures count. A table has a
    column `case`, the row of its case in ascending order. `cases["figures.wage"]` takes the place of what is published,
    where it is not negative. `book`: the published figures with a hospital's own laid over, where it has any.
    Raises MissingFigure where a figure is needed, ValueError.
    """
    chosen = tuple(Choice(answers))
    run = _columns(law, chosen, _told(cases, tables or {}))
    count = len(cases["place"])
    starts = {name: _starts(name, table, count) for name, table in (tables or {}).items()}
    look_up = _LookUp(book or published(), places)
    given, missing = _given(run.formula.asks, cases, tables or {}, look_up)
    results = run.run(given, count, starts)
    if missing:
        _check(run.run(_filled(given, missing), count, starts), results, missing, look_up, cases)
    return _named(law, run.formula.roots, results)


def _told(cases: Table, tables: Mapping[str, Table]) -> frozenset[str]:
    """The keys of which something is known: facts, tables, their facts, and the figures of their rows."""
    rows = {f"{name}.{key}" for name, table in tables.items() for key in (*table, *ROW_FIGURES.get(name, ()))}
    return frozenset({*cases, *tables, *rows})


def _named(law: Instrument, roots: Sequence[Node], results: list[Column]) -> Awards:
    fen = [r if root.den == 100 else r * (100 // root.den) for r, root in zip(results, roots, strict=True)]
    names = [head.name for head in law.heads]
    heads, (total, deducted, payable) = fen[: 2 * len(names)], fen[2 * len(names) :]
    gross, owed = dict(zip(names, heads[: len(names)], strict=True)), dict(zip(names, heads[len(names) :], strict=True))
    return Awards(gross, owed, total, deducted, payable)


def _starts(name: str, table: Table, count: int) -> Column:
    """Where the rows of each case begin. Raises ValueError for rows out of order, without a case, or too many."""
    rows = table["case"]
    if len(rows) and (rows[0] < 0 or np.any(rows[1:] < rows[:-1])):
        raise ValueError(f"{name}: sort the rows by case")
    held = np.bincount(rows, minlength=count)
    if len(held) > count or held.max(initial=0) > TABLES[name].most:
        raise ValueError(f"{name}: a row without its case, or more than {TABLES[name].most} for one case")
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(held, out=starts[1:])
    return starts


def _given(
    asks: Mapping[str, Node], cases: Table, tables: Mapping[str, Table], look_up: "_LookUp"
) -> tuple[dict[str, Column], dict[str, Column]]:
    """A column for each key, and for figures the cells that are not published."""
    given: dict[str, Column] = {}
    missing: dict[str, Column] = {}
    for key in asks:
        table, _, own = key.rpartition(".")
        if is_figure(key):
            given[key] = found = _published(table, own, cases, tables, look_up)
            if len(found) and found.min() < 0:
                missing[key] = found < 0
                given[key] = np.where(missing[key], 0, found)
        elif table:
            given[key] = tables[table][own]
        else:
            given[key] = cases[key if key in cases else key.partition(":")[0]]
    return given, missing


def _published(whose: str, series: str, cases: Table, tables: Mapping[str, Table], look_up: "_LookUp") -> Column:
    """Fen; -1 where nothing is published. At home the court's figure holds where the home has none."""
    rows = tables[whose]["case"] if whose in TABLES else slice(None)
    place, year = cases["place"], cases["year"] - 1
    if whose in TABLES:
        place, year = tables[whose].get("place", place[rows]), year[rows]
    found = look_up.cells(series, place, year)
    if whose == "home" and "home" in cases:
        home = look_up.cells(series, cases["home"], year)
        found = np.where(home < 0, found, home)
    stated = cases.get(f"figures.{series}")
    return found if stated is None else np.where(stated[rows] < 0, found, stated[rows])


@dataclass(frozen=True)
class _LookUp:
    """Figures by the index of their place."""

    book: Yearbook
    places: Sequence[str]

    def cells(self, series: str, place: Column, year: Column) -> Column:
        """Fen, a cell a row; -1 where nothing is published."""
        if not len(year):
            return np.empty(0, np.int64)
        first, last = int(year.min()), int(year.max())
        cells = [[_fen(self.book, series, name, y) for y in range(first, last + 1)] for name in self.places]
        return np.array(cells, np.int64)[place, year - first]

    def require(self, series: str, place: int, year: int) -> None:
        """Raises MissingFigure."""
        self.book.figure(series, self.places[place], year)


@lru_cache(100_000)
def _fen(book: Yearbook, series: str, place: str, year: int) -> int:
    try:
        return int(book.figure(series, place, year).value * 100)
    except MissingFigure:
        return -1


def _filled(given: dict[str, Column], missing: Mapping[str, Column]) -> dict[str, Column]:
    return given | {key: np.where(cells, HIGHEST_FIGURE, given[key]) for key, cells in missing.items()}


def _check(
    high: list[Column], low: list[Column], missing: Mapping[str, Column], look_up: _LookUp, cases: Table
) -> None:
    """What is missing must make no difference: with nought and with the highest the awards are the same."""
    apart: Any = np.logical_or.reduce([a != b for a, b in zip(high, low, strict=True)])
    if apart.any():
        row = int(np.argmax(apart))
        key = next((k for k, cells in missing.items() if len(cells) == len(apart) and cells[row]), next(iter(missing)))
        look_up.require(key.rpartition(".")[2], int(cases["place"][row]), int(cases["year"][row]) - 1)
        raise ValueError(f"case {row}: {key} is not published for one of its rows")
