"""Letters to a reporter who is known by a receipt alone."""

from datetime import date

from django.http import HttpResponse
from ninja import Router, Schema

from zhian.kernel.web.api import READING, WRITING, PersonOut, answer, checked, operation, schema_of
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.letters import LetterForm
from ..models import Letter
from ..services.letters import ask_reporter, receipt_of
from ..views import pages

LetterIn = schema_of("LetterIn", LetterForm.base_fields)


class LetterOut(Schema):
    """A question of the office, or the reporter's answer."""

    text: str
    on: date
    is_from_reporter: bool
    author: PersonOut | None


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
