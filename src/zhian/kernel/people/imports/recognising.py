"""Which table it is and which column is which, by the titles in its first line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused

from .lines import Line, in_every_language
from .sheets import SHEETS, Kind

Rows = Sequence[Sequence[str]]


@dataclass(slots=True)
class Sheet:
    """A recognised table with its lines, and the titles of the columns it has."""

    kind: Kind
    columns: list[str]
    lines: list[Line]


def recognise(tables: Sequence[Rows]) -> list[Sheet]:
    """The tables that can be taken in, departments first. Raises Refused where none is, or a title is not known."""
    sheets = [_sheet(kind, rows) for rows in tables if (kind := _kind(rows))]
    if not sheets:
        raise Refused(
            _(
                "No table of departments or people was found. The first line must have the titles of the template, "
                "such as “%(number)s” or “%(code)s”."
            )
            % {"number": SHEETS[1].columns[0].title, "code": SHEETS[0].columns[0].title}
        )
    return sorted(sheets, key=lambda sheet: SHEETS.index(sheet.kind))


def _kind(rows: Rows) -> Kind | None:
    """The first kind whose required columns all have a title."""
    titles = {title.strip().casefold() for title in rows[0]} if rows else set()
    for kind in reversed(SHEETS):
        needed = (column for column in kind.columns if column.name in kind.required)
        if all(titles & (in_every_language(column.title) | {column.name}) for column in needed):
            return kind
    return None


def _sheet(kind: Kind, rows: Rows) -> Sheet:
    known: dict[str, str] = {}
    for column in kind.columns:
        known |= dict.fromkeys(in_every_language(column.title) | {column.name}, column.name)
    titles = [title.strip() for title in rows[0]]
    unknown = [title for title in titles if title and title.casefold() not in known]
    columns = [known.get(title.casefold(), "") for title in titles]
    twice = [title for title, name in zip(titles, columns, strict=True) if name and columns.count(name) > 1]
    if unknown or twice:
        raise Refused(
            _("These titles are not known, or stand there twice: %(titles)s. The template shows those that are.")
            % {"titles": "、".join(unknown + twice)}
        )
    lines = [_line(number, columns, row) for number, row in enumerate(rows[1:], start=2)]
    return Sheet(kind, [name for name in columns if name], [line for line in lines if any(line.cells.values())])


def _line(number: int, columns: list[str], row: Sequence[str]) -> Line:
    cells = zip(columns, row, strict=False)  # rows may end early, or have remarks beyond the last title
    return Line(number, {name: cell.strip() for name, cell in cells if name})
