"""Files of cases and of their long tables, read together a slice at a time and checked row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .cells import Column, cells_of, days, numbers, numerators, refused, texts
from .facts import CASE, FIGURE, TABLES
from .figures import all_series
from .words import Words

SLICE = 65_536  # cases held at a time
EPOCH = date(1970, 1, 1)
PLACES = ("place", "court", "home")
DAYS = ("act", "debate_closed")
STATED = {f"figures.{series}" for series in all_series()}  # a figure that the court used
Rows = dict[str, Column]


@dataclass(frozen=True)
class Slice:
    """Some cases with the rows of their long tables, as numbers: a place by its index, a day as days since 1970."""

    file: str
    cases: Rows
    tables: Mapping[str, Rows]
    places: list[str]

    def only(self, chosen: Column) -> "Slice":
        """Those cases for which `chosen` is true."""
        if chosen.all():
            return self
        renumbered = np.cumsum(chosen) - 1
        tables = {}
        for name, rows in self.tables.items():
            near = chosen[rows["case"]]
            tables[name] = {key: column[near] for key, column in rows.items()}
            tables[name]["case"] = renumbered[tables[name]["case"]]
        return replace(self, cases={key: column[chosen] for key, column in self.cases.items()}, tables=tables)

    def place(self, which: str) -> Column:
        """Where the court or the home is not told, it is where the act was."""
        if "place" not in self.cases:
            refused(self.file, None, "place", None, Words("必填：损害发生地", "needed: the place of the act"))
        return self.cases.get(which, self.cases["place"])

    def day(self, which: str) -> Column:
        if which not in self.cases:
            refused(self.file, None, which, None, Words("必填：日期", "needed: a date"))
        return self.cases[which]

    def year(self, which: str) -> Column:
        return self.day(which).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def sliced(batches: Iterable[pa.RecordBatch], file: str, tables: Mapping[str, "LongTable"]) -> Iterator[Slice]:
    first, before = 0, -1
    for batch in batches:
        told = cells_of(batch)
        known_only(told, {"case", *PLACES, *DAYS, *CASE, *STATED}, file)
        if tables and "case" not in told:
            refused(file, None, "case", None, Words("每案一个编号", "a number for each case, to join its rows by"))
        cases = {k: numerators(told[k], CASE[plain(k)], k, file, first) for k in told if plain(k) in CASE}
        cases |= {key: stated(told[key], key, file, first) for key in told if key in STATED}
        cases |= {day: days(told[day], file, day, first) for day in DAYS if day in told}
        count = batch.num_rows
        cases["case"] = (
            ascending(told["case"], file, first, before) if "case" in told else np.arange(first, first + count)
        )
        places: list[str] = []
        cases |= {which: placed(told[which], places, file, which, first) for which in PLACES if which in told}
        yield Slice(file, cases, {name: table.of(cases["case"], places) for name, table in tables.items()}, places)
        first, before = first + count, int(cases["case"][-1]) if count else before


class LongTable:
    """Rows in the order of their cases, read as far as the cases have come."""

    def __init__(self, name: str, path: Path, *, at_once: int = SLICE):
        parquet = pq.ParquetFile(path)
        self._name, self._file = name, path.name
        known_only(parquet.schema_arrow.names, {"case", "place", *TABLES[name].facts}, path.name)
        if "case" not in parquet.schema_arrow.names:
            refused(
                path.name, None, "case", None, Words("所属案件的编号", "the number of the case that a row belongs to")
            )
        self._coming: Iterator[pa.RecordBatch] = parquet.iter_batches(at_once)
        self._held = parquet.schema_arrow.empty_table()
        self._cases: Column = np.empty(0, np.int64)
        self._first = 0  # the row of the file that is held first

    def of(self, cases: Column, places: list[str]) -> Rows:
        """The rows of these cases; `case` becomes the place of the case among them."""
        through = int(cases[-1]) if len(cases) else -1
        self._read(through)
        count = int(np.searchsorted(self._cases, through, side="right"))
        told, case, first = cells_of(self._held.slice(0, count)), self._cases[:count], self._first
        self._held, self._cases, self._first = self._held.slice(count), self._cases[count:], first + count
        at = np.searchsorted(cases, case)
        if stray := np.flatnonzero(cases[at] != case)[:1].tolist():
            self._refuse_stray(first + stray[0], int(case[stray[0]]))
        facts = TABLES[self._name].facts
        rows = {key: numerators(told[key], facts[key], key, self._file, first) for key in facts if key in told}
        if "place" in told:
            rows["place"] = placed(told["place"], places, self._file, "place", first)
        return rows | {"case": at}

    def refuse_what_is_left(self) -> None:
        """Rows after the last case belong to none."""
        self._read(-1)
        if len(self._cases):
            self._refuse_stray(self._first, int(self._cases[0]))

    def _read(self, through: int) -> None:
        while not len(self._cases) or self._cases[-1] <= through:
            batch = next(self._coming, None)
            if batch is None:
                return
            before = int(self._cases[-1]) if len(self._cases) else -1
            coming = ascending(batch["case"], self._file, self._first + len(self._cases), before, repeated=True)
            self._cases = np.concatenate((self._cases, coming))
            self._held = pa.concat_tables([self._held, pa.Table.from_batches([batch])])

    def _refuse_stray(self, row: int, case: int) -> None:
        refused(
            self._file, row + 1, "case", case, Words("案件文件中有的编号", "the number of a case in the file of cases")
        )


def known_only(names: Iterable[str], known: set[str], file: str) -> None:
    for name in names:
        if plain(name) not in known:
            refused(file, None, name, Words("未知的列", "an unknown column"), Words.of(", ".join(sorted(known))))


def plain(key: str) -> str:
    """`ratio` for `ratio:medical`, the share of one head."""
    return key.partition(":")[0]


def ascending(column: pa.Array, file: str, first: int, before: int, *, repeated: bool = False) -> Column:
    """The numbers of cases, none before its predecessor; only rows of a long table may repeat one."""
    told = numbers(column, file, "case", first)
    steps = np.diff(told, prepend=before)
    if wrong := np.flatnonzero(steps < (0 if repeated else 1))[:1].tolist():
        in_order = Words(f"按案件编号升序，此前为 {before}", "in ascending order of `case`")
        refused(file, first + wrong[0] + 1, "case", int(told[wrong[0]]), in_order)
    return told


def stated(column: pa.Array, field: str, file: str, first: int) -> Column:
    """A figure in fen; -1 where the case states none."""
    return np.where(column.is_null(), -1, numerators(column, FIGURE, field, file, first))


def placed(column: pa.Array, places: list[str], file: str, which: str, first: int) -> Column:
    """Indices into `places`, which grows by what is new."""
    names, at = texts(column)
    if None in names:
        row = int(np.argmax(at == names.index(None)))
        refused(file, first + row + 1, which, None, Words("地名", "the name of a place"))
    places.extend(name for name in names if name and name not in places)
    return np.array([places.index(name) for name in names if name], np.int64)[at]
