"""Values of indicators as CSV, JSON, XLSX or Parquet, and for other programs as FHIR or DHIS2."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.exchange import dhis2, measure, report
from zhian.engines.indicators.exchange.resource import Version
from zhian.engines.indicators.values import Value

Row = dict[str, object]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # with these a spreadsheet begins to reckon


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
    WRITERS[ending(path)](path, rows)


def ending(path: Path) -> str:
    """Which of the kinds of file a name means, "" for none."""
    return next((each for each in ENDINGS if path.name.endswith(each)), "")


def exchanged(path: Path, values: Sequence[Value], definitions: Sequence[Definition]) -> int:
    """Written for other programs, as its ending says; how many resources or values there are."""
    if ending(path) == ".dhis2.json":
        told = dhis2.metadata(definitions) | dhis2.values(values)
        count = len(told["dataValues"])
    else:
        version: Version = "R4" if ending(path) == ".fhir-r4.json" else "R5"
        reports = report.write(values, definitions, date.today(), version)  # noqa: DTZ011 - the day on this wall
        resources = [*(measure.write(each, version) for each in definitions), *reports]
        entries = [{"resource": each} for each in resources]
        told, count = {"resourceType": "Bundle", "type": "collection", "entry": entries}, len(entries)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return count


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
    sheet.freeze_panes = "A2"
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
FOR_PROGRAMS = (".fhir.json", ".fhir-r4.json", ".dhis2.json")
ENDINGS = (*FOR_PROGRAMS, *WRITERS)  # the longer ones first
TYPES = {"numerator": pa.float64(), "denominator": pa.float64(), "value": pa.float64(), "decimals": pa.int64()}
WHERE = ("indicator", "edition", "name", "hospital", "department", "month", "strata")
COLUMNS = (*WHERE, "numerator", "denominator", "value", "unit", "decimals", "available", "reason")
SCHEMA = pa.schema([(name, pa.bool_() if name == "available" else TYPES.get(name, pa.string())) for name in COLUMNS])
