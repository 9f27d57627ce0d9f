"""A template in another language: its words are said anew, what is filled in stays where it is."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from opencc import OpenCC
from word_paper import Paper

CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")


def in_traditional(draw: Callable[[], Paper]) -> Paper:
    """With the traditional characters of Taiwan; its words would make 專案, a project, of a head of damage (項目)."""
    return _said(draw(), OpenCC("s2tw").convert)


def in_english(draw: Callable[[], Paper], words: Path) -> Paper:
    """With the words of a list, Chinese and English side by side; raises KeyError for what it lacks."""
    with words.open(encoding="utf-8", newline="") as lines:
        known = dict(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    paper = _said(draw(), partial(_looked_up, known))
    for level in paper.document.part.numbering_part.element.iter(qn("w:lvl")):
        level.find(qn("w:numFmt")).set(qn("w:val"), "decimal")
        level.find(qn("w:lvlText")).set(qn("w:val"), "%1. ")
        break  # that of the headings is the first
    return paper


def _looked_up(known: dict[str, str], text: str) -> str:
    return known[text] if CHINESE.search(text) else text


def _said(paper: Paper, said: Callable[[str], str]) -> Paper:
    for text in _texts(paper):
        text.text = said(text.text)
    return paper


def _texts(paper: Paper) -> Iterator[Any]:
    section = paper.document.sections[0]
    for part in (paper.document.element, section.header._element, section.footer._element):
        yield from part.iter(qn("w:t"))
