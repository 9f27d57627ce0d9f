"""Asking and deciding whether it becomes known who reported under seal. The name itself is told to people only."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.records import unsealing
from zhian.kernel.web.api import READING, WRITING, answer, checked, operation, schema_of
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.unsealing import AskForm, DecideForm
from ..views import pages

AskIn = schema_of("AskIn", AskForm.base_fields)
DecideIn = schema_of("DecideIn", DecideForm.base_fields)


class UnsealingOut(Schema):
    """That somebody wanted to know who reported under seal, and what a second person decided."""

    id: int
    asked_as: str = Field(description="The role of whoever asked.")
    asked_at: datetime
    reason: str
    decided_as: str = Field(description="The role of whoever decided; empty where nobody has.")
    decided_at: datetime | None
    is_granted: bool
    answer: str


def add_unsealing(router: Router) -> None:
    """What was asked, asking, and deciding, below the incident."""

    @router.get(
        "{slug:number}/unsealings",
        response={200: list[UnsealingOut], **READING},
        **operation("incidents_unsealings", "incidents.read", "Who wanted to know who reported"),
    )
    def list_unsealings(request: Request, number: str) -> Any:
        """For whoever reported it, and for those who ask and decide; empty for others."""
        return unsealing.told_to(request.user, pages.get(request, number))

    @router.post(
        "{slug:number}/unsealings",
        response={201: UnsealingOut, **WRITING},
        **operation("incidents_ask_unsealing", "incidents.ask_unsealing", "Ask who reported under seal", is_once=True),
    )
    @once
    def ask(request: Request, number: str, told: AskIn) -> HttpResponse:  # type: ignore[valid-type]
        """A second person decides. The name is told on the page only, after signing in again, and to no program."""
        incident = pages.get(request, number, "ask_unsealing")
        form = checked(AskForm(told.given()))  # type: ignore[attr-defined]
        return answer(UnsealingOut, unsealing.ask(incident, actor=request.user, **form.cleaned_data), 201)

    told = operation("incidents_decide_unsealing", "incidents.decide_unsealing", "Grant it or not", is_once=True)

    @router.post("{slug:number}/unsealings/{int:asked}", response={200: UnsealingOut, **WRITING}, **told)
    @once
    def decide(request: Request, number: str, asked: int, told: DecideIn) -> HttpResponse:  # type: ignore[valid-type]
        """By a second person, never by who asked."""
        incident = pages.get(request, number, "decide_unsealing")
        form = checked(DecideForm(told.given()))  # type: ignore[attr-defined]
        decided = unsealing.decide(incident, actor=request.user, unsealing=asked, **form.cleaned_data)
        return answer(UnsealingOut, decided)
