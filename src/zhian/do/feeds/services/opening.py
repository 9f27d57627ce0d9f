"""A file that came, opened: what kind it is, in which encoding, and its sheets with their columns and rows."""

import csv
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Told
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from openpyxl import load_workbook

from zhian.kernel.records import uploads

from ..models import Kind
from ..models import Mapping as SavedMapping
from ..readers import Layout, Piece, as_utf8, header_of, layouts, pieces, recognised
from ..readers.absent import absent
from ..readers.fhir import COLUMNS, Sheets, is_fhir
from ..readers.fhir import layout_of as fhir_layout
from ..readers.mapped import layout_of
from ..readers.unreadable import Unreadable

ZIP = b"PK\x03\x04"
MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one kind. Without a layout nobody knows yet what its columns tell."""

    layout: Layout | None
    header: list[str]
    pieces: Callable[[], Iterator[Piece]]


@dataclass(frozen=True, slots=True)
class Source:
    """Close it when its sheets were read."""

    kind: str
    encoding: str
    sheets: list[Sheet]
    mapping: SavedMapping | None = None
    fhir: Sheets | None = None

    @property
    def headers(self) -> dict[str, list[str]]:
        return {sheet.layout.table if sheet.layout else "": sheet.header for sheet in self.sheets}

    @property
    def left(self) -> Told[str, int]:
        """What has no place here: kind of resource → how many. Known once all sheets were read."""
        return self.fhir.left() if self.fhir else {}

    def close(self) -> None:
        if self.fhir:
            self.fhir.close()


def opened(
    path: Path, *, kind: str = "", mappings: Told[str, SavedMapping], chosen: str = "", first: int | None = None
) -> Source:
    """What is in the file. `kind` is what somebody says it is, `chosen` the name of a mapping. Raises Unreadable.

    With `first`, only so many of the resources that refer to each other: enough to look at a file.
    """
    text, encoding = _as_text(path)
    if kind == Kind.FHIR or (not kind and not chosen and is_fhir(text)):
        return _fhir(text, encoding, first)
    header = header_of(text)
    layout, mapping = _layout(header, kind, mappings, chosen)
    if layout and (gone := absent(layout, header)):
        raise Unreadable("columns_missing", columns=", ".join(gone))
    found = Kind.CSV if mapping or layout is None else layout.name
    return Source(found, encoding, [Sheet(layout, header, lambda: pieces(text))], mapping)


def _fhir(text: Path, encoding: str, first: int | None) -> Source:
    fhir = Sheets(text, settings.TIME_ZONE, first)
    sheets = [
        Sheet(fhir_layout(table, header), list(header), partial(fhir.pieces, table))
        for table, header in COLUMNS.items()
    ]
    return Source(Kind.FHIR, encoding, sheets, fhir=fhir)


def _layout(
    header: list[str], kind: str, mappings: Told[str, SavedMapping], chosen: str
) -> tuple[Layout | None, SavedMapping | None]:
    """By what somebody chose, else by the columns: a known form, or a mapping all of whose columns are there.

    A part of a known form, in which no whole row can be told, is read by a mapping where one fits.
    """
    if kind in layouts() and kind != Kind.FHIR:
        return layouts()[kind], None
    known = None if chosen or kind == Kind.CSV else recognised(header)
    if known and not absent(known, header):
        return known, None
    fitting = (each for each in mappings.values() if each.columns and set(each.columns) <= set(header))
    mapping = mappings.get(chosen) or (None if chosen else next(fitting, None))
    if mapping is None:
        return known, None
    return layout_of(mapping.name, mapping.table, mapping.columns, mapping.cells), mapping


def _as_text(path: Path) -> tuple[Path, str]:
    with path.open("rb") as file:
        start = file.read(4)
    if start == ZIP:
        return _workbook(path), "xlsx"
    into = path.with_name("text")
    found, encoding = as_utf8(path, into)
    return found, encoding


def _workbook(path: Path) -> Path:
    """The first sheet of a workbook as CSV. It is looked into, in a process of its own, before it is opened here."""
    into = path.with_name("text")
    with path.open("rb") as file:
        clean = uploads.accept(File(file, name=f"{path.name}.xlsx"))
    kept = path.with_name("clean.xlsx")
    kept.write_bytes(clean.data)
    book = load_workbook(kept, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        with into.open("w", encoding="utf-8", newline="") as file:
            _write(csv.writer(file), sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))
    finally:
        book.close()
        kept.unlink()
    return into


def _write(writer: Any, rows: Iterator[tuple]) -> None:
    width = 0
    for row in rows:
        cells = [_written(value) for value in row]
        width = width or max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
        if any(cells):
            writer.writerow((cells + [""] * width)[: max(width, 1)])


def _written(value: Any) -> str:
    """A number as it was typed: 7, not 7.0; a day without the midnight that a spreadsheet adds."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != datetime.min.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
