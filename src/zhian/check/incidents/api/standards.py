"""The hospital's standard of analysis for programs."""

from datetime import date
from functools import partial
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Rate, Told, answer, doors, operation
from zhian.kernel.web.problems import Invalid, errors_of_refusal
from zhian.kernel.web.requests import Request

from ..models import standard_of
from ..services.standards import change_standard
from ..terms.analysis import Standard, Target
from ..views.sac import hospital_of_office
from ..views.standards import EDIT

router = Router(
    auth=doors("analysis-standard", _("Standard of analysis"), permission=EDIT),
    throttle=Rate(),
    tags=["analysis-standard"],
)


class TargetTold(Told):
    """What an event of this severity asks for."""

    sac: int | None = Field(ge=1, le=4, description="1 to 4, or none where there is no SAC.")
    method: Literal["rca", "mini_rca", "department", "aggregate"]
    begin_workdays: int = Field(ge=0, le=365, description="Working days from the confirmation.")
    finish_days: int = Field(ge=0, le=365, description="Days from the confirmation.")


class GroupTold(Told):
    """A group of contributing factors."""

    group: str = Field(min_length=1, max_length=200)
    factors: list[str] = Field(min_length=1)


class StandardIn(Told):
    targets: list[TargetTold] = Field(min_length=5, max_length=5)
    factors: list[GroupTold] = Field(min_length=1)
    source: str = Field(max_length=300, min_length=1, pattern=r"\S")
    valid_from: date


class StandardOut(Schema):
    version: int = Field(description="0 is the one that comes with the program.")
    targets: list[TargetTold]
    factors: list[GroupTold]
    source: str
    is_verified: bool

    @staticmethod
    def resolve_targets(standard: Standard) -> list[dict[str, Any]]:
        return [{"sac": sac, **vars_of(target)} for sac, target in standard.targets.items()]

    @staticmethod
    def resolve_factors(standard: Standard) -> list[dict[str, Any]]:
        return [{"group": str(group), "factors": [str(term) for term in group.terms]} for group in standard.factors]


def vars_of(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in Target.__dataclass_fields__}


@router.get("", response={200: StandardOut, **READING}, **operation("analysis_standard", EDIT, "What holds now"))
def read_standard(request: Request) -> Any:
    """How soon events are analysed by their severity, and the factors that are offered."""
    return standard_of(hospital_of_office(request, EDIT))


@router.put(
    "", response={200: StandardOut, **WRITING}, **operation("analysis_standard_change", EDIT, "Keep a new standard")
)
def keep_standard(request: Request, told: StandardIn) -> HttpResponse:
    """As a new version: analyses that are planned already keep their days."""
    hospital = hospital_of_office(request, EDIT)
    targets = {each.sac: Target(each.method, each.begin_workdays, each.finish_days) for each in told.targets}
    factors = [(each.group, each.factors) for each in told.factors]
    change = partial(change_standard, hospital, actor=request.user, source=told.source, valid_from=told.valid_from)
    try:
        kept = change(targets=targets, factors=factors)
    except ValidationError as refusal:
        raise Invalid(errors_of_refusal(refusal)) from None
    return answer(StandardOut, kept.standard())
