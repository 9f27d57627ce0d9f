"""Authors under seal: who filed a record is known to its author and to the key file, and to no table."""

import secrets
from copy import copy
from typing import TypeVar

from django.db.models import Model, QuerySet

from zhian.kernel.people.models import User

from .models import Record

R = TypeVar("R", bound=Record)


def seal(record: Record, person: User) -> None:
    """Let this person file the record under seal: before anything about it is written down."""
    used = Record.objects.filter(author_seal__in=person.seals).values_list("author_seal", flat=True)
    record.author_seal = secrets.choice(sorted(person.seals.difference(used) or person.seals))


def hand_of(person: User, permission: str, record: Model) -> User | None:
    """In whose name a person does this with a record: in nobody's what any author may do under seal.

    What needs a duty is done by name, also with the own record: somebody must answer for it.
    """
    if not (isinstance(record, Record) and record.is_sealed_for(person)):
        return person
    return None if person.without_duties().has_perm(permission, record) else person


def sealed_for(person: User, records: QuerySet) -> list[int]:
    """The ids of those that the person may read as their author under seal alone."""
    own = records.filter(author_seal__in=person.seals)
    return [each.pk for each in own if hand_of(person, f"{each.kind}.read", each) is None]


def as_if_unknown(record: R) -> R:
    """The record as the rules see it for whoever did not file it: so that no answer gives its author away."""
    unknown = copy(record)
    unknown.author_seal = ""
    return unknown
