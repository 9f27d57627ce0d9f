"""One word put right wherever it stands in a column of the quarantine: a million rows are mended in one sentence."""

import json
from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from ..models import Mended, Run
from .store import Stored

EVERY = 0  # the line that stands for every row: the header is line 1
Words = Mapping[str, Mapping[str, str]]  # column → word there → what is read instead
LOOKED_AT, SHOWN, LONGEST = 2000, 20, 2000


@deed
def mend_alike(run: Run, table: str, place: str, *, said: str, instead: str, actor: User) -> None:
    """Read a word in a column as another one, in every row that lies in quarantine. It counts when all are tried again.

    Raises Refused for a column that the file does not have. What was mended in a row itself goes before.
    """
    if not actor.has_perm("feeds.mend", run.hospital):
        raise PermissionDenied("feeds.mend")
    if place not in run.sheets.get(table, []):
        raise Refused(_("The file has no column %(name)s.") % {"name": place})
    told = {name: dict(words) for name, words in alike(run, table).items()}
    told.setdefault(place, {})[said] = instead[:LONGEST]
    cells = {"cells": json.dumps(told, ensure_ascii=False), "mended_by": actor, "mended_at": now()}
    Mended.objects.update_or_create(run=run, table=table, line=EVERY, defaults=cells)


def alike(run: Run, table: str) -> Words:
    """What is read instead of which words, in every row."""
    kept = run.mended.filter(table=table, line=EVERY).first()
    return json.loads(kept.cells) if kept else {}


def changed_alike(told: Words, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that are read otherwise."""
    return {name: words[cells[name]] for name, words in told.items() if cells.get(name) in words}


def words_of(quarantine: Stored, fault: str, place: str) -> Counter[str]:
    """The words that stand in a column of rows with a fault, in how many of the first rows; the most frequent ones."""
    rows = quarantine.page(fault=fault, place=place, most=LOOKED_AT)
    found = Counter(kept.cells[place] for kept in rows if place in kept.cells)
    return Counter(dict(found.most_common(SHOWN)))
