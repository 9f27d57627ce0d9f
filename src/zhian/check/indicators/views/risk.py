"""The hospital's own models of risk: what went in, what they found, how far they may be believed; and a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..models import Fitting, RiskModel
from ..services.expecting import Said
from ..services.places import hospital_of
from ..services.risk import ask_to_fit
from .measuring import office_of

RECENT = 24


@does("indicators.browse")
@login_required
def risk(request: Request) -> HttpResponse:
    """The newest model, those before it, and how far the one is that is being fitted."""
    return _page(request, _hospital(request))


@does("indicators.browse")
@login_required
def risk_model(request: Request, pk: int) -> HttpResponse:
    """A model as it was fitted."""
    hospital = _hospital(request)
    return _page(request, hospital, get_object_or_404(RiskModel, pk=pk, hospital=hospital))


@does("indicators.fit_risk")
@login_required
@require_POST
@once
def fit(request: Request) -> HttpResponse:
    """Let the worker fit a new one."""
    hospital = office_of(request, "indicators.fit_risk")
    try:
        ask_to_fit(hospital, actor=request.user)
    except Refused as refusal:
        return _page(request, hospital, refusal=str(refusal))
    messages.success(request, _("The worker fits a model now; this page shows how far it is."))
    return redirect("indicators:risk")


def _hospital(request: Request) -> Department:
    hospital = hospital_of(request.user)
    if hospital is None:
        raise PermissionDenied("indicators.browse")
    return hospital


def _page(request: Request, hospital: Department, shown: RiskModel | None = None, *, refusal: str = "") -> HttpResponse:
    models = RiskModel.objects.filter(hospital=hospital).select_related("fitted_by")[:RECENT]
    shown = shown or next(iter(models), None)
    last = Fitting.objects.filter(hospital=hospital).first()
    context = {
        "hospital": hospital,
        "models": models,
        "said": Said(shown) if shown else None,
        "is_newest": not models or shown == models[0],
        "running": last if last and last.finished_at is None else None,
        "failed": last if last and last.error else None,
        "may_fit": request.user.has_perm("indicators.fit_risk", hospital),
        "refusal": refusal,
    }
    response = render(request, "indicators/risk.html", context, status=409 if refusal else 200)
    if context["running"]:
        response["Refresh"] = "4"
    return response
