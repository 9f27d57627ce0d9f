"""The departments and the people of my hospital, for whoever fills in a form by program."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from zhian.kernel.people.models import Department, User
from zhian.kernel.web.api import READING, DepartmentOut, PersonOut, Rate, Told, doors, operation, refuse_unknown
from zhian.kernel.web.requests import Request

PER_PAGE = 100

router = Router(auth=doors("people", _("People and departments")), throttle=Rate(), tags=["people"])


class PlaceOut(DepartmentOut):
    """A department and what stands above it."""

    kind: str
    is_open: bool
    parent_id: int | None


class ColleagueOut(PersonOut):
    """Somebody who can be named in a form."""

    title: str
    department: DepartmentOut | None


class PeopleIn(Told):
    q: str = Field("", max_length=60, description="How the name or the staff number begins.")
    page: int = Field(1, ge=1, le=10_000)


@router.get(
    "departments",
    response={200: list[PlaceOut], **READING},
    **operation("departments", "people.read", "The departments"),
)
def list_departments(request: Request) -> Any:
    """Those of my hospital, and those that a duty of mine covers."""
    return Department.objects.filter(_mine(request.user)).order_by("code")


@router.get("people", response={200: list[ColleagueOut], **READING}, **operation("people", "people.read", "The people"))
def list_people(request: Request, told: Query[PeopleIn]) -> Any:
    """Active colleagues in those departments, by staff number, a hundred on a page."""
    refuse_unknown(request, PeopleIn.model_fields)
    departments = Department.objects.filter(_mine(request.user)).values("pk")
    people = User.objects.filter(is_active=True, department__in=departments).select_related("department")
    named = people.filter(Q(name__startswith=told.q) | Q(username__startswith=told.q)).order_by("username")
    return named[(told.page - 1) * PER_PAGE : told.page * PER_PAGE]


def _mine(user: User) -> Q:
    return Q(hospital=user.hospital_id) | Q(pk__in=user.scope(*user.roles))
