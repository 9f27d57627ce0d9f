"""What can be done with a record of any kind beside its steps: comment, attach, link, open."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.audit.events import Event, note
from zhian.kernel.people.models import User

from . import seals, uploads
from .models import Attachment, Comment, Link, Opening, Record
from .services import lock, require, require_open

commented = Signal()  # somebody said something on a record: who was mentioned wants to know

ALWAYS_NOTED = (Opening.What.IDENTITY, Opening.What.AUTHOR, Opening.What.CONTACT)

MENTION = re.compile(r"@(\S{1,60})")


@deed
def comment(record: Record, *, actor: User, text: str) -> Comment:
    """Say something on a record; `@name` or `@staff number` tells a person, who must be able to read it."""
    hand = require(actor, f"{record.kind}.comment", record)
    mentioned = [_mentioned(record, word) for word in MENTION.findall(text)]
    said = Comment.objects.create(record=record, author=hand, text=text)
    said.mentioned.set(mentioned)
    commented.send(Comment, comment=said, mentioned=mentioned)
    return said


@deed
def attach(record: Record, *, actor: User | None, attachments: Iterable[uploads.Clean]) -> list[Attachment]:
    """Keep files with an open record; `uploads.accept` has made them harmless before. Without an actor as in `file`."""
    hand = require(actor, f"{record.kind}.attach", record) if actor else None
    lock(record)
    require_open(record)
    return [_keep(record, hand, file) for file in attachments]


@deed
def link(record: Record, *, actor: User, other: Record, kind: str) -> Link:
    """Say that two records belong together; both must be readable."""
    hand = require(actor, f"{record.kind}.link", record)
    if other.pk == record.pk:
        raise Refused(_("A record cannot be linked to itself."))
    found = Link(
        record=Record.objects.get(pk=record.pk), other=Record.objects.get(pk=other.pk), kind=kind, added_by=hand
    )
    found.full_clean()
    found.save()
    return found


def note_opening(record: Record, *, reader: User, what: str, reason: str = "") -> Opening | None:
    """Remember who read a confidential record, one of its files, or who its patient is; not its author under seal."""
    if not record.is_confidential and what not in ALWAYS_NOTED:
        return None
    if seals.hand_of(reader, f"{record.kind}.read", record) is None:
        return None
    return Opening.objects.create(record=record, reader=reader, what=what, reason=reason)


def note_export(records: QuerySet, *, reader: User, query: str = "") -> None:
    """Remember that somebody took a list away, and which confidential records stood in it.

    Of the reader's own records under seal nothing is noted, and no question either that could have been about them.
    """
    sealed = seals.sealed_for(reader, records)
    confidential = records.filter(is_confidential=True).exclude(pk__in=sealed).values_list("pk", flat=True)
    with transaction.atomic():
        openings = (Opening(record_id=pk, reader=reader, what=Opening.What.EXPORT) for pk in confidential)
        Opening.objects.bulk_create(openings)
        kind = str(records.model._meta.verbose_name_plural)
        note(Event.EXPORTED, reader, actor=reader, kind=kind, rows=records.count(), query="" if sealed else query[:500])


@deed
def identify(record: Record, *, actor: User, reason: str) -> tuple[str, str]:
    """Name and identity number of the patient; who asked, when and why is kept."""
    hand = require(actor, f"{record.kind}.identify", record)
    if hand is None:
        raise Refused(_("Who reads who a patient is, is noted by name. Under seal you would give yours away."))
    if record.patient is None:
        raise Refused(_("This record names no patient."))
    note_opening(record, reader=actor, what=Opening.What.IDENTITY, reason=reason)
    return record.patient.name, record.patient.identity_number


def readable_by(user: User) -> QuerySet[Record]:
    """Everything in the register that the person may read, whatever its kind."""
    readable = Q(pk__in=())
    for model in Record.kinds.values():
        readable |= Q(kind=model.workflow.name) & model.visible_to(user)
    return Record.objects.filter(readable).select_related("department")


def links_of(record: Record, *, reader: User) -> list[Link]:
    """The links from it and to it, where the reader may read the other end too."""
    found = [*record.links.select_related("record", "other"), *record.links_to_it.select_related("record", "other")]
    ends = {end for joined in found for end in (joined.record_id, joined.other_id)} - {record.pk}
    readable = set(readable_by(reader).filter(pk__in=ends).values_list("pk", flat=True)) if ends else set()
    return [joined for joined in found if {joined.record_id, joined.other_id} - {record.pk} <= readable]


def readable(user: User, number: str) -> Record | None:
    """The record with this number, of whatever kind, if the person may read it."""
    found = Record.objects.filter(number=number.strip().upper()).first()
    if found is None or not user.has_perm(f"{found.kind}.read", found := found.specific()):
        return None
    return found


def _keep(record: Record, hand: User | None, clean: uploads.Clean) -> Attachment:
    stored = uploads.store(clean)
    return Attachment.objects.create(
        record_id=record.pk,
        key=stored.key,
        path=stored.path,
        name=clean.name,
        content_type=clean.content_type,
        size=clean.size,
        sha256=clean.sha256,
        added_by=hand,
    )


def _mentioned(record: Record, word: str) -> User:
    found = _person(record, word)
    if not found.has_perm(f"{record.kind}.read", seals.as_if_unknown(record)):
        raise Refused(_("%(person)s may not read this record, so a mention would not arrive.") % {"person": found})
    return found


def _person(record: Record, word: str) -> User:
    """Longest name first: “@陈静怡请看” means 陈静怡."""
    people = User.objects.filter(is_active=True)
    by_number = people.filter(username=word.split("#")[-1]).first()
    if by_number:
        return by_number
    beginnings = [word[:length] for length in range(len(word), 1, -1)]
    named = list(people.filter(name__in=beginnings, department__hospital=record.hospital_id))
    longest = max((person.name for person in named), key=len, default="")
    chosen = [person for person in named if person.name == longest]
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        numbers = ", ".join(f"@{person.name}#{person.username}" for person in chosen)
        raise Refused(
            _("Several people are called %(name)s. Write one of: %(numbers)s.") % {"name": longest, "numbers": numbers}
        )
    raise Refused(_("Nobody here is called “%(word)s”. Leave a space after the name.") % {"word": word})
