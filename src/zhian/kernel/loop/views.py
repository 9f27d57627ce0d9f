"""The pages of findings, and of the actions in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from .forms import CompleteForm, PlanForm
from .models import Finding
from .services import complete
from .tables import FindingFilters, FindingTable


class FindingPages(RecordPages[Finding]):
    """No form: a finding is raised from its source."""

    model = Finding
    table = FindingTable
    filters = FindingFilters
    step_forms = {"plan": PlanForm, "extend": PlanForm}
    detail = "loop/finding.html"
    summary = "loop/summary.html"
    select_related = ("department", "author", "source")


pages = FindingPages()


@does("loop.do_action")
@login_required
@once
def complete_action(request: Request, number: str, action: int) -> HttpResponse:
    """Say that an action is done, and what shows it."""
    finding = pages.get(request, number)
    planned = get_object_or_404(finding.actions, pk=action)
    form = CompleteForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                complete(planned, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The action is done. Thank you."))
            return redirect(finding)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
    status = 422 if form.is_bound else 200
    return render(request, "loop/complete.html", {"form": form, "record": finding, "action": planned}, status=status)
