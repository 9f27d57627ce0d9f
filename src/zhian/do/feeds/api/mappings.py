"""How tables and department codes of other systems are read, for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import Department
from zhian.kernel.web.api import READING, WRITING, DepartmentOut, Rate, Told, answer, doors, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..services.codes import codes_of, keep_codes, replay_waiting, unknown
from ..services.mappings import keep_mapping, put_out_of_use, rename
from ..views.mappings import hospital_asked, mapping_of, mappings_of
from .imports import MappingIn

mappings = Router(auth=doors("feeds", permission="feeds.map"), throttle=Rate(), tags=["feeds"])
codes = Router(auth=doors("feeds", permission="feeds.map"), throttle=Rate(), tags=["feeds"])


class MappingOut(Schema):
    """Which column tells which fact, and how its cells are read."""

    id: int
    hospital: DepartmentOut
    name: str
    table: str
    columns: dict[str, str]
    cells: dict[str, dict[str, Any]]
    changed_at: datetime


class CodesOut(Schema):
    """What other systems call departments."""

    hospital: str
    codes: dict[str, str] = Field(description="Code there → our code.")
    unknown: dict[str, int] = Field(description="Codes that wait in quarantine → rows that were looked at.")


class CodesIn(Told):
    codes: dict[str, str | None] = Field(description="Code there → our code; null where it is none any more.")
    again: bool = Field(False, description="Have imports tried again that waited for a department.")


@mappings.get(
    "", response={200: list[MappingOut], **READING}, **operation("feeds_mappings", "feeds.map", "List mappings")
)
def list_mappings(request: Request) -> Any:
    """Of the hospitals that you look after."""
    hospital_asked(request.user, "")
    return list(mappings_of(request.user))


@mappings.put(
    "{pk}",
    response={200: MappingOut, **WRITING},
    **operation("feeds_mapping_keep", "feeds.map", "Change a mapping", is_once=True),
)
@once
def change_mapping(request: Request, pk: int, told: MappingIn) -> HttpResponse:
    """Its name, its columns, how their cells are read. Files that come from now on are read so."""
    kept = mapping_of(request.user, pk)
    if told.table != kept.table:
        raise Refused(_("What a line tells of cannot be changed: make another mapping."))
    kept = rename(kept, name=told.name, actor=request.user)
    changes = {**told.model_dump(), "name": kept.name}
    return answer(MappingOut, keep_mapping(kept.hospital, **changes, actor=request.user))


@mappings.delete(
    "{pk}",
    response={200: MappingOut, **WRITING},
    **operation("feeds_mapping_end", "feeds.map", "Put a mapping out of use", is_once=True),
)
@once
def end_mapping(request: Request, pk: int) -> HttpResponse:
    """No file is read by it any more, and its name is free. Imports made by it still say so."""
    kept = mapping_of(request.user, pk)
    put_out_of_use(kept, actor=request.user)
    return answer(MappingOut, kept)


@codes.get("", response={200: CodesOut, **READING}, **operation("feeds_codes", "feeds.map", "Read department codes"))
def read_codes(request: Request, hospital: str = "") -> Any:
    """Of a hospital by its code, else of the first that you look after."""
    return _told(hospital_asked(request.user, hospital))


@codes.put(
    "",
    response={200: CodesOut, **WRITING},
    **operation("feeds_codes_keep", "feeds.map", "Say which departments codes are", is_once=True),
)
@once
def put_codes(request: Request, told: CodesIn, hospital: str = "") -> HttpResponse:
    """Codes that are not named stay as they are."""
    place = hospital_asked(request.user, hospital)
    keep_codes(place, codes={code: _ours(place, ours) for code, ours in told.codes.items()}, actor=request.user)
    if told.again:
        replay_waiting(place, actor=request.user)
    return answer(CodesOut, _told(place))


def _told(hospital: Department) -> dict[str, Any]:
    known = {code: department.code for code, department in codes_of(hospital).items()}
    return {"hospital": hospital.code, "codes": known, "unknown": dict(unknown(hospital))}


def _ours(hospital: Department, code: str | None) -> Department | None:
    found = Department.objects.filter(hospital=hospital, code=code).first() if code else None
    if code and found is None:
        raise Refused(_("“%(name)s” is no department of this hospital.") % {"name": code})
    return found
