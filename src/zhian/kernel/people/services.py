"""Who is meant when a table of rules says “the quality office” or “the head of department”."""

from django.db.models import QuerySet

from .models import Department, Role, User

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


def holders(role: str, department: Department) -> QuerySet[User]:
    """The active people who hold the role over this department, there or further up."""
    above = department.ancestors(include_self=True).values("pk")
    return User.objects.filter(is_active=True, duties__role=role, duties__department__in=above).distinct()
