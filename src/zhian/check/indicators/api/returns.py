"""The month's returns for programs: opened, filled in, and then stepped as every record."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Schema
from pydantic import Field

from zhian.kernel.people.models import Department
from zhian.kernel.records.services import Conflict
from zhian.kernel.web.api import (
    READING,
    WRITING,
    PersonOut,
    Told,
    answer,
    in_words,
    operation,
    record_router,
    shown,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import Contested, FieldError, Invalid
from zhian.kernel.web.requests import Request

from ..models import MonthlyReturn
from ..services.returns import fill_in, open_return
from ..views.returns import month_of_text
from ..views.returns import pages as return_pages

router = record_router(return_pages)


class LineIn(Told):
    """What is known of one indicator; left out, nobody knows."""

    numerator: float | None = None
    denominator: float | None = None
    remark: str = Field("", max_length=200)


class LinesIn(Told):
    version: int = Field(description="As it was read, so that nobody's numbers are lost.")
    lines: dict[str, LineIn] = Field(description="By indicator@edition.")


class LineOut(Schema):
    indicator: str
    edition: str
    numerator: float | None
    denominator: float | None
    remark: str
    entered_by: PersonOut | None
    entered_at: datetime | None


class ReturnOut(shown(MonthlyReturn)):  # type: ignore[misc]
    """A return with its lines."""

    lines: list[LineOut]

    @staticmethod
    def resolve_lines(monthly: MonthlyReturn) -> list[Any]:
        return list(monthly.lines.select_related("entered_by"))


@router.post(
    "open/{slug:code}/{str:month}",
    response={200: ReturnOut, **WRITING},
    **operation("returns_open", "returns.edit", "Open the return of a month", is_once=True),
)
@once
def open_one(request: Request, code: str, month: str) -> HttpResponse:
    """The one that is there, or a new one."""
    place = get_object_or_404(Department, code=code)
    if not request.user.has_perm("returns.edit", place):
        raise PermissionDenied("returns.edit")
    return answer(ReturnOut, open_return(place, month_of_text(month), actor=request.user))


@router.get(
    "{slug:number}/lines",
    response={200: ReturnOut, **READING},
    **operation("returns_lines", "returns.read", "A return with its lines"),
)
def read_lines(request: Request, number: str) -> Any:
    return return_pages.get(request, number)


@router.put(
    "{slug:number}/lines",
    response={200: ReturnOut, **WRITING},
    **operation("returns_fill", "returns.edit", "Fill in a return", is_once=True),
)
@once
def fill_lines(request: Request, number: str, told: LinesIn) -> HttpResponse:
    """As a draft, until it is handed in; lines that are not told stay as they are."""
    monthly: MonthlyReturn = return_pages.get(request, number, "edit")
    lines = {key: line.model_dump() for key, line in told.lines.items()}
    try:
        return answer(ReturnOut, fill_in(monthly, lines, actor=request.user, version=told.version))
    except Conflict as found:
        yours = {"lines": lines}
        raise Contested(str(found), current=in_words(ReturnOut, found.current), yours=yours) from None
    except ValidationError as wrong:
        raise Invalid(
            FieldError(field=field, messages=list(said)) for field, said in wrong.message_dict.items()
        ) from None
