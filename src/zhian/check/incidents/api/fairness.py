"""The just-culture guide for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, PersonOut, Told, answer, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..services.fairness import weigh
from ..views import pages


class WeighingOut(Schema):
    """What it came to. Only the office sees it."""

    version: str
    answers: dict[str, str]
    outcome: str = Field(description="system, support, coaching, talk or outside.")
    note: str
    weighed_by: PersonOut
    at: datetime


class WeighingIn(Told):
    answers: dict[str, str] = Field(description="Of each question on the way: yes or no.", max_length=20)
    note: str = Field("", max_length=2000)


def add_fairness(incidents: Router) -> None:
    """Below the address of the case."""

    @incidents.get(
        "{slug:number}/fairness",
        response={200: list[WeighingOut], **READING},
        **operation("incidents_weighings", "incidents.weigh", "How it was weighed"),
    )
    def list_weighings(request: Request, number: str) -> Any:
        """The newest first; it counts."""
        return list(pages.get(request, number, "weigh").weighings.select_related("weighed_by"))

    @incidents.post(
        "{slug:number}/fairness",
        response={201: WeighingOut, **WRITING},
        **operation("incidents_weigh", "incidents.weigh", "Weigh it by the just-culture guide", is_once=True),
    )
    @once
    def weigh_case(request: Request, number: str, told: WeighingIn) -> HttpResponse:
        """The answers must lead to an end."""
        incident = pages.get(request, number, "weigh")
        return answer(WeighingOut, weigh(incident, actor=request.user, answers=told.answers, note=told.note), 201)
