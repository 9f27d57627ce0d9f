"""Taking in what was handed in: agreed to, sieved, and laid into the lake at once or not at all."""

import errno
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from zhian.engines.indicators.lake import Lake, LakeError
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from ..models import Run, State, Tally
from ..readers import Layout, Sieve, Sieved
from ..readers.checks import HOMELESS, UNKNOWN_DEPARTMENT
from ..readers.unreadable import Unreadable
from . import shelf, store
from .counting import count_anew
from .hashing import hashing
from .looking import opened_again
from .mending import again, forget_mended, layout_for
from .opening import Sheet
from .outcome import Outcome
from .places import homes_of, place_of
from .sentences import refusal_of
from .waiting import is_waited_for, try_again

Report = Callable[[float], None]
WAITING = (*HOMELESS, UNKNOWN_DEPARTMENT)  # rows that only wait for something else
LEAST, MOST_WRONG = 20, 0.5  # from so many rows on: more than this share with the same fault is a fault of the file
WAIT = 600  # seconds for another import to finish
MOST_ATTEMPTS = 3  # an import that has killed so many workers is not begun again
READ, WRITTEN = 0.7, 0.95  # of the work


@deed
def begin(run: Run, *, actor: User | None, is_forced: bool = False) -> Run:
    """Agree that it be taken in; the worker does it. Agreed to twice, it is done once."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if actor and not actor.has_perm("feeds.import", run.hospital):
        raise PermissionDenied("feeds.import")
    if run.state in (State.NEW, State.REFUSED):
        if not run.is_readable:
            raise Refused(refusal_of({"reason": "unknown_kind"}))
        run.state, run.is_forced, run.refusal = State.WAITING, is_forced, {}
        run.attempts, run.progress, run.finished_at = 0, 0, None
        run.save()
    return run


def carry_out(run: Run, report: Report = lambda share: None, *, is_counted: bool = True) -> Run:
    """Take in what waits. However it ends, the run says so; whatever breaks, the lake is as it was.

    Whoever brings many files in a row may have their cells counted once, by `publish` at the end.
    """
    run.folder = run.folder or shelf.new()
    Run.objects.filter(pk=run.pk).update(attempts=F("attempts") + 1, folder=run.folder)
    run.refresh_from_db()
    run.state, run.started_at = State.RUNNING, now()
    run.save()
    try:
        if run.attempts > MOST_ATTEMPTS:
            raise Unreadable("broke", why="")
        (_take_in_again if run.is_replay else _take_in)(run, _told(run, report), is_counted)
    except Unreadable as unfit:
        _refuse(run, unfit.reason, unfit.facts)
    except Refused as refused:
        _refuse(run, "lake", {"why": str(refused)})
    except LakeError as error:
        _refuse(run, "lake", {"why": {"zh": error.zh, "en": error.en}})
    except OSError as error:
        _refuse(run, "no_room" if error.errno == errno.ENOSPC else "broke", {"why": f"{error}."})
    run.refresh_from_db()
    return run


def give_up(run: Run) -> None:
    """Say of an import whose program was killed that nothing was taken."""
    _refuse(run, "broke", {"why": ""})


def _take_in(run: Run, report: Report, is_counted: bool) -> None:
    outcome = Outcome()
    source = opened_again(run)
    with closing(source), shelf.workspace(run.folder) as work, store.Storing() as quarantine:
        for sheet in source.sheets:
            if sheet.layout is None:
                raise Unreadable("unknown_kind")
            _sieve(sheet, sheet.layout, run, outcome, quarantine, work, report)
        run.left = dict(source.left)
        if not outcome.rows:
            raise Unreadable("no_rows")
        if not run.is_forced:
            _refuse_shifted(outcome)
        merge(run, work, outcome, report, is_counted)
    _finish(run, outcome, quarantine.name)


def _sieve(
    sheet: Sheet, layout: Layout, run: Run, outcome: Outcome, quarantine: store.Storing, work: Path, report: Report
) -> None:
    """Read, check and part the rows of a sheet: facts into files of the workspace, the others into quarantine."""
    with Sieve(layout, place_of(run.hospital), hashing(), files=homes_of(layout, run.hospital, work)) as sieve:
        for number, piece in enumerate(sheet.pieces()):
            sieved = sieve.take(piece)
            quarantine.keep(layout.table, piece, sieved.faults)
            _spool(sieved, work, number)
            outcome.add(layout.table, sieved)
            report(READ * piece.share)


def _take_in_again(run: Run, report: Report, is_counted: bool) -> None:
    """What lies in quarantine, with what was mended: rows in stay as they are, some of them are taken now."""
    outcome = Outcome(rows=0, taken=run.taken, corrected=run.corrected, duplicates=run.duplicates)
    with shelf.workspace(run.folder) as work, store.Storing() as quarantine:
        for place, table in enumerate(run.sheets, start=1):
            layout = layout_for(run, table)
            with Sieve(layout, place_of(run.hospital), hashing(), files=homes_of(layout, run.hospital, work)) as sieve:
                for number, (piece, left, faults) in enumerate(again(run, table)):
                    sieved = sieve.take(piece)
                    quarantine.keep(table, piece, sieved.faults)
                    quarantine.keep_kept(table, left, faults)
                    _spool(sieved, work, number)
                    outcome.add(layout.table, sieved)
                    outcome.add_left(table, len(left), faults)
            report(READ * place / len(run.sheets))
        merge(run, work, outcome, report, is_counted)
    outcome.rows = run.rows
    outcome.months |= set(run.months)
    _finish(run, outcome, quarantine.name)
    forget_mended(run, quarantine.folder)


def _spool(sieved: Sieved, work: Path, number: int) -> None:
    for table, rows in sieved.facts.items():
        pq.write_table(rows, work / f"{table}.{number:05}.parquet")


def _refuse_shifted(outcome: Outcome) -> None:
    """Where most rows have the same fault, it is the file that is wrong, and not the rows."""
    for (_table, fault, place), rows in outcome.faults.most_common():
        if outcome.rows >= LEAST and rows > MOST_WRONG * outcome.rows and fault not in WAITING:
            percent = round(100 * rows / outcome.rows)
            raise Unreadable("most_rows_wrong", percent=percent, place=place, fault=fault)


def merge(run: Run, work: Path, outcome: Outcome, report: Report, is_counted: bool) -> None:
    """Lay the facts of the workspace into the lake. What lies there already in the same words is a duplicate."""
    lake, taken = Lake(settings.LAKE), 0
    with lake.writing(wait=WAIT) as writing:
        tables = sorted(
            {path.name.partition(".")[0] for path in work.glob("*.parquet")}, key=lambda name: name != "stay"
        )
        for place, table in enumerate(tables, start=1):
            rows = _spooled(sorted(work.glob(f"{table}.*.parquet")))
            merged = (writing.complete if run.completes else writing.merge)(table, rows)
            if table in run.sheets:
                taken += merged.new + merged.changed
                outcome.corrected += merged.changed
                outcome.is_waited_for |= bool(merged.new) and is_waited_for(table)
                outcome.duplicates += merged.same + merged.repeated + merged.homeless
            report(READ + (WRITTEN - READ) * place / len(tables))
        if is_counted:
            count_anew(writing, run.hospital)
        outcome.taken += taken
        _remember(run, outcome, taken)
    outcome.months = _months(work)


def _remember(run: Run, outcome: Outcome, taken: int) -> None:
    """Should we be killed after the lake has it and before the database has: the second attempt finds only duplicates,
    and takes the numbers from here."""
    note = shelf.folder_of(run.folder) / "outcome.json"
    numbers = [outcome.taken, outcome.corrected, outcome.duplicates]
    if note.exists() and not taken:
        outcome.taken, outcome.corrected, outcome.duplicates = json.loads(note.read_text())
    else:
        note.write_text(json.dumps(numbers))


def _spooled(paths: list[Path]) -> pa.RecordBatchReader:
    """Files one after the other, a batch at a time."""
    schema = pq.read_schema(paths[0])
    batches = (batch.cast(schema) for path in paths for batch in pq.ParquetFile(path).iter_batches())
    return pa.RecordBatchReader.from_batches(schema, batches)


def _months(work: Path) -> set[str]:
    return {
        f"{day:%Y-%m}"
        for path in work.glob("stay.*.parquet")
        if "discharged_at" in pq.read_schema(path).names
        for day in pq.read_table(path, columns=["discharged_at"])["discharged_at"].to_pylist()
    }


def _finish(run: Run, outcome: Outcome, kept: str) -> None:
    """Rows in = taken + quarantined + duplicates: the database refuses anything else."""
    with transaction.atomic():
        run.tallies.filter(is_fault=True).delete()
        _tally(run, outcome)
        old, run.store = run.store, kept
        for name in ("rows", "taken", "corrected", "duplicates", "quarantined"):
            setattr(run, name, getattr(outcome, name))
        run.is_replay = False
        run.months = sorted(outcome.months)
        run.state, run.progress, run.finished_at = State.DONE, 1, now()
        run.folder, folder = "", run.folder
        run.save()
    store.forget(old)
    shelf.forget(folder)
    if outcome.is_waited_for:
        try_again(run)


def _tally(run: Run, outcome: Outcome) -> None:
    for counts, is_fault in ((outcome.faults, True), (outcome.warnings, False)):
        for (table, fault, place), rows in counts.items():
            told = {"table": table, "fault": fault, "place": place, "is_fault": is_fault}
            kept, is_new = Tally.objects.get_or_create(run=run, **told, defaults={"rows": rows})
            if not is_new:  # a replay adds to the warnings of what was taken before
                Tally.objects.filter(pk=kept.pk).update(rows=F("rows") + rows)


def _refuse(run: Run, reason: str, facts: dict[str, Any]) -> None:
    run.state = State.DONE if run.is_replay else State.REFUSED
    run.is_replay, run.refusal, run.finished_at = False, {"reason": reason, "facts": facts}, now()
    run.save()


def _told(run: Run, report: Report) -> Report:
    """The run says how far it is, each time that there is something new to say."""
    said = 0.0

    def told(share: float) -> None:
        nonlocal said
        report(share)
        if share - said >= 0.01:
            said = share
            Run.objects.filter(pk=run.pk).update(progress=share)

    return told
