"""Numbers and dots before the lines of a list, counted as Word counts them."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from .styles import Css, Styles, of_paragraph, value

DOT = "•"
ONES = "零一二三四五六七八九"
DIGIT_PLACE = re.compile(r"%(\d)")


class Numbering:
    """The lists of one document and how far each has been counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[tuple[str, int], Any] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def before(self, properties: Any) -> tuple[str, Css]:
        """What stands before this paragraph ("" for nothing), and how far it is indented."""
        told = self._styles.numbering(properties)
        name, depth = value(told, "w:numId"), int(value(told, "w:ilvl") or 0)
        level = self._levels.get((name or "0", depth))
        if name is None or level is None:
            return "", {}
        self._count(name, depth)
        return self._sign(name, level), of_paragraph(level.find(qn("w:pPr")))

    def _read(self, root: Any) -> None:
        abstract = {each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))}
        for each in root.iter(qn("w:num")):
            found = abstract.get(value(each, "w:abstractNumId"))
            for level in () if found is None else found.iter(qn("w:lvl")):
                self._levels[each.get(qn("w:numId")), int(level.get(qn("w:ilvl"), 0))] = level

    def _count(self, name: str, depth: int) -> None:
        counts = self._counts[name]
        counts[depth] = counts.get(depth, self._start(name, depth) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]

    def _start(self, name: str, depth: int) -> int:
        return int(value(self._levels[name, depth], "w:start") or 1)

    def _sign(self, name: str, level: Any) -> str:
        words = value(level, "w:lvlText") or ""
        if value(level, "w:numFmt") == "bullet":
            return words if words.isprintable() and not "\ue000" <= words[:1] <= "\uf8ff" else DOT
        return DIGIT_PLACE.sub(lambda place: self._counted(name, int(place[1]) - 1), words)

    def _counted(self, name: str, depth: int) -> str:
        count = self._counts[name].get(depth, 1)
        return WRITTEN.get(value(self._levels.get((name, depth)), "w:numFmt") or "", str)(count)


def in_chinese(count: int) -> str:
    """1 to 99 as 一 to 九十九; beyond, digits."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else ONES[tens]) + ("十" if tens else "") + (ONES[ones] if ones else "")


def in_letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26)


WRITTEN = {
    "chineseCounting": in_chinese,
    "chineseCountingThousand": in_chinese,
    "japaneseCounting": in_chinese,
    "lowerLetter": in_letters,
    "upperLetter": lambda count: in_letters(count).upper(),
    "decimalEnclosedCircleChinese": lambda count: chr(0x2460 + count - 1) if count <= 20 else str(count),
}
