"""The hospital's standard of analysis: looked at and changed by the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.standards import StandardForm
from ..models import AnalysisStandard, standard_of
from ..services.standards import change_standard
from .sac import hospital_of_office

EDIT = "analysis_standards.edit"


@does(EDIT)
@login_required
@once
def show_standard(request: Request) -> HttpResponse:
    """What holds now, as a form; saving makes a new version."""
    hospital = hospital_of_office(request, EDIT)
    standard = standard_of(hospital)
    form = StandardForm(request.POST or None, standard=standard)
    if form.is_valid():
        try:
            change_standard(hospital, actor=request.user, **form.told())
            messages.success(request, _("It is kept, and holds from its day on. Planned analyses keep their days."))
            return redirect("incidents:analysis-standard")
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "standard": standard,
        "hospital": hospital,
        "versions": AnalysisStandard.objects.filter(hospital=hospital).select_related("changed_by").reverse(),
    }
    return render(request, "incidents/standard.html", context, status=422 if form.is_bound else 200)
