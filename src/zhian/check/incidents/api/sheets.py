"""Paper sheets for programs: giving numbers out, typing in, and which came back."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Rate, answer, checked, doors, operation, schema_of, shown
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.sheets import IssueForm, SheetForm
from ..models import Incident, Sheet
from ..services.sheets import issue, sheet_number
from ..views.sheets import ISSUE, hospital_of, sheet_pages

router = Router(auth=doors("sheets", _("Paper sheets")), throttle=Rate(), tags=["sheets"])
issuing = doors("sheets", _("Paper sheets"), permission=ISSUE)

SheetIn = schema_of("SheetIn", SheetForm.base_fields)
IssueIn = schema_of("IssueIn", IssueForm.base_fields)
IncidentOut = shown(Incident)


class SheetOut(Schema):
    """A sheet that was typed in, with its three times."""

    number: str
    incident: str = Field(description="The number of the record.")
    occurred_at: datetime
    written_at: datetime | None
    typed_in_at: datetime

    @staticmethod
    def resolve_incident(sheet: Sheet) -> str:
        return sheet.incident.number

    @staticmethod
    def resolve_occurred_at(sheet: Sheet) -> datetime:
        return sheet.incident.occurred_at

    @staticmethod
    def resolve_written_at(sheet: Sheet) -> datetime | None:
        return sheet.incident.written_at

    @staticmethod
    def resolve_typed_in_at(sheet: Sheet) -> datetime:
        return sheet.incident.created_at


@router.get(
    "",
    auth=issuing,
    response={200: list[SheetOut], **READING},
    **operation("sheets", ISSUE, "Sheets that were typed in"),
)
def list_sheets(request: Request) -> list[Sheet]:
    """The newest hundred of your hospital."""
    return list(Sheet.objects.filter(hospital=hospital_of(request)).select_related("incident")[:100])


@router.post(
    "", response={201: IncidentOut, **WRITING}, **operation("sheets_type_in", "incidents.file", "Type in", is_once=True)
)
@once
def type_in_sheet(request: Request, told: SheetIn) -> HttpResponse:  # type: ignore[valid-type]
    """Its number, when it was written and by whom, and what it says. No sheet is typed in twice."""
    filled = checked(SheetForm(told.given(), user=request.user))  # type: ignore[attr-defined]
    return answer(IncidentOut, sheet_pages.file_told(request.user, filled), 201)


@router.post(
    "numbers",
    auth=issuing,
    response={201: list[str], **WRITING},
    **operation("sheets_issue", ISSUE, "Give numbers out", is_once=True),
)
@once
def issue_numbers(request: Request, told: IssueIn) -> HttpResponse:  # type: ignore[valid-type]
    """Each is given out once; the page …/sheets/print/ prints them."""
    hospital = hospital_of(request)
    form = checked(IssueForm(told.given()))  # type: ignore[attr-defined]
    given = issue(hospital, actor=request.user, count=form.cleaned_data["count"])
    return answer(list[str], [sheet_number(place) for place in given], 201)
