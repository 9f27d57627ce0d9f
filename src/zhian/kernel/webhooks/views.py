"""The pages of webhooks, for the system administrator."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import QuickPaginator

from .forms import WebhookForm
from .models import Call, Webhook
from .services import events, in_words, keep, renew_secret, send_again, try_out

MANAGE = "webhooks.manage"
PER_PAGE = 30


@does(MANAGE)
@login_required
def list_webhooks(request: Request) -> HttpResponse:
    """Those of the hospital, with what waits for each."""
    waiting = Count("calls", filter=Q(calls__state=Call.State.WAITING))
    given_up = Count("calls", filter=Q(calls__state=Call.State.FAILED))
    found = webhooks_of(request).annotate(waiting=waiting, given_up=given_up, last_sent_at=Max("calls__sent_at"))
    return render(request, "webhooks/list.html", {"webhooks": found})


@does(MANAGE)
@login_required
def new_webhook(request: Request) -> HttpResponse:
    """Enter one. Its secret is on this one answer and nowhere else."""
    webhook = Webhook(hospital=hospital_of(request))
    form = WebhookForm(request.POST or None)
    if _kept(form, lambda: keep(webhook, actor=request.user, **form.cleaned_data)):
        return _with_secret(request, webhook, webhook.secret)
    return _page(request, form, _("New webhook"))


@does(MANAGE)
@login_required
@once
def edit_webhook(request: Request, pk: int) -> HttpResponse:
    """Change what it hears of, or stop calling it; and its last calls."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    initial = {name: getattr(webhook, name) for name in ("name", "address", "steps", "is_active")}
    form = WebhookForm(request.POST or None, initial=initial)
    if _kept(form, lambda: keep(webhook, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("“%(name)s” is kept.") % {"name": webhook.name})
        return redirect("webhooks:list")
    return _page(request, form, webhook.name, webhook)


@does(MANAGE)
@login_required
@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """A new secret, on this one answer and nowhere else."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    return _with_secret(request, webhook, renew_secret(webhook, actor=request.user))


@does(MANAGE)
@login_required
@require_POST
@once
def test(request: Request, pk: int) -> HttpResponse:
    """Let the worker call it now, with nothing to tell."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    try_out(webhook, actor=request.user)
    messages.success(request, _("It is called within the next seconds. See below whether it answers."))
    return redirect("webhooks:edit", webhook.pk)


@does(MANAGE)
@login_required
@require_POST
@once
def again(request: Request, pk: int) -> HttpResponse:
    """Somebody has repaired the other side."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    send_again(webhook, actor=request.user)
    messages.success(request, _("What waits is tried again within the next seconds."))
    return redirect("webhooks:edit", webhook.pk)


def webhooks_of(request: Request) -> QuerySet[Webhook]:
    """Those of the person's own hospital, if the duty reaches it."""
    return Webhook.objects.filter(hospital=hospital_of(request)).select_related("by")


def hospital_of(request: Request) -> Department:
    """The person's own hospital; whoever has no duty over it is told so."""
    hospital = request.user.department.hospital if request.user.department else None
    if hospital is None or not request.user.has_perm(MANAGE, hospital):
        raise PermissionDenied(MANAGE)
    return hospital


def _kept(form: forms.Form, deed: Callable[[], Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        deed()
    except (Refused, ValidationError) as refusal:
        form.add_error("address", str(refusal) if isinstance(refusal, Refused) else refusal.messages)
        return False
    return True


def _with_secret(request: Request, webhook: Webhook, secret: str) -> HttpResponse:
    response = render(request, "webhooks/secret.html", {"webhook": webhook, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


def _page(request: Request, form: WebhookForm, title: str, webhook: Webhook | None = None) -> HttpResponse:
    calls = QuickPaginator(Call.objects.filter(webhook=webhook), PER_PAGE).get_page(request.GET.get("page"))
    known = events()
    lines = [(call, known.get(call.event, call.event), in_words(call.last_error)) for call in calls]
    context = {"form": form, "title": title, "webhook": webhook, "lines": lines, "page": calls}
    return render(request, "webhooks/edit.html", context, status=422 if form.is_bound else 200)
