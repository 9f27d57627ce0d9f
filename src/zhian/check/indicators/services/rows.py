"""The records behind a number: by construction exactly those that were counted; every reading is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from zhian.engines.indicators import facts
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.kernel.audit.acting import deed
from zhian.kernel.audit.events import Event, note
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import require

from .definitions import in_words

MOST = 2000  # rows on a page


@dataclass(frozen=True)
class Rows:
    """What stands behind a numerator or denominator."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_cut: bool


@deed
def rows_behind(
    definition: Definition, place: Department, month: date, *, actor: User, part: str = "numerator"
) -> Rows:
    """The facts that were counted in a place and month. Who read them is in the audit log."""
    require(actor, "indicators.drill", place)
    note(Event.READ_ROWS, place, actor=actor, indicator=definition.key, month=f"{month:%Y-%m}", part=part)
    hospital = place.hospital or place
    department = place.code if place.kind == DepartmentKind.DEPARTMENT else None
    with DuckDB(Lake(settings.LAKE)) as engine:
        told = engine.rows(
            definition,
            part,
            period=Months(month, month),
            department=department,
            hospital=hospital.code,
            limit=MOST + 1,
        )
    table = facts.tables().get(definition.numerator_of or definition.of)
    return Rows(_titles(told, table), [_cells(row, table) for row in told[:MOST]], len(told) > MOST)


def _titles(rows: Sequence[Mapping[str, Any]], table: facts.Table | None) -> list[str]:
    names = rows[0].keys() if rows else (table.columns if table else ())
    return [in_words(table.columns[name].names) if table and name in table.columns else name for name in names]


def _cells(row: Mapping[str, Any], table: facts.Table | None) -> list[Any]:
    return [_word(name, value, table) for name, value in row.items()]


def _word(name: str, value: Any, table: facts.Table | None) -> Any:
    """Codes in words; a keyed hash by its first letters, enough to tell two rows apart."""
    column = table.columns.get(name) if table else None
    if value is None:
        return "—"
    if column and column.type == "key":
        return str(value)[:10]
    if column and column.of and value in facts.codes(column.of):
        names = facts.codes(column.of)[value].names
        return names["en"] if (get_language() or "").startswith("en") else in_words(names)
    return value
