"""Early warning: the alerts, ranked by evidence; what they say; the budget of false alarms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.web.once import once
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from ..forms.records import AlertFindingForm, BudgetForm, HandOverForm
from ..models import Alert
from ..models.budget import budget_of
from ..services.alerts import last_watch, raise_from, reason, set_budget
from ..tables import AlertFilters, AlertTable
from .measuring import office_of


class AlertPages(RecordPages[Alert]):
    """No form: the nightly watch raises them."""

    model = Alert
    table = AlertTable
    filters = AlertFilters
    step_forms = {"hand_over": HandOverForm}
    detail = "indicators/alert.html"
    summary = "indicators/alert_summary.html"
    card = "indicators/alert_card.html"
    select_related = ("department", "author", "owner")
    deeds = ("comment", "attach", "link", "raise_finding")

    def newest_visible(self, user: User) -> QuerySet[Alert]:
        """What waits first, and of that the strongest evidence."""
        return super().newest_visible(user).order_by("is_closed", "chance", "-pk")


pages = AlertPages()


@does("alerts.raise_finding")
@login_required
@once
def new_finding(request: Request, number: str) -> HttpResponse:
    """Have put right what the alert shows."""
    alert = pages.get(request, number, "raise_finding")
    initial = {"title": alert.title, "detail": reason(alert), "department": alert.department_id}
    form = AlertFindingForm(request.POST or None, initial=initial)
    form.fields["department"].offer_to(request.user)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            with transaction.atomic():
                finding = raise_from(alert, actor=request.user, **form.cleaned_data)
            messages.success(request, _("%(number)s is raised.") % {"number": finding.number})
            return redirect(finding)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
    context: dict[str, Any] = {"form": form, "record": alert, "title": _("Have it put right")}
    return pages.render(request, "web/step.html", **context)


@does("indicators.set_budget")
@login_required
@once
def budget(request: Request) -> HttpResponse:
    """How many false alarms are put up with, and what the last watch made of it."""
    hospital = office_of(request, "indicators.set_budget")
    form = BudgetForm(request.POST or None, initial={"alarms": budget_of(hospital)})
    if form.is_valid():
        set_budget(hospital, actor=request.user, alarms=form.cleaned_data["alarms"])
        messages.success(request, _("Kept; the next watch goes by it."))
        return redirect("indicators:budget")
    context = {"form": form, "hospital": hospital, "watch": last_watch(hospital)}
    return render(request, "indicators/budget.html", context, status=422 if form.is_bound else 200)
