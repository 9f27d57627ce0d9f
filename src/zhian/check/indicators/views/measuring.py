"""Measuring on demand, with progress."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.requests import Request

from ..models import Measuring
from ..services.measuring import ask_to_measure
from ..services.places import hospital_of

RECENT = 12


@does("indicators.measure")
@login_required
def measure(request: Request) -> HttpResponse:
    """How far the present run is, what the last ones found, and a button for another."""
    hospital = office_of(request, "indicators.measure")
    refusal = ""
    if request.method == "POST":
        try:
            ask_to_measure(hospital, actor=request.user)
            messages.success(request, _("The worker measures now; this page shows how far it is."))
            return redirect("indicators:measure")
        except Refused as refused:
            refusal = str(refused)
    runs = Measuring.objects.filter(hospital=hospital).select_related("asked_by")[:RECENT]
    running = next((run for run in runs if run.finished_at is None), None)
    context = {"runs": runs, "running": running, "refusal": refusal, "hospital": hospital}
    response = render(request, "indicators/measure.html", context, status=409 if refusal else 200)
    if running:
        response["Refresh"] = "4"
    return response


def office_of(request: Request, permission: str) -> Department:
    """The hospital over which the person may do this."""
    hospital = hospital_of(request.user)
    if hospital is None or not request.user.has_perm(permission, hospital):
        raise PermissionDenied(permission)
    return hospital
