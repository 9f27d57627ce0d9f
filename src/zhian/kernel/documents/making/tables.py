"""Tables: widths, spans, borders and shades as Word has them, because a form is its table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from .styles import OFF, Css, Styles, border, number, points, shade, value, written

SIDES = ("top", "right", "bottom", "left")
INNER = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
USUAL_PADDING = {"top": "0pt", "right": "5.4pt", "bottom": "0pt", "left": "5.4pt"}
UPRIGHT = {"center": "middle", "bottom": "bottom"}
ON_TOP_OF_EACH_OTHER = ("tbRl", "tbRlV", "tbLrV")

Inside = Callable[[Any], Iterator[str]]


@dataclass
class Cell:
    """A w:tc at its place; `rows` is how many it spans."""

    element: Any
    at: int  # the column in which it begins
    columns: int
    rows: int = 1
    is_covered: bool = False  # by one above that spans it

    @property
    def properties(self) -> Any:
        return self.element.find(qn("w:tcPr"))


class Table:
    """A w:tbl as HTML; `inside` gives that of what a cell contains."""

    def __init__(self, element: Any, styles: Styles, inside: Inside) -> None:
        self._inside = inside
        self._properties = element.find(qn("w:tblPr"))
        self._told = list(styles.of_table(self._properties))
        self._widths = [number(column.get(qn("w:w"))) for column in element.iterfind(f"{qn('w:tblGrid')}/*")]
        self._rows = [row for row in element.iter(qn("w:tr")) if _table_of(row) is element]
        self._cells = [list(_cells(row)) for row in self._rows]
        self._borders, self._padding = self._edges(), self._cell_padding()
        _span(self._cells)

    def html(self) -> str:
        heads = 0
        while heads < len(self._rows) and _is_on(self._rows[heads], "w:tblHeader"):
            heads += 1
        head = f"<thead>{''.join(map(self._row, range(heads)))}</thead>" if heads else ""
        body = "".join(map(self._row, range(heads, len(self._rows))))
        return f'<table style="{written(self._css())}">{self._columns()}{head}<tbody>{body}</tbody></table>'

    def _css(self) -> Css:
        css = {"width": f"{sum(self._widths) / 20:g}pt"} if sum(self._widths) else {"width": "100%"}
        for told in self._told:
            width, indent = told.find(qn("w:tblW")), told.find(qn("w:tblInd"))
            if width is not None and width.get(qn("w:type")) == "pct":
                css["width"] = f"{number(width.get(qn('w:w'), '').rstrip('%')) / 50:g}%"
            if indent is not None:
                css["margin-left"] = points(indent.get(qn("w:w")))
            match value(told, "w:jc"):
                case "center":
                    css |= {"margin-left": "auto", "margin-right": "auto"}
                case "right" | "end":
                    css["margin-left"] = "auto"
        return css

    def _columns(self) -> str:
        whole = sum(self._widths)
        shares = (f'<col style="width:{100 * width / whole:.4g}%">' for width in self._widths) if whole else ()
        return f"<colgroup>{''.join(shares)}</colgroup>"

    def _row(self, at: int) -> str:
        row, css = self._rows[at], {}
        height = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
        if height is not None:
            css["height"] = points(height.get(qn("w:val")))
        if _is_on(row, "w:cantSplit"):
            css["break-inside"] = "avoid"
        cells = "".join(self._cell(cell, at) for cell in self._cells[at] if not cell.is_covered)
        return f'<tr style="{written(css)}">{cells}</tr>'

    def _cell(self, cell: Cell, row: int) -> str:
        properties, css = cell.properties, dict(self._padding)
        css = {f"padding-{side}": told for side, told in self._padding.items()} | _cell_margins(properties, "padding-")
        css |= {f"border-{side}": self._border(cell, row, side) for side in SIDES}
        css["vertical-align"] = UPRIGHT.get(value(properties, "w:vAlign") or "", "top")
        if (behind := shade(properties)) is not None:
            css["background-color"] = behind
        inside = "".join(self._inside(cell.element))
        if value(properties, "w:textDirection") in ON_TOP_OF_EACH_OTHER:
            inside = f'<div class="upright">{inside}</div>'
        spans = f' colspan="{cell.columns}" rowspan="{cell.rows}"'
        return f'<td{spans} style="{written(css)}">{inside}</td>'

    def _border(self, cell: Cell, row: int, side: str) -> str:
        """Its own line, else that of the table: the outer one at an edge, the inner one between cells."""
        own = cell.properties.find(qn("w:tcBorders")) if cell.properties is not None else None
        if own is not None:
            names = {"left": ("left", "start"), "right": ("right", "end")}.get(side, (side,))
            found = next((told for name in names if (told := border(own.find(qn(f"w:{name}"))))), None)
            if found is not None:
                return found
        is_edge = {
            "top": row == 0,
            "bottom": row + cell.rows >= len(self._rows),
            "left": cell.at == 0,
            "right": cell.at + cell.columns >= max(len(self._widths), 1),
        }[side]
        return self._borders.get(side if is_edge else INNER[side], "none")

    def _edges(self) -> dict[str, str]:
        edges: dict[str, str] = {}
        for told in self._told:
            for line in told.iterfind(f"{qn('w:tblBorders')}/*"):
                name = {"start": "left", "end": "right"}.get(bare := line.tag.rpartition("}")[2], bare)
                edges[name] = border(line) or "none"
        return edges

    def _cell_padding(self) -> dict[str, str]:
        padding = dict(USUAL_PADDING)
        for told in self._told:
            padding |= _cell_margins(told)
        return padding


def _cells(row: Any) -> Iterator[Cell]:
    at = int(number(value(row.find(qn("w:trPr")), "w:gridBefore")))
    for element in row.iter(qn("w:tc")):
        if _row_of(element) is not row:
            continue
        columns = max(int(number(value(element.find(qn("w:tcPr")), "w:gridSpan"), 1)), 1)
        yield Cell(element, at, columns)
        at += columns


def _span(rows: list[list[Cell]]) -> None:
    """Join what Word says continues from above to the cell that it continues."""
    open_cells: dict[int, Cell] = {}
    for row in rows:
        for cell in row:
            merged = None if cell.properties is None else cell.properties.find(qn("w:vMerge"))
            if merged is None:
                open_cells.pop(cell.at, None)
            elif merged.get(qn("w:val")) == "restart" or cell.at not in open_cells:
                open_cells[cell.at] = cell
            else:
                open_cells[cell.at].rows += 1
                cell.is_covered = True


def _cell_margins(properties: Any, prefix: str = "") -> dict[str, str]:
    margins: dict[str, str] = {}
    for name in ("w:tblCellMar", "w:tcMar"):
        for told in () if properties is None else properties.iterfind(f"{qn(name)}/*"):
            side = {"start": "left", "end": "right"}.get(bare := told.tag.rpartition("}")[2], bare)
            margins[f"{prefix}{side}"] = points(told.get(qn("w:w")))
    return margins


def _is_on(row: Any, name: str) -> bool:
    found = row.find(f"{qn('w:trPr')}/{qn(name)}")
    return found is not None and found.get(qn("w:val"), "1") not in OFF


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(qn("w:tbl")))


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(qn("w:tr")))
