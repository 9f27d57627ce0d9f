"""Who may do what with an incident, and who sees which."""

from typing import Any

from django.db.models import Q
from rules import add_perm, predicate

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.predicates import (
    audits,
    authored_by,
    heads_department,
    in_quality_office,
    is_author,
    is_sealed_author,
    leads_hospital,
    works_at_the_hospital,
)

from .workflow import BEFORE_TRIAGE


@predicate
def is_with_the_author(_user: User, incident: Any) -> bool:
    """Before the office confirms it, the report is the author's to mend."""
    return incident is not None and incident.state in BEFORE_TRIAGE


READERS = (
    Role.QUALITY_OFFICE,
    Role.SAFETY_OFFICE,
    Role.LEADER,
    Role.AUDITOR,
    Role.HEAD,
    Role.HEAD_NURSE,
    Role.DEPARTMENT_QUALITY,
)

add_perm("incidents.file", works_at_the_hospital)
add_perm("incidents.read", is_author | heads_department | in_quality_office | leads_hospital | audits)
add_perm("incidents.edit", (is_author & is_with_the_author) | in_quality_office)
add_perm("incidents.comment", is_author | heads_department | in_quality_office | leads_hospital)
add_perm("incidents.attach", is_author | heads_department | in_quality_office)
add_perm("incidents.link", heads_department | in_quality_office)
add_perm("incidents.identify", (is_author & ~is_sealed_author) | heads_department | in_quality_office)
add_perm("incidents.send_back", in_quality_office)
add_perm("incidents.resubmit", is_author)
add_perm("incidents.confirm", in_quality_office & ~is_author)
add_perm("incidents.hold", in_quality_office)
add_perm("incidents.resume", in_quality_office)
add_perm("incidents.mark_duplicate", in_quality_office & ~is_author)
add_perm("incidents.mark_not_reportable", in_quality_office & ~is_author)
add_perm("incidents.reassign", in_quality_office)
add_perm("incidents.raise_finding", in_quality_office | heads_department)
add_perm("incidents.close", in_quality_office)
add_perm("incidents.reopen", in_quality_office)


def visible_to(user: User) -> Q:
    """“incidents.read”, as a filter for lists."""
    return authored_by(user) | Q(department__in=user.scope(*READERS))
