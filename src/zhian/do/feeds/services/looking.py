"""A file is handed in and looked at: what it is, its first rows, what would become of them. Nothing is taken in yet."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from django.core.exceptions import PermissionDenied

from zhian.engines.workflow import Refused
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User

from ..models import Mapping, Run
from ..readers import Sieve
from ..readers.unreadable import Unreadable
from . import shelf
from .gathering import Given, gathered
from .hashing import hashing
from .opening import Source, opened
from .outcome import Outcome
from .places import homes_of, place_of
from .sentences import refusal_of

FIRST = 2000  # resources of FHIR that are looked at
MOST_ROWS, SHOWN = 1000, 8
MOST_WORDS = 40  # different ones of a column


@dataclass
class Look:
    """The first rows as they stand there, the facts read from them, and what would become of so many."""

    table: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    read: list[dict[str, Any]] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)


def hand_in(
    source: Path,
    name: str,
    hospital: Department,
    *,
    way: str,
    actor: User | None = None,
    kind: str = "",
    mapping: str = "",
) -> Run:
    """Keep a file and look what it is; nothing is taken in yet. Raises Refused where it can be nothing of ours."""
    if actor and not actor.has_perm("feeds.import", hospital):
        raise PermissionDenied("feeds.import")
    folder = shelf.keep(source)
    try:
        found = _looked_at(folder, hospital, kind, mapping)
    except Unreadable as unfit:
        shelf.forget(folder)
        raise Refused(refusal_of({"reason": unfit.reason, "facts": unfit.facts})) from None
    except BaseException:
        shelf.forget(folder)
        raise
    told = {"kind": found.kind, "mapping": found.mapping, "encoding": found.encoding, "sheets": found.headers}
    return Run.objects.create(
        hospital=hospital, name=name[:200], actor=actor, way=way, created_at=now(),
        sha256=shelf.digest(folder), size=shelf.size(folder), folder=folder, **told,
    )  # fmt: skip


def hand_in_together(
    files: Sequence[Given], hospital: Department, *, is_one: bool = False, **told: Any
) -> Iterator[Run]:
    """Files that were brought at once, archives too: those of a FHIR export are one import, each of the others is one.

    Raises Refused, also where they are several imports and must be `is_one`.
    """
    folder = shelf.new()
    try:
        found = gathered(files, shelf.folder_of(folder))
        if is_one and len(found) != 1:
            raise Unreadable("not_together" if found else "no_rows")
        for path, name in found:
            yield hand_in(path, name, hospital, **told)
    except Unreadable as unfit:
        raise Refused(refusal_of({"reason": unfit.reason, "facts": unfit.facts})) from None
    finally:
        shelf.forget(folder)


def look(run: Run) -> Look:
    """At its beginning. Raises Unreadable."""
    with closing(opened_again(run, FIRST)) as source:
        for sheet in source.sheets:
            if piece := next(sheet.pieces(), None):
                first = type(piece)(piece.rows.slice(0, MOST_ROWS), piece.misshapen)
                found = Look(sheet.layout.table if sheet.layout else "", first.rows.slice(0, SHOWN).to_pylist())
                if sheet.layout:
                    files = homes_of(sheet.layout, run.hospital)
                    with Sieve(sheet.layout, place_of(run.hospital), hashing(), files=files) as sieve:
                        sieved = sieve.take(first)
                    found.outcome.add(found.table, sieved)
                    facts = sieved.facts.get(found.table)
                    found.read = facts.slice(0, SHOWN).to_pylist() if facts else []
                return found
    return Look()


def words_of(run: Run, titles: list[str]) -> dict[str, list[str]]:
    """The different words that stand in these columns at the beginning of a file, the most frequent first."""
    with closing(opened_again(run, FIRST)) as source:
        piece = next(source.sheets[0].pieces(), None)
    if piece is None:
        return {}
    found = {}
    for title in set(titles) & set(piece.rows.column_names):
        counts = pc.utf8_trim_whitespace(piece.rows[title]).value_counts().to_pylist()
        counts.sort(key=lambda each: -each["counts"])
        found[title] = [each["values"] for each in counts if each["values"]][:MOST_WORDS]
    return found


def opened_again(run: Run, first: int | None = None) -> Source:
    """The file of a run, read as it was said. Raises Unreadable."""
    said = {run.mapping.name: run.mapping} if run.mapping else {}
    chosen = run.mapping.name if run.mapping else ""
    return opened(shelf.file_of(run.folder), kind=run.kind, mappings=said, chosen=chosen, first=first)


def _looked_at(folder: str, hospital: Department, kind: str, mapping: str) -> Source:
    """What the file is; where it begins with what cannot be read, it is refused at once."""
    mappings = {each.name: each for each in Mapping.objects.filter(hospital=hospital, is_in_use=True)}
    with closing(opened(shelf.file_of(folder), kind=kind, mappings=mappings, chosen=mapping, first=FIRST)) as source:
        if source.fhir:
            next(source.sheets[0].pieces(), None)
        return source
