"""The pages of incidents: report, triage board, list, case, figures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.workflow import Refused
from zhian.kernel.loop.forms import RaiseForm
from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from .figures import figures
from .forms import CloseForm, ConfirmForm, IncidentForm
from .models import Incident
from .services import raise_finding_on, report
from .tables import IncidentFilters, IncidentTable


class IncidentPages(RecordPages[Incident]):
    model = Incident
    table = IncidentTable
    filters = IncidentFilters
    form = IncidentForm
    file = staticmethod(report)
    step_forms = {"confirm": ConfirmForm, "close": CloseForm}
    detail = "incidents/incident.html"
    form_page = "incidents/report.html"
    card = "incidents/card.html"
    summary = "incidents/summary.html"
    paper = "incidents/paper.html"
    deeds = (*RecordPages.deeds, "raise_finding")
    more = [("incidents:figures", gettext_lazy("Figures"))]


pages = IncidentPages()


@does("incidents.raise_finding")
@login_required
@once
def new_finding(request: Request, number: str) -> HttpResponse:
    """Something more that is to be put right."""
    incident = pages.get(request, number, "raise_finding")
    form = RaiseForm(request.POST or None, initial={"department": incident.department_id})
    form.fields["department"].offer_to(request.user)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            finding = raise_finding_on(incident, actor=request.user, told=form.cleaned_data)
            messages.success(request, _("%(number)s is raised.") % {"number": finding.number})
            return redirect(incident)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
    return pages.render(request, "web/step.html", form=form, record=incident, title=_("Raise a finding"))


@does("incidents.read")
@login_required
def show_figures(request: Request) -> HttpResponse:
    """The dashboard: what is reported, how bad it is, and how fast we are."""
    found = pages.found(request)

    def behind(field: str, value: Any) -> str:
        """The list that a bar stands for, within what is filtered already."""
        asked = request.GET.copy()
        asked[field] = str(value)
        return f"{pages.address('list')}?{asked.urlencode()}"

    return pages.render(request, "incidents/figures.html", filters=found, figures=figures(found.qs, behind))
