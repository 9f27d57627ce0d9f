"""Webhooks for the programs that set an installation up."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field, create_model

from zhian.kernel.web.api import READING, WRITING, Rate, Told, answer, checked, doors, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from .forms import WebhookForm
from .models import Webhook
from .services import keep, send_again, try_out
from .views import MANAGE, hospital_of, webhooks_of

router = Router(auth=doors("webhooks", _("Webhooks")), throttle=Rate(), tags=["webhooks"])

CALLS_SHOWN = 100

WebhookIn = create_model(
    "WebhookIn",
    __base__=Told,
    name=(str, Field(min_length=1, max_length=60)),
    address=(str, Field(min_length=1, max_length=500, description="https://…")),
    steps=(list[str], Field(min_length=1, description="Such as incidents.confirm.")),
    is_active=(bool, Field(True)),
)


class WebhookOut(Schema):
    """A program that hears of steps. Its secret is shown on the page that makes or renews it, and nowhere else."""

    id: int
    name: str
    address: str
    steps: list[str]
    is_active: bool


class NewWebhookOut(WebhookOut):
    """A new one, with its secret: this once."""

    secret: str


class CallOut(Schema):
    """A step that it must hear of."""

    key: str
    event: str
    number: str
    state: str
    attempts: int
    at: datetime
    sent_at: datetime | None
    last_error: str


@router.get("", response={200: list[WebhookOut], **READING}, **operation("webhooks", MANAGE, "The webhooks"))
def list_webhooks(request: Request) -> Any:
    """Those of your hospital."""
    return webhooks_of(request)


@router.post("", response={201: NewWebhookOut, **WRITING}, **operation("webhook_new", MANAGE, "Enter a webhook"))
def new_webhook(request: Request, told: WebhookIn) -> HttpResponse:  # type: ignore[valid-type]
    """The answer holds its secret. Without an idempotency key: it is kept nowhere to be given again."""
    webhook = Webhook(hospital=hospital_of(request))
    form = checked(WebhookForm(told.given()))  # type: ignore[attr-defined]
    return answer(NewWebhookOut, keep(webhook, actor=request.user, **form.cleaned_data), 201)


@router.patch(
    "{int:pk}",
    response={200: WebhookOut, **WRITING},
    **operation("webhook_change", MANAGE, "Change a webhook", is_once=True),
)
@once
def change_webhook(request: Request, pk: int, told: WebhookIn) -> HttpResponse:  # type: ignore[valid-type]
    """All of it is told anew, but for the secret."""
    hospital_of(request)
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    form = checked(WebhookForm(told.given()))  # type: ignore[attr-defined]
    return answer(WebhookOut, keep(webhook, actor=request.user, **form.cleaned_data))


@router.get(
    "{int:pk}/calls", response={200: list[CallOut], **READING}, **operation("webhook_calls", MANAGE, "Its calls")
)
def list_calls(request: Request, pk: int) -> Any:
    """The last hundred, newest first."""
    return get_object_or_404(webhooks_of(request), pk=pk).calls.all()[:CALLS_SHOWN]


@router.post(
    "{int:pk}/test",
    response={200: list[CallOut], **WRITING},
    **operation("webhook_test", MANAGE, "Call it with nothing to tell", is_once=True),
)
@once
def test(request: Request, pk: int) -> HttpResponse:
    """It is called within seconds."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    return answer(list[CallOut], [try_out(webhook, actor=request.user)])


@router.post(
    "{int:pk}/again",
    response={200: WebhookOut, **WRITING},
    **operation("webhook_again", MANAGE, "Try everything again", is_once=True),
)
@once
def again(request: Request, pk: int) -> HttpResponse:
    """Once somebody has repaired the other side."""
    webhook = get_object_or_404(webhooks_of(request), pk=pk)
    send_again(webhook, actor=request.user)
    return answer(WebhookOut, webhook)
