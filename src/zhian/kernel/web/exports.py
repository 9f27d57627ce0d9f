"""Lists as XLSX and CSV. A cell that a spreadsheet would take for a formula is made harmless first."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

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
    """One sheet; every text is stored as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    for row in (header, *rows):
        sheet.append([_cell(sheet, harmless(value)) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _cell(sheet: Any, value: Any) -> Cell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
MEDIA_TYPES = ("text/csv", XLSX)
