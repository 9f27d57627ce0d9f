"""The hospital's SAC matrix for programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Rate, Told, answer, doors, operation
from zhian.kernel.web.requests import Request

from ..models import matrix_of
from ..services import change_matrix
from ..views.sac import hospital_of_office

router = Router(auth=doors("sac", _("SAC matrix"), permission="sac.edit"), throttle=Rate(), tags=["sac"])


class MatrixOut(Schema):
    """For each frequency a level, 1 to 4, for each severity: death, extreme, severe, moderate, low, none."""

    version: str
    levels: dict[str, list[int]]
    source: str
    is_verified: bool


class MatrixIn(Told):
    levels: dict[str, list[int]]
    source: str = Field(max_length=300, min_length=1, pattern=r"\S")


@router.get("", response={200: MatrixOut, **READING}, **operation("sac", "sac.edit", "The SAC matrix that holds now"))
def read_matrix(request: Request) -> Any:
    """The hospital's own, or the one that comes with the program."""
    return matrix_of(hospital_of_office(request, "sac.edit"))


@router.put("", response={200: MatrixOut, **WRITING}, **operation("sac_change", "sac.edit", "Keep a new SAC matrix"))
def keep_matrix(request: Request, told: MatrixIn) -> HttpResponse:
    """As a new version: what was graded keeps the one it was graded by."""
    hospital = hospital_of_office(request, "sac.edit")
    kept = change_matrix(hospital, actor=request.user, levels=told.levels, source=told.source)
    return answer(MatrixOut, kept.matrix())
