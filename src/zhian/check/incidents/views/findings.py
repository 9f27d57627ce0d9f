"""Raising a finding on an incident."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.loop.forms import RaiseForm
from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..services import raise_finding_on
from .pages import pages


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
