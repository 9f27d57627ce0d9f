"""Who may do what with an incident, and who sees which."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from rules import add_perm, always_allow, predicate

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.predicates import (
    audits,
    authored_by,
    has_account,
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


@predicate
def is_published(_user: User, lesson: Any = None) -> bool:
    return lesson is None or lesson.published_at is not None


@predicate
def works_there(user: User, lesson: Any = None) -> bool:
    """In the lesson's hospital, or with a duty over it."""
    if lesson is None:
        return has_account(user)
    return lesson.hospital_id == user.hospital_id or lesson.hospital_id in user.scope(*user.roles)


@predicate
def looks_after_lessons(user: User, lesson: Any = None) -> bool:
    return in_quality_office(user, lesson and lesson.hospital)


CONFIRMED = ("acting", "closed")  # the states that only a confirmed report is in
BRING_IN = "imports.bring_in"
OFFICES = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
OTHERS = (Role.LEADER, Role.AUDITOR, Role.HEAD, Role.HEAD_NURSE, Role.DEPARTMENT_QUALITY)

heads = heads_department & is_no_raw_text
leads = leads_hospital & is_no_raw_text

add_perm("incidents.file", works_at_the_hospital)
add_perm(
    "incidents.read", is_author | in_quality_office | ((heads_department | leads_hospital | audits) & is_no_raw_text)
)
add_perm("incidents.edit", (is_author & is_with_the_author) | in_quality_office)
add_perm("incidents.answer", (is_author & is_with_the_author) | in_quality_office)
add_perm("incidents.comment", is_author | heads | in_quality_office | leads)
add_perm("incidents.attach", is_author | heads | in_quality_office)
add_perm("incidents.link", heads | in_quality_office)
add_perm("incidents.identify", (is_author & ~is_sealed_author) | heads | in_quality_office)
add_perm("incidents.ask_unsealing", in_quality_office & ~heads_department)
add_perm("incidents.decide_unsealing", (leads_hospital | in_quality_office) & ~heads_department)
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
add_perm("incidents.compare", in_quality_office)
add_perm("posters.manage", in_quality_office)
add_perm("questions.write", in_quality_office)
add_perm("incidents.type_in_for_others", in_quality_office)
add_perm("sheets.issue", in_quality_office | heads_department)
add_perm("incidents.print_case", heads | in_quality_office | leads | (audits & is_no_raw_text))
add_perm("incidents.print_form", in_quality_office)
add_perm("incidents.weigh", in_quality_office & ~is_author)
add_perm("incidents.write_lesson", in_quality_office | heads)
add_perm("lessons.read", (is_published & works_there) | looks_after_lessons)
add_perm("lessons.comment", is_published & works_there)
add_perm("lessons.publish", looks_after_lessons)
add_perm("sac.edit", in_quality_office)
add_perm("analysis_standards.edit", in_quality_office)
add_perm(BRING_IN, in_quality_office)
add_perm("incidents.close", in_quality_office)
add_perm("incidents.reopen", in_quality_office)


def visible_to(user: User) -> Q:
    """“incidents.read”, as a filter for lists."""
    is_raw = Q(author=None, author_seal="") & ~Q(state__in=CONFIRMED)
    of_others = Q(department__in=user.scope(*OTHERS)) & ~is_raw
    of_offices = Q(department__in=user.scope(*OFFICES))
    return of_offices | of_others | authored_by(user)  # the seals last: most rows need not be compared with them


@predicate
def is_in_the_team(user: User, analysis: Any) -> bool:
    return analysis is not None and (leads_it(user, analysis) or analysis.members.filter(person=user).exists())


@predicate
def leads_it(user: User, analysis: Any) -> bool:
    return analysis is not None and analysis.lead_id == user.pk


analyses = is_in_the_team | heads_department | in_quality_office

add_perm("incidents.analyse", heads_department | in_quality_office)
add_perm("analysis.file", always_allow)  # whoever may analyse the incident; nobody files one alone
add_perm("analysis.read", is_author | analyses | leads_hospital | audits)
add_perm("analysis.edit", analyses)
add_perm("analysis.comment", is_author | analyses | leads_hospital)
add_perm("analysis.attach", analyses)
add_perm("analysis.link", analyses)
add_perm("analysis.identify", heads_department | in_quality_office)
add_perm("analysis.begin", analyses)
add_perm("analysis.finish", leads_it | in_quality_office)
add_perm("analysis.drop", in_quality_office)
add_perm("analysis.resume", in_quality_office)
add_perm("analysis.act_on", heads_department | in_quality_office)


def analyses_visible_to(user: User) -> Q:
    """“analysis.read”, as a filter for lists."""
    own = apps.get_model("incidents", "Analysis").objects.filter(Q(lead=user) | Q(members__person=user))
    return authored_by(user) | Q(pk__in=own.values("pk")) | Q(department__in=user.scope(*OFFICES, *OTHERS))
