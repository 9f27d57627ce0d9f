"""Tables that people hand in, as CSV or XLSX: looked at as every file is, then read as plain text, cell by cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import Any

from django.core.files import File
from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell

from zhian.engines.workflow import Refused
from zhian.kernel.records import uploads

from .exports import XLSX, harmless

MOST_COLUMNS = 40
MIDNIGHT = time()

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a table may hold."""

    lines: int = 5000
    cell: int = 1000  # letters in one


def read_tables(file: File, limits: Limits = Limits()) -> list[Rows]:
    """The tables in the file, one for each sheet. Raises Refused for what is no table, too long, or hostile."""
    clean = uploads.accept(file)
    if clean.content_type == XLSX:
        book = load_workbook(io.BytesIO(clean.data), read_only=True, data_only=True)
        tables = [_rows(_cells(sheet), limits) for sheet in book.worksheets]
        book.close()
        return tables
    if clean.content_type in ("text/csv", "text/plain"):
        return [_rows(_lines(clean.data.decode("utf-8-sig")), limits)]
    raise Refused(_("%(name)s is no table. Choose an Excel (xlsx) or CSV file.") % {"name": clean.name})


def as_template(name: str, sheets: Iterable[tuple[str, Sequence[Any], Sequence[Any]]]) -> HttpResponse:
    """A workbook to fill in: for each sheet its title, its columns' titles and an example line. All cells are text."""
    book = Workbook(write_only=True)
    for title, columns, example in sheets:
        sheet = book.create_sheet(str(title)[:31])
        for number in range(len(columns)):
            sheet.column_dimensions[chr(ord("A") + number)].width = 22
        for row in (columns, example):
            sheet.append([_text(sheet, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _text(sheet: Any, value: Any) -> Cell:
    cell = WriteOnlyCell(sheet, value=harmless(str(value)))
    cell.data_type, cell.number_format = "s", "@"  # or a spreadsheet would make 7 of staff number 007
    return cell


def _cells(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [_written(value) for value in row]


def _lines(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True):
            yield row[:MOST_COLUMNS]
    except csv.Error as error:
        raise Refused(_("The file is not well-formed CSV: %(error)s.") % {"error": error}) from None


def _rows(lines: Iterator[list[str]], limits: Limits) -> Rows:
    rows = list(islice(lines, limits.lines + 2))
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > limits.lines + 1:
        raise Refused(_("The table has more than %(most)s lines. Please split it.") % {"most": limits.lines})
    for number, row in enumerate(rows, start=1):
        if any(len(cell) > limits.cell for cell in row):
            raise Refused(
                _("In line %(number)s a cell has more than %(most)s characters.")
                % {"number": number, "most": limits.cell}
            )
    return rows


def _written(value: Any) -> str:
    """A number as it was typed: 1001, not 1001.0; a day without the midnight that a spreadsheet adds."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != MIDNIGHT else value.date().isoformat()
    return str(value).strip()
