"""Stays and what belongs to them, with as little said as a test needs."""

from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from zhian.engines.indicators.lake import Lake

STAY = {
    "hospital": "H",
    "department": "Cardiology",
    "days": 3,
    "sex": "male",
    "age": 60,
    "route": "emergency",
    "payment": "employee",
    "leaving": "advised",
    "principal": "I21.900",
    "principal_on_admission": "present",
    "cost": 100_00,
}


def stay(name: str, patient: str, admitted: str, discharged: str, **facts: Any) -> dict[str, Any]:
    times = {"admitted_at": datetime.fromisoformat(admitted), "discharged_at": datetime.fromisoformat(discharged)}
    return {**STAY, "stay": name, "patient": patient, **times, **facts}


def diagnosis(of: str, rank: int = 1, code: str = "I21.900", **facts: Any) -> dict[str, Any]:
    return {"hospital": "H", "stay": of, "department": "Cardiology", "rank": rank, "code": code, **facts}


def procedure(of: str, rank: int, started: str, **facts: Any) -> dict[str, Any]:
    times = {"started_at": datetime.fromisoformat(started)}
    return {"hospital": "H", "stay": of, "department": "Cardiology", "rank": rank, "code": "36.0600", **times, **facts}


def rows(*each: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(each))


def read(lake: Lake, table: str, columns: str = "*") -> list[tuple]:
    """What lies in the lake, in order."""
    files = lake.files(table)
    with duckdb.connect() as database:
        query = f"SELECT {columns} FROM read_parquet({files!r}, hive_partitioning = false) ORDER BY ALL"
        return database.execute(query).fetchall() if files else []
