"""What in a text could tell whose case it is: names, numbers, days, beds, departments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.modules import Words
from zhian.kernel.people.models import Department, User

PATTERNS: list[tuple[Words, re.Pattern[str]]] = [
    (gettext_lazy("a number"), re.compile(r"(?<!\d)(?:[A-Za-z]{0,4}-?\d{5,}[\dXx]?)(?!\d)")),
    (
        gettext_lazy("a day"),
        re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}[日号]?|\d{1,2}月\d{1,2}[日号]"),
    ),
    (gettext_lazy("a bed"), re.compile(r"(?:加|第)?\d{1,3}\s*[-号]?\s*床")),
    (gettext_lazy("a person"), re.compile(r"[\u4e00-\u9fff](?:某某?|先生|女士|小姐|大爷|阿姨|奶奶|爷爷)")),
    (gettext_lazy("an age"), re.compile(r"\d{1,3}\s*岁")),
]
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Telltale:
    """A piece of the text, and what it may give away."""

    words: str
    kind: str


def telltales(text: str, hospital: Department) -> list[Telltale]:
    """Each once, in the order of the text."""
    found = {each.words: each for each in [*_names(text, hospital), *_patterns(text)]}
    return sorted(found.values(), key=lambda each: text.index(each.words))


def _patterns(text: str) -> Iterator[Telltale]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield Telltale(match[0], str(kind))


def _names(text: str, hospital: Department) -> Iterator[Telltale]:
    """People and departments of the hospital that the text names."""
    people = User.objects.filter(department__hospital=hospital).values_list("name", flat=True)
    departments = Department.objects.filter(hospital=hospital).values_list("name", flat=True)
    for kind, names in ((_("a colleague"), people), (_("a department"), departments)):
        for name in names:
            if len(name) >= SHORTEST_NAME and name in text:
                yield Telltale(name, kind)
