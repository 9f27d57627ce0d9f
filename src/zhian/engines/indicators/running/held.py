"""Rows that lie in no lake, of worked tests or a trial: written to files for a while, so that any engine reads them."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .. import facts


class Held:
    """Tables of facts by name. What is named but empty is known to be empty in the months in which others have rows."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="zhian-facts-")
        self._tables = tables
        for name, rows in tables.items():
            if rows.num_rows:
                pq.write_table(rows.select(facts.table(name).schema.names), self._file(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def snapshot(self) -> "Held":
        return self

    def hospitals(self, table: str) -> list[str]:
        return sorted({hospital for hospital, _ in self._places()}) if table in self._tables else []

    def months(self, table: str, hospital: str | None = None) -> list[str]:
        if table not in self._tables:
            return []
        return sorted({month for of, month in self._places() if hospital in (None, of)})

    def files(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> list[str]:
        return [str(self._file(table))] if self._file(table).exists() else []

    def _file(self, table: str) -> Path:
        return Path(self._folder.name, f"{table}.parquet")

    def _places(self) -> set[tuple[str, str]]:
        """Every hospital and month that any table has rows of."""
        found: set[tuple[str, str]] = set()
        for rows in self._tables.values():
            months = pc.strftime(rows["month"], format="%Y-%m")
            found |= set(zip(rows["hospital"].to_pylist(), months.to_pylist(), strict=True))
        return found
