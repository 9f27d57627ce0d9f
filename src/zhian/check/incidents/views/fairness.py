"""The just-culture guide, question by question."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.records.services import require_open
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.fairness import FairnessForm
from ..scales.just_culture import OUTCOME_HELP, FairOutcome
from ..services.fairness import weigh
from .pages import pages


@does("incidents.weigh")
@login_required
@once
def weigh_fairly(request: Request, number: str) -> HttpResponse:
    """One more question each time, until it comes to something; only then it can be kept."""
    incident = pages.get(request, number, "weigh")
    require_open(incident)
    form = FairnessForm(request.POST or None)
    if not form.outcome:
        form = FairnessForm(initial=request.POST.dict())  # the next question has no answer yet, and that is no fault
    if form.is_valid() and "keep" in request.POST:
        try:
            weigh(incident, actor=request.user, answers=form.answers(), note=form.cleaned_data.get("note", ""))
            messages.success(request, _("Kept. Only the office sees it."))
            return redirect(incident)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    outcome = FairOutcome(form.outcome) if form.outcome else None
    told = {"outcome": outcome, "means": OUTCOME_HELP.get(form.outcome, "")}
    return pages.render(request, "incidents/fairness.html", form=form, record=incident, **told)
