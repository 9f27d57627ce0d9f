"""Alerts for programs: records as every other, why they warn, and what is to be put right."""

from typing import Any

from django.http import HttpResponse
from ninja import Schema

from zhian.kernel.loop.api import FindingOut
from zhian.kernel.web.api import (
    READING,
    WRITING,
    answer,
    checked,
    operation,
    record_router,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.records import AlertFindingForm
from ..models import Alert
from ..services.alerts import raise_from, reason
from ..views.alerts import pages as alert_pages

router = record_router(alert_pages)

AlertFindingIn = schema_of("AlertFindingIn", AlertFindingForm.base_fields)


class ReasonOut(Schema):
    says: str


@router.get(
    "{slug:number}/reason",
    response={200: ReasonOut, **READING},
    **operation("alerts_reason", "alerts.read", "Why an alert warns"),
)
def read_reason(request: Request, number: str) -> Any:
    """In a sentence."""
    return {"says": reason(alert_pages.get(request, number))}


@router.post(
    "{slug:number}/findings",
    response={201: FindingOut, **WRITING},
    **operation("alerts_raise_finding", "alerts.raise_finding", "Have it put right", is_once=True),
)
@once
def raise_finding(request: Request, number: str, told: AlertFindingIn) -> HttpResponse:  # type: ignore[valid-type]
    """Its effect shows on the alert's chart."""
    alert: Alert = alert_pages.get(request, number, "raise_finding")
    form = AlertFindingForm(told.given())  # type: ignore[attr-defined]
    form.fields["department"].offer_to(request.user)  # type: ignore[attr-defined]
    return answer(FindingOut, raise_from(alert, actor=request.user, **checked(form).cleaned_data), 201)
