"""What people put on charts, the ways of counting that they choose, and the targets that they set."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from zhian.kernel.people.models import Department
from zhian.kernel.web.api import (
    READING,
    WRITING,
    PersonOut,
    Rate,
    answer,
    checked,
    doors,
    operation,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.marks import MarkForm, RebaseForm, SwitchForm, TargetForm, WithdrawForm
from ..models import Mark, OwnTarget, Rebase
from ..services.marks import begin_limits, put_mark, withdraw_limits
from ..services.switches import set_switch, ways_of
from ..services.targets import set_target
from .asking import WhereIn, definition_at, house, require, where

router = Router(auth=doors("indicators"), throttle=Rate(), tags=["indicators"])

MarkIn = schema_of("MarkIn", MarkForm.base_fields)
RebaseIn = schema_of("RebaseIn", RebaseForm.base_fields)
SwitchIn = schema_of("SwitchIn", SwitchForm.base_fields)
TargetIn = schema_of("TargetIn", TargetForm.base_fields)
WithdrawIn = schema_of("WithdrawIn", WithdrawForm.base_fields)


class MarkOut(Schema):
    id: int
    month: date
    kind: str
    text: str
    by: PersonOut


class RebaseOut(Schema):
    id: int
    month: date
    reason: str
    by: PersonOut


@router.post(
    "{str:code}/marks",
    response={201: MarkOut, **WRITING},
    **operation("indicators_mark", "indicators.annotate", "Put something on a chart", is_once=True),
)
@once
def add_mark(request: Request, code: str, told: MarkIn, at: Query[WhereIn]) -> HttpResponse:  # type: ignore[valid-type]
    """An intervention, a note, or a month left out of the limits."""
    hospital, place = where(request, at.department)
    if not request.user.has_perm("indicators.annotate", place):
        raise PermissionDenied("indicators.annotate")
    definition_at(hospital, code)
    form = checked(MarkForm(told.given()))  # type: ignore[attr-defined]
    return answer(
        MarkOut, put_mark(Mark(department=place, indicator=code, **form.cleaned_data), actor=request.user), 201
    )


@router.post(
    "{str:code}/limits",
    response={201: RebaseOut, **WRITING},
    **operation("indicators_rebase", "indicators.rebase", "Let new limits begin", is_once=True),
)
@once
def add_limits(request: Request, code: str, told: RebaseIn, at: Query[WhereIn]) -> HttpResponse:  # type: ignore[valid-type]
    """From a month on, with the reason."""
    hospital, place = where(request, at.department)
    if not request.user.has_perm("indicators.rebase", place):
        raise PermissionDenied("indicators.rebase")
    definition = definition_at(hospital, code, at.edition)
    form = checked(RebaseForm(told.given()))  # type: ignore[attr-defined]
    return answer(RebaseOut, begin_limits(definition, place, actor=request.user, **form.cleaned_data), 201)


@router.post(
    "{str:code}/limits/{int:pk}/withdraw",
    response={200: RebaseOut, **WRITING},
    **operation("indicators_rebase_withdraw", "indicators.rebase", "Take new limits back", is_once=True),
)
@once
def end_limits(request: Request, code: str, pk: int, told: WithdrawIn) -> HttpResponse:  # type: ignore[valid-type]
    """That they were there stays known."""
    require(request, "indicators.rebase")
    found = get_object_or_404(Rebase.objects.select_related("department"), pk=pk, indicator=code)
    form = checked(WithdrawForm(told.given()))  # type: ignore[attr-defined]
    return answer(RebaseOut, withdraw_limits(found, actor=request.user, **form.cleaned_data))


class SaidOut(Schema):
    """When somebody set a switch, and why."""

    is_on: bool
    reason: str
    by: PersonOut
    at: datetime


class WayOut(Schema):
    """A way of counting, how it is set, and what was said about it, the last word first."""

    name: str
    words: str
    is_on: bool
    history: list[SaidOut]


@router.get(
    "{str:code}/switches",
    response={200: list[WayOut], **READING},
    **operation("indicators_switches", "indicators.read", "Ways of counting an indicator"),
)
def list_switches(request: Request, code: str) -> Any:
    """Nothing where there is nothing to choose."""
    hospital, _place = where(request, "")
    return ways_of(hospital, definition_at(hospital, code))


@router.post(
    "{str:code}/switches/{slug:name}",
    response={200: list[WayOut], **WRITING},
    **operation("indicators_switch", "indicators.switch", "Count an indicator another way", is_once=True),
)
@once
def keep_switch(request: Request, code: str, name: str, told: SwitchIn) -> HttpResponse:  # type: ignore[valid-type]
    """From the next measuring on, for all months."""
    hospital = house(request, "indicators.switch")
    form = checked(SwitchForm(told.given()))  # type: ignore[attr-defined]
    set_switch(definition_at(hospital, code), hospital, actor=request.user, switch=name, **form.cleaned_data)
    return answer(list[WayOut], ways_of(hospital, definition_at(hospital, code)))


class TargetOut(Schema):
    """From which month the hospital wants to reach what, in the shown unit; null where it withdrew its target."""

    month: date
    value: float | None
    reason: str
    by: PersonOut
    at: datetime


@router.get(
    "{str:code}/targets",
    response={200: list[TargetOut], **READING},
    **operation("indicators_targets", "indicators.read", "A hospital's own targets of an indicator"),
)
def list_targets(request: Request, code: str) -> Any:
    """Every word that was said, the last one first."""
    hospital, _place = where(request, "")
    return _targets(hospital, definition_at(hospital, code).code)


@router.post(
    "{str:code}/targets",
    response={201: list[TargetOut], **WRITING},
    **operation("indicators_set_target", "indicators.set_target", "Set a hospital's own target", is_once=True),
)
@once
def add_target(request: Request, code: str, told: TargetIn) -> HttpResponse:  # type: ignore[valid-type]
    """From a month on; without a value the own target ends."""
    hospital = house(request, "indicators.set_target")
    form = checked(TargetForm(told.given()))  # type: ignore[attr-defined]
    set_target(definition_at(hospital, code), hospital, actor=request.user, **form.cleaned_data)
    return answer(list[TargetOut], _targets(hospital, code), 201)


def _targets(hospital: Department, code: str) -> list[OwnTarget]:
    return list(OwnTarget.objects.filter(hospital=hospital, indicator=code).select_related("by"))
