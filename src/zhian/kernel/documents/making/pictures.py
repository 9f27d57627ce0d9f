"""Drawings (SVG) in a Word document: Word draws them itself, and so do we on paper."""

from base64 import b64decode
from html import escape
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from lxml import etree

SVG = "image/svg+xml"
WIDTH = 174  # mm: that of the text on A4
EMU = 36_000  # in a mm
# What a Word from before 2016 shows in its place: a white dot. The words of the drawing stand beside it anyway.
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
    """A drawing that a placeholder puts into the document, as wide as the text."""

    def __init__(self, template: DocxTemplate, told: dict[str, Any]) -> None:
        self._template = template
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
            png=part.get_or_add_image(BytesIO(NOTHING))[0],
            svg=part.relate_to(drawn, RELATIONSHIP_TYPE.IMAGE),
        )


def _size(svg: str) -> tuple[float, float]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    box = etree.fromstring(svg.encode(), parser).get("viewBox", "0 0 2 1").split()
    return float(box[2]), float(box[3])


def _free_name(package: Any) -> PackURI:
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, 1000) if f"/word/media/drawing{each}.svg" not in taken)
    return PackURI(f"/word/media/drawing{number}.svg")
