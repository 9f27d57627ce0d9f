"""Letters to a reporter who is known by a receipt alone."""

from datetime import date

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, PersonOut, Told, answer, checked, operation, schema_of
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.letters import LetterForm
from ..models import Letter
from ..services.letters import ask_reporter, read_contact, receipt_of
from ..views import pages

LetterIn = schema_of("LetterIn", LetterForm.base_fields)


class LetterOut(Schema):
    """A question of the office, or the reporter's answer."""

    text: str
    on: date
    is_from_reporter: bool
    author: PersonOut | None


class ReasonIn(Told):
    """What for it is read."""

    reason: str = Field(max_length=200, min_length=1, pattern=r"\S")


class ContactOut(Schema):
    """How the reporter wished to be reached."""

    contact: str


def add_letters(router: Router) -> None:
    """Reading and writing them, below the incident."""

    @router.get(
        "{slug:number}/letters",
        response={200: list[LetterOut], **READING},
        **operation("incidents_letters", "incidents.read", "Letters to and from the reporter"),
    )
    def letters(request: Request, number: str) -> list[Letter]:
        """Oldest first; none where the reporter is known."""
        receipt = receipt_of(pages.get(request, number))
        return list(receipt.letters.select_related("author")) if receipt else []

    @router.post(
        "{slug:number}/letters",
        response={201: LetterOut, **WRITING},
        **operation("incidents_ask_reporter", "incidents.ask_reporter", "Ask the reporter", is_once=True),
    )
    @once
    def ask(request: Request, number: str, told: LetterIn) -> HttpResponse:  # type: ignore[valid-type]
        """On a report without a name: the reporter reads it by the receipt."""
        incident = pages.get(request, number, "ask_reporter")
        form = checked(LetterForm(told.given()))  # type: ignore[attr-defined]
        return answer(LetterOut, ask_reporter(incident, actor=request.user, **form.cleaned_data), 201)

    @router.post(
        "{slug:number}/contact",
        response={200: ContactOut, **WRITING},
        **operation("incidents_contact", "incidents.ask_reporter", "Read how a family can be reached"),
    )
    def contact(request: Request, number: str, told: ReasonIn) -> HttpResponse:
        """Your name, the time and the reason are kept."""
        incident = pages.get(request, number, "ask_reporter")
        found = read_contact(incident, actor=request.user, reason=told.reason)
        response = answer(ContactOut, {"contact": found})
        response["Cache-Control"] = "no-store"
        return response
