"""What the hospital did, for programs: reading, entering and reviewing counts."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.web.api import (
    READING,
    WRITING,
    DepartmentOut,
    PersonOut,
    Rate,
    Told,
    answer,
    checked,
    doors,
    operation,
    schema_of,
)  # fmt: skip
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms import CountsForm, MonthForm
from ..models import Activity
from ..services import enter, review
from ..views.activity import last_month, of_month, place_and_month

router = Router(auth=doors("feeds", _("Activity figures")), throttle=Rate(), tags=["feeds"])

CountsIn = schema_of("CountsIn", CountsForm.base_fields)
NOTHING = CountsIn()


class ActivityOut(Schema):
    """The counts of one department in one month; null where nobody knows."""

    department: DepartmentOut
    month: date = Field(description="Its first day.")
    discharges: int | None
    bed_days: int | None
    beds: int | None
    visits: int | None
    edition: str = Field(description="Other counts have another one; the review names it.")
    entered_by: PersonOut
    reviewed_by: PersonOut | None = Field(description="Rates use only what somebody else than who entered it reviewed.")


class EditionIn(Told):
    edition: str = Field("", description="As it was read.", max_length=40)


class MonthIn(Told):
    month: str = Field("", description="Such as 2026-03; the last month if left out.", pattern=r"^(\d{4}-\d{2})?$")


@router.get(
    "",
    response={200: list[ActivityOut], **READING},
    **operation("feeds_activity", "feeds.read", "What the departments did in a month"),
)
def list_activity(request: Request, told: Query[MonthIn]) -> Any:
    """Of the departments that you look after."""
    if not request.user.has_perm("feeds.read"):
        raise PermissionDenied("feeds.read")
    asked = {"month": told.month or f"{last_month():%Y-%m}"}
    month = checked(MonthForm(asked)).cleaned_data["month"]
    return of_month(request.user, month).order_by("department__code")


@router.put(
    "{slug:month}/{slug:code}",
    response={200: ActivityOut, **WRITING},
    **operation("feeds_enter", "feeds.enter", "Enter the counts of a month", is_once=True),
)
@once
def enter_activity(request: Request, month: str, code: str, told: CountsIn = NOTHING) -> HttpResponse:  # type: ignore[valid-type]
    """All four together: what is not told is not known. They must be reviewed anew."""
    department, first = place_and_month(request.user, month, code)
    if not request.user.has_perm("feeds.enter", department):
        raise PermissionDenied("feeds.enter")
    form = checked(CountsForm(told.given(), instance=Activity(department=department, month=first)))  # type: ignore[attr-defined]
    return answer(ActivityOut, enter(department, first, actor=request.user, counts=form.cleaned_data))


@router.post(
    "{slug:month}/{slug:code}/review",
    response={200: ActivityOut, **WRITING},
    **operation("feeds_review", "feeds.review", "Agree to the counts of a month", is_once=True),
)
@once
def review_activity(request: Request, month: str, code: str, told: Query[EditionIn]) -> HttpResponse:
    """With the edition that you have looked at: it is refused if it is no longer that."""
    department, first = place_and_month(request.user, month, code)
    if not request.user.has_perm("feeds.review"):
        raise PermissionDenied("feeds.review")
    entered = get_object_or_404(Activity, department=department, month=first)
    return answer(ActivityOut, review(entered, actor=request.user, seen=told.edition))
