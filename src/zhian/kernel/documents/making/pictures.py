"""Drawings (SVG) in a Word document: sharp where the program draws them itself, painted (PNG) where it cannot."""

from base64 import b64decode
from html import escape
from io import BytesIO
from typing import Any

import resvg_py
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from lxml import etree

SVG = "image/svg+xml"
WIDTH = 174  # mm: that of the text on A4
EMU = 36_000  # in a mm
DOTS = 1400  # across the page, some 200 to the inch
# What stands in the place of a painting that nobody will look at, on the way to paper: a white dot.
NOTHING = b64decode(b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC")
DRAWING = (
    '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="drawing" descr="{words}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="1" name="drawing"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{png}">'
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{svg}"/>'
    "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    '</w:drawing></w:r><w:r><w:t xml:space="preserve">'
)


class Picture:
    """A drawing that a placeholder puts into the document, as wide as the text; `painted` also for old programs."""

    def __init__(self, template: DocxTemplate, told: dict[str, Any], *, painted: bool) -> None:
        self._template, self._painted = template, painted
        self._svg, self._words = str(told["picture"]), str(told.get("words", ""))

    def __str__(self) -> str:
        return self._words

    def __html__(self) -> str:
        part = self._template.docx.part
        width, height = _size(self._svg)
        drawn = Part(_free_name(part.package), SVG, self._svg.encode(), part.package)
        return DRAWING.format(
            cx=WIDTH * EMU,
            cy=int(WIDTH * EMU * height / width),
            words=escape(self._words),
            png=part.get_or_add_image(BytesIO(_paint(self._svg) if self._painted else NOTHING))[0],
            svg=part.relate_to(drawn, RELATIONSHIP_TYPE.IMAGE),
        )


def _paint(svg: str) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, width=DOTS, background="white")


def _size(svg: str) -> tuple[float, float]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    box = etree.fromstring(svg.encode(), parser).get("viewBox", "0 0 2 1").split()
    return float(box[2]), float(box[3])


def _free_name(package: Any) -> PackURI:
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, 1000) if f"/word/media/drawing{each}.svg" not in taken)
    return PackURI(f"/word/media/drawing{number}.svg")
