"""Of which hospital, place and definition a program asks; whoever may not know of them is told nothing."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from pydantic import Field

from zhian.engines.indicators.definition import Definition
from zhian.kernel.people.models import Department
from zhian.kernel.web.api import (
    Told,
)
from zhian.kernel.web.requests import Request

from ..services.definitions import definition_of
from ..services.places import hospital_of, place_of


class WhereIn(Told):
    """Of which place and edition; left out, the whole hospital and the edition in force."""

    department: str = Field("", max_length=20)
    edition: str = Field("", max_length=20)


def where(request: Request, code: str) -> tuple[Department, Department]:
    """The hospital, and the place that is asked for; 404 where the person may not see it."""
    hospital = hospital_of(request.user)
    if hospital is None or not request.user.has_perm("indicators.read"):
        raise PermissionDenied("indicators.read")
    place = place_of(request.user, hospital, code)
    if place is None:
        raise Http404
    return hospital, place


def house(request: Request, permission: str) -> Department:
    hospital = hospital_of(request.user)
    if hospital is None or not request.user.has_perm(permission, hospital):
        raise PermissionDenied(permission)
    return hospital


def require(request: Request, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


def definition_at(hospital: Department, code: str, edition: str = "") -> Definition:
    found = definition_of(hospital, code, edition)
    if found is None:
        raise Http404
    return found
