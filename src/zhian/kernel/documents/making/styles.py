"""What Word says of paragraphs and letters, as CSS: defaults, then styles, then what stands at the place."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml.ns import qn

Css = dict[str, str]

OFF = ("0", "false", "off", "none")
ALIGNED = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right"}
COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
FONT = re.compile(r"[^\w .-]")
LINES = {"single": "solid", "double": "double", "dotted": "dotted", "dashed": "dashed", "thick": "solid"}
HIGHLIGHTS = {"darkBlue": "#00008b", "darkRed": "#8b0000", "lightGray": "#d3d3d3", "darkGray": "#a9a9a9"}
LINE = 1.3  # what Word calls a single line, in letters of a Chinese face
SERIF = re.compile("song|宋|fang|仿|kai|楷|ming|明|times|serif|roman", re.IGNORECASE)
SERIF_FACES = '"Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", serif'
SANS_FACES = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'


class Styles:
    """The styles of one document."""

    def __init__(self, root: Any) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._usual = {
            style.get(qn("w:type")): name for name, style in self._styles.items() if style.get(qn("w:default")) == "1"
        }
        self._defaults = root.find(qn("w:docDefaults"))

    def of_document(self) -> Css:
        """What holds where nothing else is said."""
        css: Css = {}
        for part in () if self._defaults is None else self._defaults.iter(qn("w:pPr"), qn("w:rPr")):
            css |= of_paragraph(part) if part.tag == qn("w:pPr") else of_letters(part)
        return css

    def of_paragraph(self, properties: Any) -> Css:
        css: Css = {}
        for style in self.chain("paragraph", value(properties, "w:pStyle")):
            css |= of_paragraph(style.find(qn("w:pPr"))) | of_letters(style.find(qn("w:rPr")))
        return css | of_paragraph(properties)

    def of_letters(self, properties: Any) -> Css:
        css: Css = {}
        for style in self.chain("character", value(properties, "w:rStyle"), is_usual=False):
            css |= of_letters(style.find(qn("w:rPr")))
        return css | of_letters(properties)

    def of_table(self, properties: Any) -> Iterator[Any]:
        """What the styles of a table say, then what it says itself."""
        for style in self.chain("table", value(properties, "w:tblStyle")):
            if (found := style.find(qn("w:tblPr"))) is not None:
                yield found
        if properties is not None:
            yield properties

    def level(self, properties: Any) -> int:
        """Of a heading 1 to 6; 0 for what is none."""
        for style in reversed([*self.chain("paragraph", value(properties, "w:pStyle"))]):
            told = value(style.find(qn("w:pPr")), "w:outlineLvl")
            if told is not None:
                return int(told) + 1 if told.isdigit() and int(told) < 6 else 0
        return 0

    def numbering(self, properties: Any) -> Any:
        """The w:numPr that holds for a paragraph."""
        styles = (style.find(qn("w:pPr")) for style in self.chain("paragraph", value(properties, "w:pStyle")))
        for part in (properties, *reversed([*styles])):
            if part is not None and (found := part.find(qn("w:numPr"))) is not None:
                return found
        return None

    def chain(self, kind: str, name: str | None, *, is_usual: bool = True) -> list[Any]:
        """The style of this name after all that it is based on."""
        found: list[Any] = []
        name = name or (self._usual.get(kind) if is_usual else None)
        while (style := self._styles.get(name)) is not None and style not in found:
            found.append(style)
            name = value(style, "w:basedOn")
        return found[::-1]


def of_paragraph(properties: Any) -> Css:
    return _told(properties, PARAGRAPH)


def of_letters(properties: Any) -> Css:
    return _told(properties, LETTERS)


def border(told: Any) -> str | None:
    """A w:top, w:left … as a CSS border; None where nothing is told."""
    if told is None:
        return None
    kind = told.get(qn("w:val"), "none")
    if kind in ("nil", "none"):
        return "none"
    width = max(number(told.get(qn("w:sz")), 4) / 8, 0.25)
    return f"{width:g}pt {LINES.get(kind, 'solid')} {colour(told.get(qn('w:color'))) or '#000'}"


def shade(properties: Any) -> str | None:
    """The colour behind a paragraph, letters or a cell."""
    found = None if properties is None else properties.find(qn("w:shd"))
    return None if found is None else colour(found.get(qn("w:fill")))


def colour(told: str | None) -> str | None:
    return f"#{told}" if told and COLOUR.fullmatch(told) else None


def value(parent: Any, name: str) -> str | None:
    """The w:val of a child."""
    found = None if parent is None else parent.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def number(told: str | None, otherwise: float = 0) -> float:
    try:
        return float(told)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return otherwise


def points(told: str | None) -> str:
    """Twentieths of a point."""
    return f"{number(told) / 20:g}pt"


def written(css: Css) -> str:
    return ";".join(f"{name}:{told}" for name, told in css.items())


def _told(properties: Any, readers: dict[str, Callable[[Any], Css]]) -> Css:
    css: Css = {}
    for told in () if properties is None else properties:
        if (reader := readers.get(told.tag)) is not None:
            css |= reader(told)
    return css


def _switch(on: Css, off: Css) -> Callable[[Any], Css]:
    return lambda told: off if told.get(qn("w:val"), "1") in OFF else on


def _aligned(told: Any) -> Css:
    return {"text-align": ALIGNED.get(told.get(qn("w:val"), ""), "justify")}


def _spaced(told: Any) -> Css:
    css: Css = {}
    for name, side in (("before", "top"), ("after", "bottom")):
        if (space := told.get(qn(f"w:{name}"))) is not None:
            css[f"margin-{side}"] = points(space)
    if (line := told.get(qn("w:line"))) is not None:
        is_ratio = told.get(qn("w:lineRule"), "auto") == "auto"
        css["line-height"] = f"{LINE * number(line, 240) / 240:.3g}" if is_ratio else points(line)
    return css


def _indented(told: Any) -> Css:
    css: Css = {}
    for names, side in ((("left", "start"), "left"), (("right", "end"), "right")):
        for name in names:
            if (space := told.get(qn(f"w:{name}"))) is not None:
                css[f"margin-{side}"] = points(space)
            if (letters := told.get(qn(f"w:{name}Chars"))) not in (None, "0"):
                css[f"margin-{side}"] = f"{number(letters) / 100:g}em"
    for name, sign in (("firstLine", 1), ("hanging", -1)):
        if (space := told.get(qn(f"w:{name}"))) is not None:
            css["text-indent"] = f"{sign * number(space) / 20:g}pt"
        if (letters := told.get(qn(f"w:{name}Chars"))) not in (None, "0"):
            css["text-indent"] = f"{sign * number(letters) / 100:g}em"
    return css


def _framed(told: Any) -> Css:
    css: Css = {}
    for side in ("top", "left", "bottom", "right"):
        line = told.find(qn(f"w:{side}"))
        if (found := border(line)) is not None:
            css[f"border-{side}"] = found
            css[f"padding-{side}"] = f"{number(line.get(qn('w:space'))):g}pt"
    return css


def _faced(told: Any) -> Css:
    """The face that the document names, then one that looks alike and is there."""
    names = [told.get(qn(f"w:{name}")) for name in ("ascii", "eastAsia")]
    named = list(dict.fromkeys(FONT.sub("", name) for name in names if name))
    if not named:
        return {}
    alike = SERIF_FACES if any(SERIF.search(name) for name in named) else SANS_FACES
    return {"font-family": ", ".join([*(f'"{name}"' for name in named), alike])}


def _coloured(told: Any) -> Css:
    found = colour(told.get(qn("w:val")))
    return {"color": found} if found else {}


def _shaded(told: Any) -> Css:
    found = colour(told.get(qn("w:fill")))
    return {"background-color": found} if found else {}


def _highlighted(told: Any) -> Css:
    name = told.get(qn("w:val"), "none")
    found = HIGHLIGHTS.get(name, name.lower())
    return {"background-color": found} if found.strip("#").isalnum() and found != "none" else {}


def _raised(told: Any) -> Css:
    place = {"superscript": "super", "subscript": "sub"}.get(told.get(qn("w:val"), ""))
    return {"vertical-align": place, "font-size": "0.7em"} if place else {}


PARAGRAPH: dict[str, Callable[[Any], Css]] = {
    qn("w:jc"): _aligned,
    qn("w:spacing"): _spaced,
    qn("w:ind"): _indented,
    qn("w:pBdr"): _framed,
    qn("w:shd"): _shaded,
    qn("w:pageBreakBefore"): _switch({"break-before": "page"}, {"break-before": "auto"}),
    qn("w:keepNext"): _switch({"break-after": "avoid"}, {"break-after": "auto"}),
    qn("w:keepLines"): _switch({"break-inside": "avoid"}, {"break-inside": "auto"}),
}
LETTERS: dict[str, Callable[[Any], Css]] = {
    qn("w:b"): _switch({"font-weight": "bold"}, {"font-weight": "normal"}),
    qn("w:i"): _switch({"font-style": "italic"}, {"font-style": "normal"}),
    qn("w:u"): _switch({"text-decoration": "underline"}, {"text-decoration": "none"}),
    qn("w:strike"): _switch({"text-decoration": "line-through"}, {"text-decoration": "none"}),
    qn("w:caps"): _switch({"text-transform": "uppercase"}, {"text-transform": "none"}),
    qn("w:vanish"): _switch({"display": "none"}, {}),
    qn("w:sz"): lambda told: {"font-size": f"{number(told.get(qn('w:val')), 21) / 2:g}pt"},
    qn("w:spacing"): lambda told: {"letter-spacing": points(told.get(qn("w:val")))},
    qn("w:rFonts"): _faced,
    qn("w:color"): _coloured,
    qn("w:shd"): _shaded,
    qn("w:highlight"): _highlighted,
    qn("w:vertAlign"): _raised,
}
