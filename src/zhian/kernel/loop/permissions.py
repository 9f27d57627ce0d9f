"""Who may plan, act and verify. Whoever owns an action cannot verify it."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from rules import add_perm, always_allow, predicate

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.predicates import audits, heads_department, in_quality_office, is_author, leads_hospital


@predicate
def owns_an_action(user: User, finding: Any) -> bool:
    return finding is not None and finding.actions.filter(owner=user).exists()


@predicate
def owns_it(user: User, action: Any) -> bool:
    return action is not None and action.owner_id == user.pk


@predicate
def heads_its_department(user: User, action: Any) -> bool:
    return action is not None and heads_department(user, action.finding)


READERS = (
    Role.QUALITY_OFFICE,
    Role.SAFETY_OFFICE,
    Role.LEADER,
    Role.AUDITOR,
    Role.HEAD,
    Role.HEAD_NURSE,
    Role.DEPARTMENT_QUALITY,
)

add_perm("loop.file", always_allow)  # the source decides who may raise one; nobody files one alone
add_perm("loop.read", is_author | owns_an_action | heads_department | in_quality_office | leads_hospital | audits)
add_perm("loop.edit", in_quality_office)
add_perm("loop.comment", is_author | owns_an_action | heads_department | in_quality_office | leads_hospital)
add_perm("loop.attach", owns_an_action | heads_department | in_quality_office)
add_perm("loop.link", heads_department | in_quality_office)
add_perm("loop.identify", heads_department | in_quality_office)
add_perm("loop.plan", heads_department | in_quality_office)
add_perm("loop.extend", heads_department | in_quality_office)
add_perm("loop.report_done", owns_an_action | heads_department)
add_perm("loop.accept", in_quality_office & ~owns_an_action)
add_perm("loop.reject", in_quality_office & ~owns_an_action)
add_perm("loop.withdraw", in_quality_office)
add_perm("loop.do_action", owns_it | heads_its_department)


def visible_to(user: User) -> Q:
    """“loop.read”, as a filter for lists."""
    owned = apps.get_model("loop", "Action").objects.filter(owner=user).values("finding")
    return Q(author=user) | Q(pk__in=owned) | Q(department__in=user.scope(*READERS))
