"""Who is meant when a table of rules says “the quality office” or “the head of department”; whom a person may see."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from zhian.kernel.prepared import prepared

from .models import Department, Duty, Role, User

NEXT_DUTY_UP = {  # to whom an overdue matter goes next
    Role.NURSE: Role.HEAD_NURSE,
    Role.DOCTOR: Role.HEAD,
    Role.HEAD_NURSE: Role.HEAD,
    Role.DEPARTMENT_QUALITY: Role.HEAD,
    Role.HEAD: Role.QUALITY_OFFICE,
    Role.SAFETY_OFFICE: Role.LEADER,
    Role.QUALITY_OFFICE: Role.LEADER,
    Role.COMMITTEE: Role.LEADER,
}


def holders(roles: str | Collection[str], department: Department) -> list[User]:
    """The active people who hold the role, or one of them, over this department: there or further up."""
    return _holders((roles,) if isinstance(roles, str) else tuple(roles), tuple(department.above))


@prepared
def _holders(roles: tuple[str, ...], departments: tuple[int, ...]) -> QuerySet[User]:
    duties = Duty.objects.filter(role__in=roles, department__in=departments)
    return User.objects.filter(is_active=True, pk__in=duties.values("person"))


def people_seen_by(user: User) -> QuerySet[User]:
    """The people of the own hospital, and of those that a duty reaches."""
    covered = user.scope(*user.roles)
    hospitals = Department.objects.filter(pk__in=covered).exclude(hospital=None).values("hospital")
    seen = Q(department__hospital__in=hospitals) | Q(department__in=covered)
    if user.hospital_id:
        seen |= Q(department__hospital=user.hospital_id)
    return User.objects.filter(seen).select_related("department")


def suggest(words: str, *, to: User, most: int = 10) -> list[User]:
    """Active people whose staff number or name begins with the words, then those whose name contains them."""
    words = words.strip()
    if not words:
        return []
    people = people_seen_by(to).filter(is_active=True)
    first = people.filter(Q(username__istartswith=words) | Q(name__istartswith=words))[:most]
    found = list(first)
    if len(found) < most:
        found += people.filter(name__icontains=words).exclude(pk__in=[person.pk for person in found])[
            : most - len(found)
        ]
    return found
