"""Rows in quarantine: read, mended by a person, and taken in again."""

import csv
import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import PermissionDenied

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from ..models import Mended, Opened, Run, State
from ..readers import Layout, Piece, Sieve, layouts
from ..readers.checks import HOMELESS, TWICE
from ..readers.fhir import layout_of as fhir_layout
from ..readers.mapped import layout_of
from ..readers.pieces import LINE
from .alike import EVERY, alike, changed_alike
from .hashing import hashing
from .places import place_of
from .sentences import refusal_of
from .store import Kept, Stored

Cells = dict[str, str]
LONGEST_CELL = 2000
BLOCKS = 20  # of the quarantine that are tried again together: 5,000 rows


def stored(run: Run) -> Stored:
    """The quarantine of a run that has one. Raises Refused."""
    if not run.store or not run.quarantined:
        raise Refused(refusal_of({"reason": "no_quarantine"}))
    return Stored(run.store, run.sheets)


def layout_for(run: Run, table: str) -> Layout:
    """How the rows of a run's sheet are read."""
    if run.kind in layouts():
        return layouts()[run.kind]
    if run.mapping:
        return layout_of(run.mapping.name, run.mapping.table, run.mapping.columns, run.mapping.cells)
    return fhir_layout(table, run.sheets[table])


@deed
def open_row(run: Run, table: str, line: int, *, actor: User) -> tuple[Kept, Cells]:
    """A row with all that stands in it, as a person has mended it; that it was opened is written down."""
    _require(actor, run)
    kept = stored(run).row(table, line)
    if kept is None:
        raise Refused(refusal_of({"reason": "no_such_row"}))
    Opened.objects.create(run=run, table=table, line=line, reader=actor, at=now())
    cells = cells_of(run, kept)
    return kept, {**cells, **changed_alike(alike(run, table), cells), **_mended(run).get((table, line), {})}


@deed
def mend(run: Run, table: str, line: int, *, cells: Cells, actor: User) -> list[tuple[str, str]]:
    """Put cells right. Says what is still wrong: (fault, place). It is taken in when the quarantine is replayed."""
    _require(actor, run)
    kept = stored(run).row(table, line)
    if kept is None:
        raise Refused(refusal_of({"reason": "no_such_row"}))
    before = cells_of(run, kept)
    changed = {name: text[:LONGEST_CELL] for name, text in cells.items() if name in before and text != before[name]}
    told = {"cells": json.dumps(changed, ensure_ascii=False), "mended_by": actor, "mended_at": now()}
    Mended.objects.update_or_create(run=run, table=table, line=line, defaults=told)
    return still_wrong(run, table, line, {**before, **changed})


def still_wrong(run: Run, table: str, line: int, cells: Cells) -> list[tuple[str, str]]:
    """The faults that a row with these cells has, seen alone."""
    rows = pa.table({LINE: pa.array([line]), **{name: pa.array([text]) for name, text in cells.items()}})
    with Sieve(layout_for(run, table), place_of(run.hospital), hashing()) as sieve:
        faults = sieve.take(Piece(rows)).faults.to_pylist()
    return [(fault["fault"], fault["place"]) for fault in faults if fault["fault"] not in HOMELESS]


@deed
def replay(run: Run, *, actor: User | None) -> Run:
    """Have all that lies in quarantine taken in again, with what was mended; the worker does it."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if actor:
        _require(actor, run)
    if run.state == State.DONE and run.quarantined:
        run.state, run.is_replay, run.progress, run.attempts, run.refusal = State.WAITING, True, 0, 0, {}
        run.save()
    return run


@deed
def rows_for_export(run: Run, *, actor: User) -> Iterator[list[Any]]:
    """Every row in quarantine, as it stands there: line, what is wrong, cells. That it was read is written down."""
    _require(actor, run)
    Opened.objects.create(run=run, reader=actor, at=now())
    return _exported(run, stored(run))


def _exported(run: Run, quarantine: Stored) -> Iterator[list[Any]]:
    for table, titles in run.sheets.items():
        for rows, faults in quarantine.all(table):
            wrong: dict[int, list[tuple[str, str]]] = {}
            for fault in faults.to_pylist():
                wrong.setdefault(fault[LINE], []).append((fault["fault"], fault["place"]))
            for line, content in rows:
                cells = [content] if isinstance(content, str) else content
                yield [line, wrong.get(line, []), *cells, *[""] * (len(titles) - len(cells))]


def cells_of(run: Run, kept: Kept) -> Cells:
    """By title; what is no row is parted as well as it goes, so that it can be mended."""
    if kept.cells:
        return kept.cells
    titles = run.sheets[kept.table]
    parts = next(csv.reader([kept.text]), []) if kept.text else []
    return dict(zip(titles, [*parts, *[""] * len(titles)], strict=False))


def again(run: Run, table: str) -> Iterator[tuple[Piece, list[tuple[int, Any]], pa.Table]]:
    """What is to be taken in again, piece by piece; and what stays because nobody has mended it, with its faults.

    That stays which is no row, and what stands there twice: alone it would look right.
    """
    mended, titles, told = _mended(run), run.sheets[table], alike(run, table)
    blocks = stored(run).all(table)
    while some := list(islice(blocks, BLOCKS)):
        ready, left = [], []
        faults = pa.concat_tables([faults for _rows, faults in some])
        twice = set(faults.filter(pc.equal(faults["fault"], TWICE))[LINE].to_pylist())
        for line, content in chain.from_iterable(rows for rows, _faults in some):
            change = mended.get((table, line))
            if change is None and (isinstance(content, str) or line in twice):
                left.append((line, content))
                continue
            kept = Kept(table, line, {}, [], content) if isinstance(content, str) else None
            cells = cells_of(run, kept) if kept else dict(zip(titles, content, strict=True))
            ready.append((line, {**cells, **changed_alike(told, cells), **(change or {})}))
        lines = pa.array([line for line, _content in left], pa.int64())
        yield _piece(ready, titles), left, faults.filter(pc.is_in(faults[LINE], value_set=lines))


def forget_mended(run: Run, folder: Path) -> None:
    """What was mended and is no longer in quarantine."""
    if not run.mended.exists():
        return
    kept = Stored(folder.name, run.sheets).lines()
    kept |= {(table, EVERY) for table, _line in kept}
    for row in run.mended.all():
        if (row.table, row.line) not in kept:
            row.delete()


def _piece(rows: list[tuple[int, Cells]], titles: list[str]) -> Piece:
    columns = {name: pa.array([cells[name] for _line, cells in rows], pa.string()) for name in titles}
    return Piece(pa.table({LINE: pa.array([line for line, _cells in rows], pa.int64()), **columns}))


def _mended(run: Run) -> dict[tuple[str, int], Cells]:
    return {(row.table, row.line): json.loads(row.cells) for row in run.mended.exclude(line=EVERY)}


def _require(actor: User, run: Run) -> None:
    if not actor.has_perm("feeds.mend", run.hospital):
        raise PermissionDenied("feeds.mend")
