"""Of which hospital and departments a person sees values."""

from zhian.kernel.people.models import Department, DepartmentKind, User

from ..permissions import HEADS, WATCHERS


def hospital_of(user: User) -> Department | None:
    """The person's own hospital, else the first that a duty covers."""
    if user.hospital is not None:
        return user.hospital
    covered = Department.objects.filter(pk__in=user.scope(*user.roles), kind=DepartmentKind.HOSPITAL)
    return covered.order_by("pk").first()


def departments_of(user: User, hospital: Department) -> list[Department]:
    """The open departments of the hospital whose values the person may see."""
    found = Department.objects.filter(hospital=hospital, is_open=True, kind=DepartmentKind.DEPARTMENT)
    return list(found.filter(pk__in=user.scope(*HEADS, *WATCHERS)).order_by("code"))


def place_of(user: User, hospital: Department, code: str) -> Department | None:
    """The hospital, or one of its departments by its code; None where the person may not see it."""
    place = hospital if code in ("", hospital.code) else None
    place = place or Department.objects.filter(hospital=hospital, code=code).first()
    return place if place and user.has_perm("indicators.read", place) else None
