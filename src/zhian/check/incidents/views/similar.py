"""Cases like this one: a page of its own, and what the record's page fetches once it is shown."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from zhian.kernel.people.access import does
from zhian.kernel.records.deeds import note_opening
from zhian.kernel.records.models import Opening
from zhian.kernel.web.requests import Request

from ..services import similar_to
from .pages import pages


@does("incidents.compare")
@login_required
def similar_cases(request: Request, number: str) -> HttpResponse:
    """Up to five, with what they have in common."""
    incident = pages.get(request, number, "compare")
    note_opening(incident, reader=request.user, what=Opening.What.RECORD)
    found = similar_to(incident, reader=request.user)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "incidents/parts/similar_cases.html", {"record": incident, "similar": found})
    return pages.render(request, "incidents/similar.html", record=incident, similar=found)
