"""Addresses that hear of steps, and each call that is owed to one of them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption.fields import EncryptedTextField
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_key() -> str:
    return secrets.token_hex(16)


class Webhook(models.Model):
    """A program that hears of the steps it asked for, in one hospital."""

    hospital = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("hospital"))
    name = models.CharField(_("name"), max_length=60)
    address = models.URLField(_("address"), max_length=500)
    steps = models.JSONField(_("steps"), default=list)
    secret = EncryptedTextField(_("secret"), default=new_secret)
    is_active = models.BooleanField(_("active"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """One step that a webhook must hear of. Written in the transaction of the step, posted by the worker."""

    audited = False  # follows from transitions

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=32, default=new_key, unique=True)
    event = models.CharField(_("step"), max_length=100)
    number = models.CharField(_("number"), max_length=40, blank=True)
    body = models.TextField()
    at = models.DateTimeField(_("at"), default=now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="call_waiting"),
            models.Index(fields=["webhook", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"
