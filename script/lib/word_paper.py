"""A few strokes with which Word templates are drawn: paper, heads, forms, rows that repeat."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SANS, SERIF = "微软雅黑", "宋体"
BAR, GREY, LINE = "0F5575", "F1F1EE", "999999"
TEXT_WIDTH = 174  # mm, between the margins
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


class Rows:
    """A table with one row for each of `loop`, such as "action in actions": of each column head, words and mm.

    `sums` is a last row below them. Words that begin with ">" stand at the right, as amounts do.
    """

    def __init__(self, loop: str, *columns: tuple[str, str, float], sums: Sequence[str] = ()) -> None:
        self.loop, self.sums = loop, sums
        self.heads, self.cells, self.widths = zip(*columns, strict=True)


class Paper:
    """One A4 document in the making."""

    def __init__(self, *, face: str = SANS, size: float = 10, lines: str = LINE, spacing: float = 1.25) -> None:
        self.document = docx.Document()
        self.lines = lines
        self._usual(face, size, spacing)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin, section.bottom_margin = Mm(24), Mm(20)
        section.header_distance, section.footer_distance = Mm(12), Mm(9)

    def numbered_headings(self) -> None:
        """一、 二、 三、 before the headings: counted by Word, since some of them stand only sometimes."""
        numbering = self.document.part.numbering_part.element
        abstract = _element("w:abstractNum", abstractNumId="90")
        level = _element("w:lvl", ilvl="0")
        for name, value in (("start", "1"), ("numFmt", "chineseCounting"), ("suff", "nothing"), ("lvlText", "%1、")):
            level.append(_element(f"w:{name}", val=value))
        abstract.append(level)
        numbering.insert(0, abstract)
        number = _element("w:num", numId="90")
        number.append(_element("w:abstractNumId", val="90"))
        numbering.append(number)
        told = _element("w:numPr")
        told.append(_element("w:ilvl", val="0"))
        told.append(_element("w:numId", val="90"))
        self.document.styles["Heading 1"].element.get_or_add_pPr().append(told)

    def save(self, path: Path) -> None:
        self.document.save(str(path))

    # In the margins ---------------------------------------------------------------------------------------
    def header(self, left: str, right: str) -> None:
        line = self._margin_line(self.document.sections[0].header, "bottom")
        _write(line, f"{left}\t{right}", size=8.5, colour="444444")

    def footer(self, left: str, middle: str) -> None:
        line = self._margin_line(self.document.sections[0].footer, "top")
        _write(line, f"{left}\t{middle}\t第 ", size=8, colour="444444")
        _field(line, "PAGE")
        _write(line, " 页 / 共 ", size=8, colour="444444")
        _field(line, "NUMPAGES")
        _write(line, " 页", size=8, colour="444444")

    # On the page ------------------------------------------------------------------------------------------
    def title(self, text: str, *, size: float = 17) -> None:
        paragraph = self.line(text, size=size, bold=True, align=CENTRE)
        paragraph.style = self.document.styles["Title"]
        paragraph.paragraph_format.space_after = Pt(2)

    def heading(self, text: str) -> None:
        paragraph = self.document.add_paragraph(style="Heading 1")
        _write(paragraph, text, size=11, bold=True, colour="111111")
        _border(paragraph._p.get_or_add_pPr(), "w:pBdr", "left", size=24, colour=BAR, space=5)

    def line(
        self, text: str, *, size: float | None = None, bold: bool = False, align: Any = None, after: float = 3
    ) -> Any:
        paragraph = self.document.add_paragraph()
        _write(paragraph, text, size=size, bold=bold)
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def facts(self, rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """Names and values in turn. A row with fewer cells than widths gives the rest to its last one."""
        table = self._table(widths)
        for cells in rows:
            row = self._row(table, widths, cells)
            for at, cell in enumerate(row):
                _write(cell.paragraphs[0], cells[at])
                if at % 2 == 0:
                    _shade(cell)

    def rows(self, told: Rows) -> None:
        """The table, with its head on every page."""
        table = self._table(told.widths)
        head = self._row(table, told.widths, told.heads)
        for cell, text in zip(head, told.heads, strict=True):
            _write(cell.paragraphs[0], text)
            _shade(cell)
        _flag(table.rows[-1], "w:tblHeader")
        self._marker(table, f"{{%tr for {told.loop} %}}")
        row = self._row(table, told.widths, told.cells)
        for cell, text in zip(row, told.cells, strict=True):
            _write_at_side(cell.paragraphs[0], text)
        _flag(table.rows[-1], "w:cantSplit")
        self._marker(table, "{%tr endfor %}")
        for cell, text in zip(self._row(table, told.widths, told.sums), told.sums, strict=True) if told.sums else ():
            _write_at_side(cell.paragraphs[0], text, bold=True)
            _shade(cell)

    def form(self, rows: Iterable[Sequence[tuple[int, str, str]]], columns: int) -> None:
        """Rows of (columns, kind, text); kind: head, name, value, long (higher), section, up (one with that above)."""
        table = self._table([TEXT_WIDTH / columns] * columns)
        for cells in rows:
            row, at = table.add_row(), 0
            for width, kind, text in cells:
                cell = row.cells[at].merge(row.cells[at + width - 1])
                at += width
                if kind == "up":
                    table.rows[-2].cells[at - 1].merge(cell)
                else:
                    _fill(cell, kind, text)
            if any(kind == "long" for _width, kind, _text in cells):
                row.height = Mm(17)
            _flag(row, "w:cantSplit")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """What is written inside stands only where the condition holds."""
        self.document.add_paragraph(f"{{%p if {condition} %}}")
        yield
        self.document.add_paragraph("{%p endif %}")

    def each(self, loop: str, text: str, *, size: float | None = None) -> None:
        """A line for each of `loop`."""
        with self.repeat(loop):
            self.line(text, size=size, after=1)

    @contextmanager
    def repeat(self, loop: str) -> Iterator[None]:
        """What is written inside stands once for each of `loop`."""
        self.document.add_paragraph(f"{{%p for {loop} %}}")
        yield
        self.document.add_paragraph("{%p endfor %}")

    def signatures(self, names: Sequence[str]) -> None:
        self.line("", after=4)
        width = TEXT_WIDTH / len(names)
        table = self._table([width] * len(names), is_open=True)
        for cell, name in zip(table.add_row().cells, names, strict=True):
            _write(cell.paragraphs[0], name)
            _border(cell._tc.get_or_add_tcPr(), "w:tcBorders", "top", size=6, colour="555555")
        _flag(table.rows[-1], "w:cantSplit")

    # How --------------------------------------------------------------------------------------------------
    def _usual(self, face: str, size: float, spacing: float) -> None:
        for name in ("Normal", "Title", "Heading 1", "Header", "Footer"):
            style = self.document.styles[name]
            style.font.name, style.font.color.rgb = face, RGBColor(0x11, 0x11, 0x11)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:eastAsia"), face)
            fonts.set(qn("w:ascii"), face)
            fonts.set(qn("w:hAnsi"), face)
            for border in style.element.iter(qn("w:pBdr")):
                border.getparent().remove(border)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        self.document.styles["Normal"].font.size = Pt(size)
        self.document.styles["Heading 1"].font.size = Pt(11)
        self.document.styles["Normal"].paragraph_format.line_spacing = spacing
        heading = self.document.styles["Heading 1"].paragraph_format
        heading.space_before, heading.space_after, heading.keep_with_next = Pt(8), Pt(3), True

    def _margin_line(self, margin: Any, side: str) -> Any:
        line = margin.paragraphs[0]
        _border(line._p.get_or_add_pPr(), "w:pBdr", side, size=4, colour=LINE, space=4)
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH / 2), docx.enum.text.WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(TEXT_WIDTH), docx.enum.text.WD_TAB_ALIGNMENT.RIGHT)
        return line

    def _table(self, widths: Sequence[float], *, is_open: bool = False) -> Any:
        table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        told = table._tbl.tblPr
        for side in () if is_open else ("top", "left", "bottom", "right", "insideH", "insideV"):
            _border(told, "w:tblBorders", side, size=4, colour=self.lines)
        margins = OxmlElement("w:tblCellMar")
        for side, width in (("top", 30), ("left", 90), ("bottom", 30), ("right", 90)):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), str(width))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        told.append(margins)
        return table

    def _row(self, table: Any, widths: Sequence[float], cells: Sequence[str]) -> list[Any]:
        row = table.add_row().cells
        last = len(cells) - 1
        merged = row[last].merge(row[-1]) if len(cells) < len(widths) else row[last]
        return [*row[:last], merged]

    def _marker(self, table: Any, words: str) -> None:
        row = table.add_row().cells
        _write(row[0].merge(row[-1]).paragraphs[0], words)


def _fill(cell: Any, kind: str, text: str) -> None:
    first, *others = text.split("\n")
    paragraph = cell.paragraphs[0]
    _write(paragraph, first, bold=kind in ("head", "section"))
    for other in others:
        _write(cell.add_paragraph(), other, bold=kind in ("head", "section"))
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP if kind == "long" else WD_ALIGN_VERTICAL.CENTER
    if kind in ("head", "name"):
        for each in cell.paragraphs:
            each.alignment = CENTRE
    if kind in ("head", "section"):
        _shade(cell)


def _write(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False, colour: str = "") -> None:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _write_at_side(paragraph: Any, text: str, *, bold: bool = False) -> None:
    if text.startswith(">"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, text.removeprefix(">"), bold=bold)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _field(paragraph: Any, name: str) -> None:
    for kind, words in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string("444444")
        if kind == "shown":
            run.text = words
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = words
        run._r.append(mark)


def _border(told: Any, name: str, side: str, *, size: int, colour: str, space: int = 0) -> None:
    borders = told.find(qn(name))
    if borders is None:
        borders = OxmlElement(name)
        told.append(borders)
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{key}"), str(value))
    borders.append(line)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", GREY)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
