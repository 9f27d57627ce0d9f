"""Whose ward it was: the generator's departments are divided among this hospital's wards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.generating import Identity

from ..hospital import Hospital

FIRST_OF_TWO = 5, 9  # parts of a department that two wards share


def wards_of(stays: pa.Table, who: Sequence[Identity], told: Mapping[str, Any]) -> np.ndarray:
    """In which ward here each of the stays was."""
    departments = zip(stays["department"].to_pylist(), who, strict=True)
    return np.array([_ward(name, each.visit + int(each.record_number), told["wards"]) for name, each in departments])


def _ward(department: str, number: int, wards: Mapping[str, list[str]]) -> str:
    here = wards[department]
    part, whole = FIRST_OF_TWO
    return here[0] if len(here) == 1 or number % whole < part else here[1]


def in_wards(hospital: Hospital, name: str, rows: pa.Table, wards: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Counts of departments as counts of wards: two in one are added up, one in two is divided; beds are the ward's."""
    counted = [column.name for column in table_of(name).columns.values() if column.type in ("integer", "number")]
    found: dict[tuple, dict[str, Any]] = {}
    for number, row in enumerate(rows.to_pylist()):
        here = wards[row["department"]]
        chosen = [here[number % FIRST_OF_TWO[1] >= FIRST_OF_TWO[0]]] if len(here) > 1 and not counted else here
        for place, ward in enumerate(chosen):
            part = {**row, "department": ward, **_divided(row, counted, len(chosen), place)}
            key = tuple(part[column] for column in table_of(name).key)
            if key in found:
                part |= {column: (found[key][column] or 0) + (part[column] or 0) for column in counted}
            found[key] = part
    if name == "bed_day":
        beds = {unit.code: unit.beds for unit in hospital.units}
        found = {key: {**row, "open_beds": beds[row["department"]]} for key, row in found.items()}
    yield from found.values()


def _divided(row: Mapping[str, Any], counted: Sequence[str], wards: int, place: int) -> dict[str, Any]:
    if wards == 1:
        return {}
    part, whole = FIRST_OF_TWO
    first = {name: (row[name] or 0) * part // whole for name in counted}
    return first if place == 0 else {name: (row[name] or 0) - first[name] for name in counted}
