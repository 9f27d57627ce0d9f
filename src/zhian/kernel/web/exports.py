"""Lists as XLSX and CSV. A cell that a spreadsheet would take for a formula is made harmless first."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LOOKED_AT = 200  # rows, by which a column is made wide enough
NARROWEST, WIDEST = 8, 48  # letters
LATIN = 0x2E80  # letters before this one take the room of one

Row = Sequence[Any]


def harmless(value: Any) -> Any:
    """The value as a spreadsheet may show it; text that would start a formula gets an apostrophe before it.

    A moment without a zone is the clock on the wall, and stays.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value if timezone.is_naive(value) else timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, bool | int | float | date):
        return value
    text = str(value).translate(CONTROL)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(name: str, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """UTF-8 with a mark at the beginning, so that Excel reads the Chinese."""

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in (header, *rows):
            buffer = io.StringIO()
            csv.writer(buffer).writerow([harmless(value) for value in row])
            yield buffer.getvalue()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_xlsx(name: str, header: Row, rows: Iterable[Row]) -> HttpResponse:
    """One sheet; every text is stored as text. The header stays in sight, and filters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    rest = iter(rows)
    first = [header, *islice(rest, LOOKED_AT)]
    for place, cells in enumerate(zip(*first, strict=True), 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(cells)
    last = 0
    for row in chain(first, rest):
        sheet.append([_cell(sheet, harmless(value)) for value in row])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _width(cells: Row) -> int:
    """As wide as its widest cell, where a Chinese character takes the room of two letters."""
    widest = max(sum(2 if ord(letter) > LATIN else 1 for letter in str(cell or "")) for cell in cells)
    return min(max(widest, NARROWEST) + 2, WIDEST)


def _cell(sheet: Any, value: Any) -> Any:
    """The value alone, which is quicker by half, but for a text that would be taken for an error of a formula."""
    if value not in ERROR_CODES:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
MEDIA_TYPES = ("text/csv", XLSX)
