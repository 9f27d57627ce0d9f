"""Worked rows: a few facts written by hand become tables, and what comes out is compared with what should."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from .. import facts
from ..definition import Worked
from ..facts import Column, Table
from ..values import Value
from .held import Held

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
PLACE = {"hospital": "H", "month": "2026-01-01"}
ORDINARY = {"department": "A", "patient": "p", "leaving": "advised", "sex": "female", "days": 7, "kind": "incident"}
DATED = {"admitted_at": "2026-01-01 08:00", "discharged_at": "2026-01-08 10:00", "entered_at": "2026-01-01 08:00"}


def held(rows: Rows) -> Held:
    """Tables of facts from rows that say only what matters; the rest is ordinary, or empty where it may be."""
    return Held({name: _table(facts.table(name), found) for name, found in rows.items()})


def compared(found: Sequence[Value], worked: Worked) -> list[str]:
    """The value of the whole hospital against what was expected."""
    whole = next((value for value in found if value.department is None), None)
    if whole is None:
        return ["nothing came out"]
    wanted = {name: getattr(worked, name) for name in ("numerator", "denominator", "value", "reason")}
    return [
        f"{name}: {getattr(whole, name)} instead of {expected}"
        for name, expected in wanted.items()
        if expected is not None and not _same(getattr(whole, name), expected)
    ]


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, str) or found is None:
        return bool(found == expected)
    return bool(abs(found - expected) <= 1e-9 * max(1, abs(expected)))


def _table(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    made = [_row(table, row, place) for place, row in enumerate(rows)]
    return pa.Table.from_pylist(made, schema=table.schema)


def _row(table: Table, row: Mapping[str, Any], place: int) -> dict[str, Any]:
    unknown = row.keys() - table.columns.keys() - PLACE.keys()
    if unknown:
        raise ValueError(f"{table.name}: {', '.join(sorted(unknown))}")
    made = {column.name: _cell(column, row, place, table) for column in table.columns.values()}
    month = row.get("month", made.get(table.dated) or PLACE["month"])
    return {"hospital": row.get("hospital", PLACE["hospital"]), "month": _typed("day", month).replace(day=1), **made}


def _cell(column: Column, row: Mapping[str, Any], place: int, table: Table) -> Any:
    if column.name in row:
        return _typed(column.type, row[column.name])
    if column.name in table.key and column.name != "department" and column.type in ("key", "integer"):
        return f"{table.name}{place}" if column.type == "key" else place + 1
    if column.optional or column.made:
        return None
    return _typed(column.type, {**ORDINARY, **DATED}.get(column.name, EMPTY[column.type]))


def _typed(kind: str, value: Any) -> Any:
    """Days and moments are written as texts."""
    if value is None or kind not in ("day", "moment"):
        return float(value) if kind == "number" and value is not None else value
    if isinstance(value, date | datetime):
        told = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    else:
        told = datetime.fromisoformat(str(value))
    return told.date() if kind == "day" else told


EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("key", "text", "code", "icd10", "icd9"), ""),
    **dict.fromkeys(("integer", "money", "number"), 0),
    "flag": False,
    "day": "2026-01-05",
    "moment": "2026-01-05 09:00",
}
