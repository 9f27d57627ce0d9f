"""The quarantine of a run on the disk: its rows encrypted in blocks, and beside them which faults stand in which row.

    quarantine/<folder>/rows           one encrypted block a line: [[line, [cell, …]], …] or [line, "text of no row"]
    quarantine/<folder>/faults.parquet table, line, fault, place, rank, block (where its block begins)

A million rows stay usable: a page reads the few blocks that it shows, and nothing of them is in the database.
"""

import json
import secrets
import shutil
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from zhian.kernel.encryption import decrypt, encrypt

from ..readers.pieces import LINE, Piece

BLOCK = 250  # rows encrypted together
CONTEXT = "feeds.quarantine"
FAULTS = pa.schema(
    [
        ("table", pa.string()),
        (LINE, pa.int64()),
        ("fault", pa.string()),
        ("place", pa.string()),
        ("rank", pa.int64()),
        ("block", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row in quarantine: its cells by title, or its text where it is no row; and what is wrong with it."""

    table: str
    line: int
    cells: dict[str, str]
    faults: list[tuple[str, str, int | None]]  # fault, place, rank
    text: str = ""


class Storing:
    """Writes a quarantine; it counts only once `finish` has been called and the run names its folder."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(16)
        self.folder = folder(self.name)
        self.folder.mkdir(parents=True, mode=0o700)
        self.rows = (self.folder / "rows").open("w", encoding="ascii")
        self.faults = pq.ParquetWriter(self.folder / "faults.parquet", FAULTS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.rows.close()
        self.faults.close()
        if kind:
            forget(self.name)

    def keep(self, table: str, piece: Piece, faults: pa.Table) -> None:
        """The rows of a piece that have a fault."""
        lines = pc.unique(faults[LINE])
        if not len(lines):
            return
        wanted = piece.rows.filter(pc.is_in(piece.rows[LINE], value_set=lines))
        self._write(table, _rows(wanted, piece.misshapen), faults)

    def keep_kept(self, table: str, rows: Sequence[tuple[int, Any]], faults: pa.Table) -> None:
        """Rows that lay in quarantine before."""
        self._write(table, iter(rows), faults.select([LINE, "fault", "place", "rank"]))

    def _write(self, table: str, rows: Iterator[tuple[int, Any]], faults: pa.Table) -> None:
        lines, blocks, block = [], [], []
        for row in rows:
            block.append(row)
            lines.append(row[0])
            blocks.append(self.rows.tell())
            if len(block) == BLOCK:
                block = self._seal(block)
        self._seal(block)
        where = pa.table({LINE: pa.array(lines, pa.int64()), "block": pa.array(blocks, pa.int64())})
        found = faults.join(where, LINE, join_type="inner")
        self.faults.write_table(
            found.append_column("table", pa.array([table] * len(found))).select(FAULTS.names).cast(FAULTS)
        )

    def _seal(self, rows: list) -> list:
        if rows:
            packed = zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)
            self.rows.write(encrypt(b64encode(packed).decode(), CONTEXT) + "\n")
        return []


class Stored:
    """Reads a quarantine."""

    def __init__(self, name: str, sheets: dict[str, list[str]]) -> None:
        self.folder, self.sheets = folder(name), sheets

    def page(self, *, fault: str = "", place: str = "", first: int = 0, most: int = 50) -> list[Kept]:
        """So many rows, in the order of the file, from the `first` on."""
        where = "(? = '' or fault = ?) and (? = '' or place = ?)"
        chosen = f'select distinct "table", line from faults where {where} order by all limit ? offset ?'
        told = self._asked(
            f'select "table", line, block, fault, place, rank from faults semi join ({chosen}) using ("table", line)'
            ' order by "table", line, fault, rank',
            [fault, fault, place, place, most, first],
        )
        return self._kept(told)

    def row(self, table: str, line: int) -> Kept | None:
        """One row, or None where it does not lie here."""
        sql = (
            'select "table", line, block, fault, place, rank from faults where "table" = ? and line = ? order by fault'
        )
        return next(iter(self._kept(self._asked(sql, [table, line]))), None)

    def all(self, table: str) -> Iterator[tuple[list[tuple[int, Any]], pa.Table]]:
        """Block by block: (line, cells or text) of each row, and the faults of these rows."""
        faults = pq.read_table(self.folder / "faults.parquet")
        faults = faults.filter(pc.equal(faults["table"], table)).sort_by("block")
        first = 0
        with (self.folder / "rows").open(encoding="ascii") as file:
            for counted in pc.value_counts(faults["block"]).to_pylist():
                yield _unsealed(file, counted["values"]), faults.slice(first, counted["counts"])
                first += counted["counts"]

    def lines(self) -> set[tuple[str, int]]:
        """Table and line of every row."""
        rows = pq.read_table(self.folder / "faults.parquet", columns=["table", LINE])
        return set(zip(rows["table"].to_pylist(), rows[LINE].to_pylist(), strict=True))

    def _kept(self, told: list[tuple]) -> list[Kept]:
        rows: dict[tuple[str, int], Kept] = {}
        blocks: dict[int, dict[int, Any]] = {}
        with (self.folder / "rows").open(encoding="ascii") as file:
            for table, line, block, fault, place, rank in told:
                if block not in blocks:
                    blocks[block] = dict(_unsealed(file, block))
                if (table, line) not in rows:
                    rows[table, line] = self._row(table, line, blocks[block][line])
                rows[table, line].faults.append((fault, place, rank))
        return list(rows.values())

    def _row(self, table: str, line: int, content: Any) -> Kept:
        titles = self.sheets[table]
        if isinstance(content, str):
            return Kept(table, line, {}, [], content)
        return Kept(table, line, dict(zip(titles, content, strict=True)), [])

    def _asked(self, sql: str, values: list) -> list[tuple]:
        with duckdb.connect(config={"memory_limit": "500MB", "threads": 1}) as base:
            base.execute(f"create view faults as from read_parquet('{self.folder / 'faults.parquet'}')")
            return base.execute(sql, values).fetchall()


def folder(name: str) -> Path:
    """Where a quarantine lies."""
    return Path(settings.HOME) / "quarantine" / name


def forget(name: str) -> None:
    """Throw a quarantine away."""
    if name:
        shutil.rmtree(folder(name), ignore_errors=True)


def _rows(rows: pa.Table, misshapen: dict[int, str]) -> Iterator[tuple[int, Any]]:
    yield from misshapen.items()
    lines = rows[LINE].to_pylist()
    cells = [rows[name].to_pylist() for name in rows.column_names if name != LINE]
    yield from zip(lines, map(list, zip(*cells, strict=True)), strict=True) if cells else ()


def _unsealed(file: Any, block: int) -> list[tuple[int, Any]]:
    file.seek(block)
    return json.loads(zlib.decompress(b64decode(decrypt(file.readline().rstrip("\n"), CONTEXT))))
