"""A Word document as one HTML page, laid out for paper: body, headers and footers, size and margins."""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from .lines import Lines
from .numbering import Numbering
from .styles import Styles, number, points, written
from .tables import Table

SHEET = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
A4 = {"w": "11906", "h": "16838"}
MARGINS = {"top": "1440", "right": "1440", "bottom": "1440", "left": "1440"}
WORDS_FOR_BLOCKS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}


class Page:
    """One document on its way to paper."""

    def __init__(self, data: bytes) -> None:
        self._document = docx.Document(BytesIO(data))
        self._part = self._document.part
        self._styles = Styles(self._document.styles.element)
        self._numbering = Numbering(self._numbering_root(), self._styles)

    def html(self, *, title: str, language: str) -> str:
        section = self._document.sections[-1]
        margins = "".join(
            f'<div class="{name}">{self._of_part(part)}</div>' for name, part in _margins(section) if part is not None
        )
        body = "".join(self._blocks(self._document.element.body, self._lines(self._part)))
        return (
            f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<style>{SHEET}{_sheet_of(section)}</style></head>"
            f'<body style="{escape(written(self._styles.of_document()))}">{margins}{body}</body></html>'
        )

    def _blocks(self, parent: Any, lines: Lines) -> Iterator[str]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield lines.of(child)
                if child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                    yield '<div class="page-break"></div>'
            elif child.tag == qn("w:tbl"):
                yield Table(child, self._styles, lambda cell: self._blocks(cell, lines)).html()
            elif child.tag in WORDS_FOR_BLOCKS:
                yield from self._blocks(child, lines)

    def _of_part(self, part: Any) -> str:
        return "".join(self._blocks(part.element, self._lines(part, is_margin=True)))

    def _lines(self, part: Any, *, is_margin: bool = False) -> Lines:
        return Lines(part, self._styles, self._numbering, is_margin=is_margin)

    def _numbering_root(self) -> Any:
        parts = [each for each in self._part.package.parts if each.partname == "/word/numbering.xml"]
        return parts[0].element if parts else None


def _margins(section: Any) -> Iterator[tuple[str, Any]]:
    """The headers and footers that hold, each with its part; those of the first page where it has its own."""
    yield "header", _own(section.header)
    yield "footer", _own(section.footer)
    if section.different_first_page_header_footer:
        yield "first-header", _own(section.first_page_header)
        yield "first-footer", _own(section.first_page_footer)


def _own(margin: Any) -> Any:
    return None if margin.is_linked_to_previous else margin.part


def _sheet_of(section: Any) -> str:
    """Size and margins of the paper, and how far from its edge header and footer stand."""
    told = section._sectPr
    size = _told(told, "w:pgSz", A4)
    margins = _told(told, "w:pgMar", {**MARGINS, "header": "720", "footer": "720"})
    edges = " ".join(points(str(abs(number(margins[side])))) for side in MARGINS)
    first = "@page:first{@top-center{content:element(first-header)}@bottom-center{content:element(first-footer)}}"
    return (
        f"@page{{size:{points(size['w'])} {points(size['h'])};margin:{edges};"
        f"@top-center{{padding-top:{points(margins['header'])}}}"
        f"@bottom-center{{padding-bottom:{points(margins['footer'])}}}}}"
        f"{first if section.different_first_page_header_footer else ''}"
    )


def _told(section: Any, name: str, usual: dict[str, str]) -> dict[str, str]:
    found = section.find(qn(name))
    return {key: (found.get(qn(f"w:{key}")) if found is not None else None) or each for key, each in usual.items()}
