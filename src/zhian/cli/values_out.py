"""Values of indicators as CSV, JSON, XLSX or Parquet."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.values import Value

Row = dict[str, object]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to reckon


def row(value: Value, definition: Definition) -> Row:
    """One line: what it is, where, when, the counts, the value in its unit, or why there is none."""
    return {
        "indicator": value.indicator,
        "edition": value.edition,
        "name": definition.names.get("zh", value.indicator),
        "hospital": value.hospital,
        "department": value.department,
        "month": f"{value.month:%Y-%m}" if value.month else None,
        "strata": ", ".join(f"{name}={word}" for name, word in value.strata),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "unit": definition.unit.symbol,
        "decimals": definition.unit.decimals,
        "available": value.available,
        "reason": value.reason,
    }


def write(path: Path, rows: Sequence[Row]) -> None:
    """Written as its ending says."""
    WRITERS[path.suffix](path, rows)


def _csv(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel reads Chinese
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({name: _harmless(cell) for name, cell in each.items()} for each in rows)


def _json(path: Path, rows: Sequence[Row]) -> None:
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _xlsx(path: Path, rows: Sequence[Row]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("values")
    sheet.append(list(COLUMNS))
    for each in rows:
        sheet.append([_harmless(each[name]) for name in COLUMNS])
    book.save(path)


def _parquet(path: Path, rows: Sequence[Row]) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows), schema=SCHEMA), path)


def _harmless(cell: object) -> object:
    """A text that would begin a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


WRITERS: Mapping[str, Callable[[Path, Sequence[Row]], None]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
ENDINGS = tuple(WRITERS)
TYPES = {"numerator": pa.float64(), "denominator": pa.float64(), "value": pa.float64(), "decimals": pa.int64()}
WHERE = ("indicator", "edition", "name", "hospital", "department", "month", "strata")
COLUMNS = (*WHERE, "numerator", "denominator", "value", "unit", "decimals", "available", "reason")
SCHEMA = pa.schema([(name, pa.bool_() if name == "available" else TYPES.get(name, pa.string())) for name in COLUMNS])
