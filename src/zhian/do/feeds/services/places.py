"""What checks know of a hospital."""

from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, DepartmentKind

from ..models import DepartmentCode
from ..readers import Place


def place_of(hospital: Department) -> Place:
    """Its departments by name, by what other systems call them, and by code; and which other hospitals there are."""
    departments = Department.objects.filter(hospital=hospital)
    theirs = DepartmentCode.objects.filter(hospital=hospital).values_list("code", "department__code")
    names, codes = ({getattr(each, told): each.code for each in departments} for told in ("name", "code"))
    others = Department.objects.filter(kind=DepartmentKind.HOSPITAL).exclude(pk=hospital.pk)
    return Place(hospital.code, today(), names | dict(theirs) | codes, list(others.values_list("code", flat=True)))
