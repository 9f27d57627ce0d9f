"""Cases like this one: a page of its own, and what the record's page fetches once it is shown."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from zhian.kernel.people.access import does
from zhian.kernel.records.deeds import note_opening
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import Offer, offers
from zhian.kernel.web.requests import Request

from ..forms.steps import SameEventForm
from ..models import Incident
from ..services import similar_to
from ..services.endings import why_not_original
from ..services.similar import Similar
from .pages import pages


@dataclass(frozen=True, slots=True)
class Found:
    """A similar case, with the form that says it is the same event, or why it cannot be said."""

    case: Similar
    form: SameEventForm
    why_not: str


@does("incidents.compare")
@login_required
def similar_cases(request: Request, number: str) -> HttpResponse:
    """Up to five, with what they have in common; where it is the same event, the step is taken from here."""
    incident = pages.get(request, number, "compare")
    note_opening(incident, reader=request.user, what=Opening.What.RECORD)
    context = {
        "record": incident,
        "similar": [_found(incident, case) for case in similar_to(incident, reader=request.user)],
        "marking": _marking(incident, request),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "incidents/parts/similar_cases.html", context)
    return pages.render(request, "incidents/similar.html", **context)


def _found(incident: Incident, case: Similar) -> Found:
    return Found(case, SameEventForm(case.incident), why_not_original(incident, case.incident))


def _marking(incident: Incident, request: Request) -> Offer | None:
    """Whether it can be marked as a duplicate by this person; nothing where it came to an end already."""
    return next((offer for offer in offers(incident, request.user) if offer.step.name == "mark_duplicate"), None)
