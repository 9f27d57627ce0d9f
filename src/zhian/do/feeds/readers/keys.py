"""The keys of rows: keyed hashes that join what belongs to one stay or patient, and tell nobody who that is."""

from collections.abc import Callable

import duckdb
import pyarrow as pa

Hashed = Callable[..., str]  # (kind, *parts) → the keyed hash

SHOWN_KEYS = {  # table → what makes its own key, where the source has one
    "infection": "infection",
    "incident": "incident",
}


def keys(base: duckdb.DuckDBPyConnection, table: str, hospital: str, hashed: Hashed) -> None:
    """Makes the table `keys`: line, key (of the row), content, stay, patient."""
    found = base.execute("select line, record_number, admission, discharged_on, own, content from identity").fetchall()
    made = [_key(table, hospital, hashed, *row) for row in found]
    columns = list(zip(*made, strict=True)) or [()] * 5
    names = ("line", "key", "content", "stay", "patient")
    types = (pa.int64(), pa.string(), pa.uint64(), pa.string(), pa.string())
    rows = pa.table({name: pa.array(column, kind) for name, column, kind in zip(names, columns, types, strict=True)})
    base.register("keys_made", rows)
    base.execute("create or replace temp table keys as select * from keys_made")
    base.unregister("keys_made")


def _key(
    table: str, hospital: str, hashed: Hashed, line: int, number: str, admission: str, left: str, own: str, content: int
) -> tuple[int, str, int, str | None, str | None]:
    """A stay is known by record number and admission count; where nobody counts, by the day on which it ended."""
    stay = patient = None
    if number:
        patient = hashed("patient", hospital, number)
        stay = hashed("stay", hospital, number, admission or left) if admission or left else None
    if table == "stay":
        return line, stay or "", content, stay, patient
    if table in SHOWN_KEYS:
        return line, hashed(table, hospital, own or str(content)), content, stay, patient
    return line, own, content, stay, patient
