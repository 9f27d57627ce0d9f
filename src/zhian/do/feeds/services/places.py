"""What checks know of a hospital: its departments, and what of it lies in the lake."""

from pathlib import Path

from django.conf import settings

from zhian.engines.indicators.lake import Lake
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, DepartmentKind

from ..models import DepartmentCode
from ..readers import Layout, Place
from ..readers.homes import Files, looked_in


def place_of(hospital: Department) -> Place:
    """Its departments by name, by what other systems call them, and by code; and which other hospitals there are."""
    departments = Department.objects.filter(hospital=hospital)
    theirs = DepartmentCode.objects.filter(hospital=hospital).values_list("code", "department__code")
    names, codes = ({getattr(each, told): each.code for each in departments} for told in ("name", "code"))
    others = Department.objects.filter(kind=DepartmentKind.HOSPITAL).exclude(pk=hospital.pk)
    return Place(hospital.code, today(), names | dict(theirs) | codes, list(others.values_list("code", flat=True)))


def homes_of(layout: Layout, hospital: Department, work: Path | None = None) -> Files:
    """The files in which that must lie to which a row belongs: of the lake, and of the workspace of an import."""
    here = Lake(settings.LAKE).snapshot
    return {
        table: [*here.files(table, hospital.code), *(map(str, work.glob(f"{table}.*.parquet")) if work else ())]
        for table in looked_in(layout)
    }
