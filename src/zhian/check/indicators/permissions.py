"""Who sees which values and rows, who enters and reviews, who decides on limits, alerts and definitions.

All staff see the hospital's values; a department's values are for those with a duty over it; rows of patients are for
the quality office and the heads of that department, and every reading of them is noted.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q
from rules import add_perm, always_allow, always_deny, predicate

from zhian.kernel.people.models import Department, DepartmentKind, Role, User
from zhian.kernel.people.predicates import (
    audits,
    authored_by,
    has_account,
    heads_department,
    holding,
    in_quality_office,
    is_author,
    leads_hospital,
)

OFFICES = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
HEADS = (Role.HEAD, Role.HEAD_NURSE, Role.DEPARTMENT_QUALITY)
WATCHERS = (*OFFICES, Role.LEADER, Role.AUDITOR, Role.COMMITTEE)

sits_on_committee = holding(Role.COMMITTEE)
watches = in_quality_office | leads_hospital | audits | sits_on_committee


@predicate
def is_own_hospital(user: User, place: Any = None) -> bool:
    """Of the whole hospital in which the person works: all staff may know how it does."""
    return isinstance(place, Department) and place.kind == DepartmentKind.HOSPITAL and place.pk == user.hospital_id


@predicate
def typed_in(user: User, monthly: Any = None) -> bool:
    """Whoever handed it in or typed a number in it: a second person reviews."""
    if monthly is None:
        return False
    return monthly.hand_id == user.pk or monthly.lines.filter(entered_by=user).exists()


@predicate
def owns_alert(user: User, alert: Any = None) -> bool:
    return alert is not None and alert.owner_id == user.pk


@predicate
def is_draft(_user: User, own: Any = None) -> bool:
    """What was proposed is approved as it stands, or sent back."""
    return own is None or own.state == "draft"


@predicate
def proposed_it(user: User, own: Any = None) -> bool:
    return own is not None and own.proposed_by_id == user.pk


@predicate
def works_anywhere(user: User, place: Any = None) -> bool:
    """Without a place: whoever works in a hospital, or has a duty over one."""
    return place is None and (user.hospital_id is not None or bool(user.roles))


add_perm("indicators.browse", has_account)
add_perm("indicators.read", works_anywhere | is_own_hospital | heads_department | watches)
add_perm("indicators.drill", heads_department | in_quality_office)
add_perm("indicators.annotate", heads_department | in_quality_office)
add_perm("indicators.rebase", in_quality_office)
add_perm("indicators.measure", in_quality_office)
add_perm("indicators.fit_risk", in_quality_office)
add_perm("indicators.set_budget", in_quality_office)
add_perm("indicators.switch", in_quality_office)
add_perm("indicators.set_target", in_quality_office)
add_perm("indicators.entrust", in_quality_office)
add_perm("indicators.report", watches)
add_perm("indicators.comment_report", in_quality_office)

lookers = heads_department | in_quality_office

add_perm("alerts.file", always_allow)  # the worker raises them; nobody files one alone
add_perm("alerts.read", lookers | owns_alert | watches)
add_perm("alerts.edit", in_quality_office)
add_perm("alerts.comment", lookers | owns_alert | leads_hospital)
add_perm("alerts.attach", lookers | owns_alert)
add_perm("alerts.link", lookers)
add_perm("alerts.identify", always_deny)  # it is about no patient
add_perm("alerts.acknowledge", lookers)
add_perm("alerts.hand_over", lookers | owns_alert)
add_perm("alerts.close", lookers | owns_alert)
add_perm("alerts.reopen", in_quality_office)
add_perm("alerts.raise_finding", lookers | owns_alert)


def alerts_visible_to(user: User) -> Q:
    """“alerts.read”, as a filter for lists."""
    owned = apps.get_model("indicators", "Alert").objects.filter(owner=user).values("pk")
    return Q(pk__in=owned) | Q(department__in=user.scope(*HEADS, *WATCHERS))


add_perm("returns.file", always_allow)  # the worker opens one a month, or whoever fills it in first
add_perm("returns.read", heads_department | in_quality_office | leads_hospital | audits)
add_perm("returns.edit", heads_department | in_quality_office)
add_perm("returns.comment", heads_department | in_quality_office)
add_perm("returns.attach", heads_department | in_quality_office)
add_perm("returns.link", heads_department | in_quality_office)
add_perm("returns.identify", always_deny)  # it is about no patient
add_perm("returns.hand_in", heads_department | in_quality_office)
add_perm("returns.send_back", in_quality_office)
add_perm("returns.review", in_quality_office & ~typed_in)
add_perm("returns.reopen", in_quality_office)


def returns_visible_to(user: User) -> Q:
    """“returns.read”, as a filter for lists."""
    return Q(department__in=user.scope(*HEADS, *OFFICES, Role.LEADER, Role.AUDITOR))


add_perm("own_indicators.file", in_quality_office)
add_perm("own_indicators.read", is_author | watches)
add_perm("own_indicators.edit", in_quality_office & is_draft)
add_perm("own_indicators.comment", is_author | in_quality_office)
add_perm("own_indicators.attach", in_quality_office)
add_perm("own_indicators.link", in_quality_office)
add_perm("own_indicators.identify", always_deny)  # it is about no patient
add_perm("own_indicators.propose", in_quality_office)
add_perm("own_indicators.send_back", in_quality_office & ~is_author)
add_perm("own_indicators.approve", in_quality_office & ~is_author & ~proposed_it)
add_perm("own_indicators.retire", in_quality_office)


def own_visible_to(user: User) -> Q:
    """“own_indicators.read”, as a filter for lists."""
    return authored_by(user) | Q(department__in=user.scope(*WATCHERS))
