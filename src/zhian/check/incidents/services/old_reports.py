"""Taking over the reports of an old system: each line once, as it stood there, or refused with the reason.

What is there already is never changed. A line is known by its old number.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import acting, deed
from zhian.kernel.moment import now
from zhian.kernel.patients.services import refer_to
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import bring_in
from zhian.kernel.web.imports import Limits, read_tables
from zhian.kernel.web.mapping import guessed

from ..models import Batch, BatchLine, ColumnMapping, Incident, Origin, Outcome
from ..permissions import BRING_IN, OFFICES
from .old_lines import Read, Reader, facts_of, faults_of

LIMITS = Limits(lines=20_000, cell=20_000)
SHORT = 200  # lines that are taken in while one waits; longer tables go to the worker
AT_ONCE = 50  # lines in one transaction: others write between two of them


@deed
def hand_in(file: File, mapping: ColumnMapping, *, actor: User) -> Batch:
    """Keep the first table of the file, line by line; nothing is taken in yet."""
    _require_office(actor, mapping.hospital)
    rows = next((rows for rows in read_tables(file, LIMITS) if rows), [])
    titles = [title.strip() for title in rows[0]] if rows else []
    if not any(titles) or len(rows) < 2:
        raise Refused(_("There is no table in it: the first line must have the titles, lines below them the reports."))
    twice = sorted({title for title in titles if title and titles.count(title) > 1})
    if twice:
        raise Refused(_("These titles stand there twice: %(titles)s.") % {"titles": "、".join(twice)})
    if not mapping.told:
        mapping.told = {"columns": guessed(facts_of({}), titles), "words": {}, "days": "auto"}
        mapping.save()
    batch = Batch.objects.create(mapping=mapping, actor=actor, file_name=(file.name or "")[:200], titles=titles)
    lines = (
        BatchLine(batch=batch, number=number, cells=row) for number, row in enumerate(rows[1:], start=2) if any(row)
    )
    BatchLine.objects.bulk_create(lines, batch_size=500)
    return batch


@deed
def remember(mapping: ColumnMapping, *, actor: User, **told: Any) -> ColumnMapping:
    """Keep how the tables of this system are read: columns, words, days."""
    _require_office(actor, mapping.hospital)
    mapping.told = {**mapping.told, **told}
    mapping.save()
    return mapping


@deed
def begin(batch: Batch, *, actor: User) -> Batch:
    """Let the lines that wait be taken in; those refused before are tried again."""
    _require_office(actor, batch.mapping.hospital)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.is_running:
        raise Refused(_("It is being taken in already."))
    batch.lines.filter(outcome=Outcome.REFUSED).update(outcome="", faults={})
    batch.actor, batch.told, batch.started_at, batch.finished_at = actor, batch.mapping.told, now(), None
    batch.save()
    return batch


def carry_out(batch: Batch) -> None:
    """Take in the lines that wait, some at a time; broken off, it goes on where it was."""
    reader, actor = Reader(batch), User.objects.get(pk=batch.actor_id)
    with override(actor.language or None), acting(actor):
        while _some(reader, actor):
            pass
        _finish(batch)


@transaction.atomic
def _finish(batch: Batch) -> None:
    for open_one in Batch.objects.select_for_update().filter(pk=batch.pk, finished_at=None):
        open_one.finished_at = now()
        open_one.save()


def carry_out_all() -> None:
    """Everything that was begun and has not come to its end."""
    for batch in Batch.objects.filter(finished_at=None, started_at__isnull=False).order_by("pk"):
        carry_out(batch)


@transaction.atomic
def _some(reader: Reader, actor: User) -> bool:
    waiting = reader.batch.lines.select_for_update().filter(outcome="")
    lines = list(waiting[:AT_ONCE])
    for line in lines:
        _settle(reader, reader.read(line), actor)
        line.save(update_fields=["outcome", "faults", "incident"])
    return bool(lines)


def _settle(reader: Reader, found: Read, actor: User) -> None:
    """Say on the line what became of it."""
    line = found.line
    line.outcome, line.faults = found.outcome, found.faults or {}
    if found.is_known:
        line.faults, line.incident = {}, _known(reader, found.number)
        return
    if found.incident is None:
        return
    try:
        with transaction.atomic():
            line.incident = _take(reader, found, found.incident, actor)
            reader.numbers.add(found.number)
    except IntegrityError:  # the same number came in by another way just now
        line.outcome, line.incident = Outcome.KNOWN, _known(reader, found.number)
    except ValidationError as error:
        line.outcome, line.faults = Outcome.REFUSED, faults_of(error)
    except Refused as refusal:
        line.outcome, line.faults = Outcome.REFUSED, {"": str(refusal)}


def _take(reader: Reader, found: Read, incident: Incident, actor: User) -> Incident:
    if found.patient_number:
        incident.patient = refer_to(reader.hospital, found.patient_number)
    note = _("Taken over from %(system)s, number %(number)s.") % {"system": reader.system, "number": found.number}
    bring_in(incident, actor=actor, state=incident.state, closed_at=found.closed_at, note=note)
    Origin.objects.create(incident=incident, hospital=reader.hospital, system=reader.system, number=found.number)
    return incident


def _known(reader: Reader, number: str) -> Incident:
    there = Origin.objects.filter(hospital=reader.hospital, system=reader.system, number=number)
    return there.select_related("incident").get().incident


def _require_office(actor: User, hospital: Department) -> None:
    if not (actor.has_perm(BRING_IN) and hospital.pk in actor.scope(*OFFICES)):
        raise PermissionDenied(BRING_IN)
