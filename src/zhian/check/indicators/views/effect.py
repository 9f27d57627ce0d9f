"""Splitting the chart at a repair, so that the finding's page shows before and after."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.loop.models import Finding
from zhian.kernel.months import month_of
from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.marks import RebaseForm
from ..models import Alert
from ..services.alerts import about
from ..services.marks import begin_limits


@does("indicators.rebase")
@login_required
@once
def split(request: Request, number: str) -> HttpResponse:
    """Let the limits of the alert's chart begin anew in the month of the repair."""
    if not request.user.has_perm("indicators.rebase"):
        raise PermissionDenied("indicators.rebase")
    finding = get_object_or_404(Finding, number=number)
    alert = Alert.objects.filter(pk=finding.source_id).select_related("department", "hospital").first()
    definition = about(alert) if alert else None
    if alert is None or definition is None or not request.user.has_perm("alerts.read", alert):
        raise Http404
    done = finding.actions.exclude(done_on=None).order_by("-done_on").first()
    initial = {"month": month_of(done.done_on) if done and done.done_on else None, "reason": finding.title}
    form = RebaseForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            begin_limits(definition, alert.department, actor=request.user, finding=finding, **form.cleaned_data)
            messages.success(request, _("The chart is split: the finding shows before and after."))
            return redirect(finding)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
    context = {"form": form, "record": finding, "title": _("Split the chart at the repair")}
    return render(request, "web/step.html", context, status=422 if form.is_bound else 200)
