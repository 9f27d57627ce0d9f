"""Authors under seal: who filed a record is known to its author and to the key file, and to no table."""

import secrets
from copy import copy
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.encryption import Unreadable
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.people.predicates import under_seal_of

from .models import Authorship, Comment, Record, SealedIdentity, Transition, Unsealing

R = TypeVar("R", bound=Record)

DIGITS = 20  # of a person's key, filled up: the length of what is encrypted says nothing


def seal(record: Record, person: User) -> None:
    """Let this person file the record under seal: before anything about it is written down."""
    used = Record.objects.filter(under_seal_of(person)).values_list("author_seal", flat=True)
    record.author_seal = secrets.choice(sorted(person.seals.difference(used) or person.seals))


def keep_identity(record: Record, person: User) -> None:
    """Keep who filed it, encrypted and beside it."""
    SealedIdentity.objects.create(record_id=record.pk, person=f"{record.number} {person.pk:0{DIGITS}}", seen=0)


def identity_of(record: Record) -> User:
    """Who filed it under seal. Only `unsealing` asks, after two people agreed."""
    try:
        kept = SealedIdentity.objects.get(record_id=record.pk)
        number, key = kept.person.split()
        person = User.objects.get(pk=int(key))
    except (SealedIdentity.DoesNotExist, User.DoesNotExist, Unreadable, ValueError):
        raise _tampered(record) from None
    if number != record.number or not record.is_sealed_for(person):
        raise _tampered(record)
    return person


def hand_of(person: User, permission: str, record: Model) -> User | None:
    """In whose name a person does this with a record: in nobody's what any author may do under seal.

    What needs a duty is done by name, also with the own record: somebody must answer for it.
    """
    if not (isinstance(record, Record) and record.is_sealed_for(person)):
        return person
    return None if person.without_duties().has_perm(permission, record) else person


def sealed_for(person: User, records: QuerySet) -> list[int]:
    """The ids of those that the person may read as their author under seal alone."""
    own = records.filter(under_seal_of(person))
    return [each.pk for each in own if hand_of(person, f"{each.kind}.read", each) is None]


def as_if_unknown(record: R) -> R:
    """The record as the rules see it for whoever did not file it: so that no answer gives its author away."""
    unknown = copy(record)
    unknown.author_seal = Authorship.DESTROYED
    return unknown


# What is new for the author, who gets no notice --------------------------------------------------------------
def unseen_by(person: User) -> QuerySet[Record]:
    """The person's own records under seal to which something happened since they last looked; newest first."""
    return Record.objects.filter(under_seal_of(person), sealed_identity__seen__lt=_happened())


def note_seen(record: Record, reader: User) -> None:
    """Remember how much its author under seal has seen; neither who that is, nor when."""
    if record.is_sealed_for(reader):
        SealedIdentity.objects.filter(pk=record.pk).exclude(seen=_happened()).update(seen=_happened())


def _happened() -> Combinable:
    """How much others did with the record of a row: steps, comments, and openings of its seal."""
    steps, words = Transition.objects.exclude(actor=None), Comment.objects.exclude(author=None)
    return _number_of(steps) + _number_of(words) + _number_of(Unsealing.objects.filter(is_granted=True))


def _number_of(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().filter(record=OuterRef("pk")).values("record").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


# The end of it ----------------------------------------------------------------------------------------------
def destroy_old() -> int:
    """Destroy who reported what has been closed for so many days; returns how many. What was reported stays."""
    if not settings.SEAL_DAYS:
        return 0
    old = Q(record__is_closed=True, record__closed_at__lt=now() - timedelta(days=settings.SEAL_DAYS))
    return sum(map(_destroy, SealedIdentity.objects.filter(old).values_list("pk", flat=True)))


@transaction.atomic
def _destroy(pk: int) -> bool:
    record = Record.objects.select_for_update().get(pk=pk).specific()
    if not record.is_closed:  # reopened a moment ago
        return False
    SealedIdentity.objects.filter(pk=pk).delete()
    record.author_seal = Authorship.DESTROYED
    record.version += 1
    record.save(update_fields=["author_seal", "version"])
    return True


def _tampered(record: Record) -> Refused:
    return Refused(
        _("Who reported %(number)s cannot be read: it was changed outside the program, or its key is missing.")
        % {"number": record.number}
    )
