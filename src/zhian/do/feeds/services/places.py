"""What checks know of a hospital."""

from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, DepartmentKind

from ..readers import Place


def place_of(hospital: Department) -> Place:
    """Its departments by code and by name, and which other hospitals there are."""
    departments = Department.objects.filter(hospital=hospital)
    known = {name: each.code for each in departments for name in (each.name, each.code)}
    others = Department.objects.filter(kind=DepartmentKind.HOSPITAL).exclude(pk=hospital.pk)
    return Place(hospital.code, today(), known, list(others.values_list("code", flat=True)))
