"""Who may see and type in what a department did. What one person typed in, another one reviews."""

from typing import Any

from rules import add_perm, predicate

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.predicates import (
    administers_system,
    audits,
    heads_department,
    in_quality_office,
    leads_hospital,
)

READERS = (
    Role.QUALITY_OFFICE,
    Role.SAFETY_OFFICE,
    Role.LEADER,
    Role.AUDITOR,
    Role.HEAD,
    Role.HEAD_NURSE,
    Role.DEPARTMENT_QUALITY,
)


@predicate
def entered_it(user: User, activity: Any) -> bool:
    return activity is not None and activity.entered_by_id == user.pk


add_perm("feeds.read", in_quality_office | heads_department | leads_hospital | audits)
add_perm("feeds.enter", in_quality_office | heads_department)
add_perm("feeds.review", (in_quality_office | heads_department) & ~entered_it)
# What was taken in from other systems. Who sees that a file came and what became of it sees no row of it.
WATCHERS = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE, Role.LEADER, Role.AUDITOR, Role.SYSTEM_ADMIN)
KEEPERS = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
add_perm("feeds.watch", in_quality_office | leads_hospital | audits | administers_system)
add_perm("feeds.import", in_quality_office)
add_perm("feeds.mend", in_quality_office)
add_perm("feeds.map", in_quality_office)  # how tables and department codes of other systems are read
