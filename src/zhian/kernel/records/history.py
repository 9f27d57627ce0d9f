"""A record's timeline: decisions, words, files and changed facts, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from zhian.kernel.audit.models import Entry
from zhian.kernel.people.models import User

from .models import Opening, Record

NOT_NEWS = {"state", "is_closed", "version", "due_at", "closed_at", "hospital", "record_ptr"}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline. `kind`: step, word, file, change, opening. Nobody is `who` where no name is known."""

    at: datetime
    who: User | None
    kind: str
    text: str
    note: str = ""


def history(record: Record, *, with_openings: bool = False) -> list[Event]:
    events = [*_steps(record), *_words(record), *_files(record), *_changes(record), *_unsealings(record)]
    if with_openings:
        events += _openings(record)
    return sorted(events, key=lambda event: event.at, reverse=True)


def _steps(record: Record) -> Iterator[Event]:
    workflow = record.model.workflow
    for decided in record.transitions.select_related("actor"):
        label = workflow.steps[decided.step].label
        after = workflow.states[decided.after].label
        before = workflow.states[decided.before].label if decided.before else ""
        way = f"{before} → {after}" if before and before != after else after
        yield Event(decided.at, decided.actor, "step", f"{label}：{way}", decided.note)


def _words(record: Record) -> Iterator[Event]:
    for said in record.comments.select_related("author"):
        yield Event(said.at, said.author, "word", _("commented"), said.text)


def _files(record: Record) -> Iterator[Event]:
    for kept in record.attachments.select_related("added_by"):
        yield Event(kept.added_at, kept.added_by, "file", _("attached “%(name)s”") % {"name": kept.name})


def _changes(record: Record) -> Iterator[Event]:
    """Facts that were changed, by a step or by editing, from the audit log."""
    entries = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(record.model), object_id=record.pk, action=Entry.Action.UPDATE
    )
    for entry in entries.select_related("actor"):
        names = [str(_verbose(record, name)) for name in entry.changes or {} if name not in NOT_NEWS]
        if names:
            yield Event(entry.timestamp, entry.actor, "change", _("changed: %(fields)s") % {"fields": "、".join(names)})


def _unsealings(record: Record) -> Iterator[Event]:
    """That who reported under seal was opened is told to everybody who reads it; why, only to those concerned."""
    for granted in record.unsealings.filter(is_granted=True):
        roles = {"one": granted.get_asked_as_display(), "other": granted.get_decided_as_display()}
        text = _("The reporter's identity was opened: %(one)s asked, %(other)s granted") % roles
        yield Event(granted.decided_at or granted.asked_at, None, "opening", text)


def _openings(record: Record) -> Iterator[Event]:
    for opened in Opening.objects.filter(record_id=record.pk).select_related("reader")[:50]:
        text = _("opened the %(what)s") % {"what": opened.get_what_display()}
        yield Event(opened.at, opened.reader, "opening", text, opened.reason)


def _verbose(record: Record, name: str) -> Any:
    return getattr(record.model._meta.get_field(name), "verbose_name", name)
