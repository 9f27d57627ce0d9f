"""Loads rows by the hundred thousand: COPY on PostgreSQL, one prepared statement on SQLite, indexes made afterwards."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


class Rows:
    """Rows of one table on their way in. Columns that are not named take the model's default."""

    def __init__(self, model: type[Model], *names: str) -> None:
        given = [_field(model, name) for name in names]
        rest = [field for field in model._meta.local_concrete_fields if field not in given and field.attname != "id"]
        self.table = model._meta.db_table
        self.columns = [field.column for field in (*given, *rest)]
        self.defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest)
        self.waiting: list[Row] = []

    def add(self, *values: Any) -> None:
        self.waiting.append((*values, *self.defaults))

    def write(self) -> None:
        insert(self.table, self.columns, self.waiting)
        self.waiting.clear()


def insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Appends the rows; nothing is checked but what the table itself checks."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                copy.write(_as_copy(rows))
        else:
            places = ", ".join("?" for _ in columns)
            cursor.cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


def _as_copy(rows: Sequence[Row]) -> str:
    """COPY's text form; the texts here hold neither tabs nor line ends nor backslashes but in JSON."""
    buffer = io.StringIO()
    for row in rows:
        buffer.write("\t".join("\\N" if value is None else str(value) for value in row).replace("\\n", "\\\\n"))
        buffer.write("\n")
    return buffer.getvalue()


@contextmanager
def without_indexes(*tables: str) -> Iterator[None]:
    """Inside, the tables have neither indexes nor checks between tables; afterwards all is there, and counted."""
    indexes = [found for table in tables for found in _indexes(table)]
    with connection.cursor() as cursor:
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        _hurry(cursor)
    yield
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            _set_counters(cursor, tables)
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
    connection.close()


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                [table],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [table],
            )
        return cursor.fetchall()


def _hurry(cursor: Any) -> None:
    if connection.vendor == "postgresql":
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'; SET statement_timeout = 0; SET lock_timeout = 0")
    else:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -1000000")


def _set_counters(cursor: Any, tables: Sequence[str]) -> None:
    for table in tables:
        cursor.execute("SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'", [table])
        if cursor.fetchone():
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}")


def _field(model: type[Model], name: str) -> Any:
    return next(field for field in model._meta.local_concrete_fields if name in (field.name, field.attname))
