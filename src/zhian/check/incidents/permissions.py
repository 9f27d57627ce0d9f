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


@predicate
def is_no_raw_text(_user: User, incident: Any = None) -> bool:
    """Words without a name may name others: but for the offices nobody reads them before they were looked through."""
    if incident is None or incident.author_id or incident.author_seal:
        return True
    return incident.state in CONFIRMED


CONFIRMED = ("acting", "closed")  # the states that only a confirmed report is in
OFFICES = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
OTHERS = (Role.LEADER, Role.AUDITOR, Role.HEAD, Role.HEAD_NURSE, Role.DEPARTMENT_QUALITY)

heads = heads_department & is_no_raw_text
leads = leads_hospital & is_no_raw_text

add_perm("incidents.file", works_at_the_hospital)
add_perm(
    "incidents.read", is_author | in_quality_office | ((heads_department | leads_hospital | audits) & is_no_raw_text)
)
add_perm("incidents.edit", (is_author & is_with_the_author) | in_quality_office)
add_perm("incidents.comment", is_author | heads | in_quality_office | leads)
add_perm("incidents.attach", is_author | heads | in_quality_office)
add_perm("incidents.link", heads | in_quality_office)
add_perm("incidents.identify", (is_author & ~is_sealed_author) | heads | in_quality_office)
add_perm("incidents.send_back", in_quality_office)
add_perm("incidents.resubmit", is_author)
add_perm("incidents.confirm", in_quality_office & ~is_author)
add_perm("incidents.hold", in_quality_office)
add_perm("incidents.resume", in_quality_office)
add_perm("incidents.mark_duplicate", in_quality_office & ~is_author)
add_perm("incidents.mark_not_reportable", in_quality_office & ~is_author)
add_perm("incidents.reassign", in_quality_office)
add_perm("incidents.raise_finding", in_quality_office | heads)
add_perm("incidents.ask_reporter", in_quality_office)
add_perm("posters.manage", in_quality_office)
add_perm("incidents.print_case", heads | in_quality_office | leads_hospital | audits)
add_perm("incidents.print_form", in_quality_office)
add_perm("sac.edit", in_quality_office)
add_perm("incidents.close", in_quality_office)
add_perm("incidents.reopen", in_quality_office)


def visible_to(user: User) -> Q:
    """“incidents.read”, as a filter for lists."""
    is_raw = Q(author=None, author_seal="") & ~Q(state__in=CONFIRMED)
    of_others = Q(department__in=user.scope(*OTHERS)) & ~is_raw
    return authored_by(user) | Q(department__in=user.scope(*OFFICES)) | of_others
