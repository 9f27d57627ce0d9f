"""The words that permissions are written with: `is_author | heads_department`."""

from typing import Any

import rules
from django.db.models import Q

from .models import Department, Role, User


def holding(*roles: Role) -> rules.Predicate:
    """Whoever has one of these roles over the record's department, or over this department; without one, anywhere."""

    @rules.predicate(name="holds_" + "_or_".join(roles))
    def holds(user: User, record: Any = None) -> bool:
        if record is None:
            return user.holds(*roles)
        place = record.pk if isinstance(record, Department) else record.department_id
        return place in user.scope(*roles)

    return holds


@rules.predicate
def has_account(user: User, _record: Any = None) -> bool:
    return user.is_authenticated and user.is_active


@rules.predicate
def works_at_the_hospital(user: User, record: Any = None) -> bool:
    """For filing: a person reports for the own hospital, or for one that a duty covers."""
    if record is None or record.department_id is None:
        return user.hospital_id is not None or bool(user.roles)
    return record.department.hospital_id == user.hospital_id or record.department_id in user.scope(*user.roles)


@rules.predicate
def is_sealed_author(user: User, record: Any) -> bool:
    """Whoever filed it with the own name under seal."""
    return record is not None and bool(record.author_seal) and record.author_seal in user.seals


@rules.predicate
def is_author(user: User, record: Any) -> bool:
    """Whoever filed it, by name or under seal."""
    if record is None:
        return False
    return (record.author_id is not None and record.author_id == user.pk) or is_sealed_author(user, record)


def authored_by(user: User) -> Q:
    """“is_author”, as a filter for lists."""
    return Q(author=user) | under_seal_of(user)


def under_seal_of(user: User) -> Q:
    """What the person filed under seal. That it has no author by name leads to the index of the few that have none."""
    return Q(author=None, author_seal__in=user.seals)


in_quality_office = holding(Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
heads_department = holding(Role.HEAD, Role.HEAD_NURSE, Role.DEPARTMENT_QUALITY)
leads_hospital = holding(Role.LEADER)
audits = holding(Role.AUDITOR)
administers_system = holding(Role.SYSTEM_ADMIN)
administers_security = holding(Role.SECURITY_ADMIN)
administers_audit = holding(Role.AUDIT_ADMIN)
