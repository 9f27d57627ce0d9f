"""Paragraphs: letters, breaks, page numbers and pictures of one line after another."""

import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import Any

from docx.oxml.ns import qn

from .numbering import Numbering
from .styles import Styles, number, written

EMU = 12_700  # in a point
DRAWING = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
COUNTERS = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}
GONE = {qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText")}
AROUND = {
    qn(name)
    for name in ("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:dir")
}
NO_GAP = ("、", "．", "）")  # signs of a list that bring their own
SPACES = re.compile("  +")


class Lines:
    """The paragraphs of one part of a document: of its body, a header or a footer."""

    def __init__(self, part: Any, styles: Styles, numbering: Numbering, *, is_margin: bool = False) -> None:
        self._part, self._styles, self._numbering = part, styles, numbering
        self._is_margin = is_margin

    def of(self, paragraph: Any) -> str:
        """A w:p as HTML."""
        properties = paragraph.find(qn("w:pPr"))
        sign, indent = self._numbering.before(properties)
        css = {**self._styles.of_paragraph(properties), **indent}
        inside = "".join(self._inside(paragraph))
        if self._is_margin and "\t" in inside:
            css |= {"display": "flex", "justify-content": "space-between"}
            inside = "".join(f"<span>{piece}</span>" for piece in inside.split("\t"))
        inside = inside.replace("\t", '<span class="tab"></span>')
        gap = "" if sign.endswith(NO_GAP) else " class=sign"
        mark = f"<span{gap}>{escape(sign)}</span>" if sign else ""
        level = self._styles.level(properties)
        tag = f"h{level}" if level and inside else "p"
        return f'<{tag} style="{escape(written(css))}">{mark}{inside or "<br>"}</{tag}>'

    def _inside(self, parent: Any) -> Iterator[str]:
        """Its runs in order. What a field shows is left out where we count the pages ourselves."""
        field = _Field()
        for child in parent:
            if child.tag == qn("w:r"):
                yield from self._run(child, field)
            elif child.tag == qn("w:fldSimple") and (counter := _counter(child.get(qn("w:instr"), ""))):
                yield counter
            elif child.tag in AROUND:
                yield from self._inside(child)

    def _run(self, run: Any, field: "_Field") -> Iterator[str]:
        css = escape(written(self._styles.of_letters(run.find(qn("w:rPr")))))
        pieces = "".join(piece for child in run for piece in self._piece(child, field)).split("\t")
        yield "\t".join(f'<span style="{css}">{piece}</span>' if css and piece else piece for piece in pieces)

    def _piece(self, child: Any, field: "_Field") -> Iterator[str]:
        tag = child.tag
        if tag in (qn("w:fldChar"), qn("w:instrText")):
            yield field.told(child)
        elif field.is_hidden or tag in GONE:
            return
        elif tag == qn("w:t"):
            yield _spaced(escape(child.text or ""))
        elif tag == qn("w:br"):
            yield '<span class="page-break"></span>' if child.get(qn("w:type")) == "page" else "<br>"
        elif tag == qn("w:cr"):
            yield "<br>"
        elif tag in (qn("w:tab"), qn("w:ptab")):
            yield "\t"
        elif tag == qn("w:noBreakHyphen"):
            yield "\u2011"
        elif tag == qn("w:drawing"):
            yield from self._pictures(child)

    def _pictures(self, drawing: Any) -> Iterator[str]:
        extent = drawing.find(f".//{qn('wp:extent')}")
        for blip in [*drawing.iter(DRAWING)] or [*drawing.iter(qn("a:blip"))]:
            found = self._part.rels.get(blip.get(qn("r:embed"), ""))
            if found is None or found.is_external or found.target_part.content_type not in PICTURES:
                continue
            image = f"data:{found.target_part.content_type};base64,{b64encode(found.target_part.blob).decode()}"
            size = {"width": extent.get("cx"), "height": extent.get("cy")} if extent is not None else {}
            css = ";".join(f"{name}:{number(told) / EMU:g}pt" for name, told in size.items())
            said = drawing.find(f".//{qn('wp:docPr')}")
            words = "" if said is None else said.get("descr", "")
            yield f'<img src="{image}" alt="{escape(words)}" style="{css}">'


class _Field:
    """A field in the making: what it is stands before the mark “separate”, what Word last showed for it behind."""

    def __init__(self) -> None:
        self._words, self._counter, self._depth, self._is_result = "", "", 0, False

    @property
    def is_hidden(self) -> bool:
        """Whether what stands here is not for the reader."""
        return bool(self._depth) and (not self._is_result or bool(self._counter))

    def told(self, mark: Any) -> str:
        if mark.tag == qn("w:instrText"):
            self._words += mark.text or ""
            return ""
        match mark.get(qn("w:fldCharType")):
            case "begin":
                self._words, self._counter, self._depth, self._is_result = "", "", self._depth + 1, False
            case "separate":
                self._counter, self._is_result = _counter(self._words), True
            case "end":
                shown = self._counter or _counter(self._words)
                self._words, self._counter, self._depth, self._is_result = "", "", max(self._depth - 1, 0), True
                return shown
        return ""


def _counter(instruction: str) -> str:
    """A page number that is counted when the pages are known; "" for other fields."""
    name = (instruction.split() or [""])[0].upper()
    return f'<span class="{COUNTERS[name]}"></span>' if name in COUNTERS else ""


def _spaced(text: str) -> str:
    """Several blanks stay several: they are how people draw a line to write on."""
    return SPACES.sub(lambda found: "\u00a0" * len(found[0]), text)
