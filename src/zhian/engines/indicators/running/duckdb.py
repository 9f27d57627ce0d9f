"""DuckDB: one machine reckons what the hospitals of a province did."""

import tempfile
from collections.abc import Sequence
from typing import Any

import duckdb

from .engine import Engine, HasSnapshot
from .nothing import nothing


class DuckDB(Engine):
    """In this process. `memory` is the most it may take, as DuckDB writes it; more is put on the disk meanwhile."""

    dialect = "duckdb"

    def __init__(self, lake: HasSnapshot, *, threads: int | None = None, memory: str = "1500MB") -> None:
        super().__init__(lake)
        self._spill = tempfile.TemporaryDirectory(prefix="zhian-duckdb-")
        settings: dict[str, Any] = {"memory_limit": memory, "temp_directory": self._spill.name}
        if threads:
            settings["threads"] = threads
        self.connection = duckdb.connect(":memory:", config=settings)
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET parquet_metadata_cache = true")  # a file of the lake is never written again

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self._spill.cleanup()

    def answer(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def view(self, table: str, files: Sequence[str]) -> None:
        listed = ", ".join(f"'{_escaped(file)}'" for file in files)
        rows = f"FROM read_parquet([{listed}], hive_partitioning = false)" if files else nothing(table, self.dialect)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{table}" AS {rows}')


def _escaped(file: str) -> str:
    return file.replace("'", "''")
