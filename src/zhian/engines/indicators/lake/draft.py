"""The next snapshot while it is made: DuckDB sorts and joins on the disk, PyArrow writes the files."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa

from ..facts import Table, table, tables
from .snapshots import Place, Snapshot
from .storing import ROW_GROUP, UNFINISHED, store

SQL = {
    "key": "VARCHAR",
    "text": "VARCHAR",
    "code": "VARCHAR",
    "icd10": "VARCHAR",
    "icd9": "VARCHAR",
    "flag": "BOOLEAN",
    "integer": "BIGINT",
    "money": "BIGINT",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "TIMESTAMP",
}
EVERY_TABLE = {"hospital": "VARCHAR", "month": "DATE"}


class Draft:
    """The files that the next snapshot will name, and the connection on which they are worked out."""

    def __init__(self, root: Path, snapshot: Snapshot, database: duckdb.DuckDBPyConnection) -> None:
        self.root, self.start, self.database = root, snapshot, database
        self.parts = dict(snapshot.parts)
        self.touched: set[Place] = set()  # places whose rows may no longer be those of the snapshot

    @property
    def now(self) -> Snapshot:
        """What has been worked out so far, as it can be read."""
        return Snapshot(str(self.root), self.start.number + 1, self.start.edition, self.parts)

    def run(self, query: str, *values: object) -> list[tuple]:
        return self.database.execute(query, values or None).fetchall()

    def keep(self, name: str, query: str) -> None:
        """The answer as a temporary table."""
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def read(self, name: str, hospitals: Iterable[str] | None = None, months: Iterable[str] | None = None) -> str:
        """A table of the draft as something to write after FROM; with no file, a relation of no rows."""
        chosen = set(self.now.hospitals(name) if hospitals is None else hospitals)
        wanted = None if months is None else set(months)
        return parquet(
            table(name),
            [self.now.path(place) for each in chosen for place in self.now.places(name, each, wanted)],
        )

    def write(self, place: Place, query: str, *, known: bool = False) -> None:
        """The rows of a place are from now on those of a query, in the order that packs them best.

        A place without rows is none, unless it is `known` that nothing happened there.
        """
        ours = table(place.table)
        answer = self.database.sql(f"SELECT {listed(columns(ours))} FROM ({query}) ORDER BY {listed(_order(ours))}")
        before = self.parts.get(place)
        self.lay(place, answer.to_arrow_reader(ROW_GROUP))
        if not self.parts[place].rows and not known:
            del self.parts[place]
        if self.parts.get(place) != before:
            self.touched.add(place)

    def lay(self, place: Place, batches: Iterable[pa.RecordBatch]) -> None:
        """Rows as they are, as the file of a place."""
        self.parts[place] = store(self.root / place.folder, table(place.table), batches)


@contextmanager
def drafting(root: Path, snapshot: Snapshot, memory: str) -> Iterator[Draft]:
    """A draft with its own folder for what does not fit into memory, which goes when it ends."""
    overflow = root / f"{UNFINISHED}{uuid4().hex}"
    overflow.mkdir(parents=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(overflow),
        "python_enable_replacements": False,  # a table's name never means a variable of this program
    }
    try:
        with duckdb.connect(config=settings) as database:
            yield Draft(root, snapshot, database)
    finally:
        shutil.rmtree(overflow, ignore_errors=True)


def children(name: str) -> list[Table]:
    """The tables whose rows lie where this table's rows do."""
    return [each for each in tables().values() if each.of == name]


def columns(ours: Table) -> list[str]:
    """Every column as it lies in Parquet."""
    return [*EVERY_TABLE, *ours.columns]


def kind(ours: Table, column: str) -> str:
    """DuckDB's type of a column."""
    return EVERY_TABLE.get(column) or SQL[ours.columns[column].type]


def listed(names: Iterable[str], of: str = "") -> str:
    """Names of columns, quoted, with commas between: some of them (`group`, `day`) are words of SQL."""
    return ", ".join(f'{of}."{name}"' if of else f'"{name}"' for name in names)


def word(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def first_day(month: str) -> str:
    """A month (`2026-01`) as SQL writes its first day."""
    return f"DATE {word(month + '-01')}"


def parquet(ours: Table, files: list[str]) -> str:
    """Files of a table as something to write after FROM."""
    if not files:
        nothing = ", ".join(f'CAST(NULL AS {kind(ours, each)}) AS "{each}"' for each in columns(ours))
        return f"(SELECT {nothing} WHERE false)"
    return f"read_parquet([{', '.join(map(word, files))}], hive_partitioning = false)"


def _order(ours: Table) -> list[str]:
    wanted = ["department", ours.dated, *ours.key]
    return list(dict.fromkeys(name for name in wanted if name in ours.columns))
