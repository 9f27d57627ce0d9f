"""Reading a table of another system by a mapping: which column is which fact, which of its words is which of our codes.

A mapping is plain data, so that it can be kept and used again:
{"columns": {fact: title}, "words": {fact: {word there: code here}}, "days": "auto"}.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.modules import Words

Told = Mapping[str, Any]
Facts = dict[str, Any]
Faults = dict[str, str]  # fact → what is wrong with its cell; "" for the whole line

DAYS: dict[str, Words] = {  # how days are written
    "auto": gettext_lazy("year first: 2023-05-31, 2023/5/31, 2023年5月31日, 20230531"),
    "day_first": gettext_lazy("day first: 31/05/2023"),
    "month_first": gettext_lazy("month first: 05/31/2023"),
}
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
TIME = re.compile(r"[ T]?(\d{1,2})[:：时点](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?秒?)?分?")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a column can tell. `choices` are code → label; `also` are titles that other systems use."""

    name: str
    title: Words
    also: Sequence[str] = ()
    is_required: bool = False
    is_moment: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)  # words that other systems use → code
    longest: int = 0  # letters; 0 for any


def guessed(facts: Sequence[Fact], titles: Sequence[str]) -> dict[str, str]:
    """Which column is probably which fact: the same title, else one that contains it."""
    found: dict[str, str] = {}
    for is_same in (True, False):
        for fact in facts:
            names = [str(fact.title), fact.name, *fact.also]
            free = [title for title in titles if title not in found.values()]
            hits = (title for title in free if any(name == title if is_same else name in title for name in names))
            if fact.name not in found and (hit := next(hits, None)):
                found[fact.name] = hit
    return found


def words_in(fact: Fact, told: Told, lines: Sequence[Mapping[str, str]]) -> list[str]:
    """The different words of a coded fact's column, the most frequent first."""
    counts: dict[str, int] = {}
    for line in lines:
        if word := line.get(told.get("columns", {}).get(fact.name, ""), "").strip():
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: -counts[word])


def code_of(fact: Fact, word: str, told: Told) -> str | None:
    """Our code for a word: as the mapping has it, else where the word is a code or a label of ours."""
    kept = told.get("words", {}).get(fact.name, {})
    if word in kept:
        return kept[word] or None
    if word in fact.known:
        return fact.known[word]
    same = (code for code, label in fact.choices.items() if word.casefold() in (code.casefold(), str(label).casefold()))
    return next(same, None)


def read(facts: Sequence[Fact], told: Told, line: Mapping[str, str]) -> tuple[Facts, Faults]:
    """What one line says, and what of it cannot be understood. An empty cell says nothing."""
    found: Facts = {}
    faults: Faults = {}
    for fact in facts:
        cell = line.get(told.get("columns", {}).get(fact.name, ""), "").strip()
        value, fault = _read(fact, cell, told) if cell else (None, "")
        if fact.is_required and not cell:
            fault = _("This cell is empty.")
        if fault:
            faults[fact.name] = fault
        elif value is not None:
            found[fact.name] = value
    return found, faults


def _read(fact: Fact, cell: str, told: Told) -> tuple[Any, str]:
    if fact.is_moment:
        moment = moment_of(cell, told.get("days", "auto"))
        return moment, "" if moment else _("“%(text)s” is no date that this mapping knows.") % {"text": cell[:40]}
    if fact.choices:
        code = code_of(fact, cell, told)
        return code, "" if code else _("The mapping has no word of ours for “%(text)s”.") % {"text": cell[:40]}
    if fact.longest and len(cell) > fact.longest:
        return None, _("At most %(most)s characters.") % {"most": fact.longest}
    return cell, ""


def moment_of(text: str, days: str) -> datetime | None:
    """The moment in the hospital's zone; a day alone is its beginning. None where it is no date."""
    text = " ".join(text.split())
    found = YEAR_FIRST.match(text) or COMPACT.match(text) or (YEAR_LAST.match(text) if days in ORDER else None)
    if found is None:
        return None
    numbers = [int(number) for number in found.groups()]
    year, month, day = numbers if found.re is not YEAR_LAST else (numbers[at] for at in ORDER[days])
    rest = text[found.end() :].strip()
    time = TIME.fullmatch(rest) if rest else None
    if rest and time is None:
        return None
    hour, minute, second = (int(number or 0) for number in time.groups()) if time else (0, 0, 0)
    try:
        return timezone.make_aware(datetime(year, month, day, hour, minute, second))  # noqa: DTZ001, the zone follows
    except ValueError:
        return None


ORDER = {"day_first": (2, 1, 0), "month_first": (2, 0, 1)}  # where year, month and day stand
