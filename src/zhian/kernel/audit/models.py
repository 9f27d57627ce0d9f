"""The audit log: entries that are written with the change itself, and sealed afterwards."""

import secrets
from typing import Any

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.engines.merkle import Frontier
from zhian.kernel.moment import now

from .acting import present_actor


def new_salt() -> str:
    return secrets.token_hex(16)


class Entry(AbstractLogEntry):
    """One change of one row. `leaf_index` and `leaf_hash` are filled in once, when the worker seals it."""

    audited = False
    append_only = True
    filled_in_once = ("leaf_index", "leaf_hash")

    # Whoever stands in the log stays: an entry without its actor or its kind would no longer say what happened.
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("content type"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, blank=True, null=True, related_name="+", verbose_name=_("actor")
    )
    object_pk = models.CharField(_("object pk"), max_length=255)
    action = models.PositiveSmallIntegerField(_("kind of change"), choices=AbstractLogEntry.Action.choices)
    cid = models.CharField(_("correlation id"), max_length=255, blank=True, null=True)  # noqa: DJ001, as the library has it
    timestamp = models.DateTimeField(_("at"), default=now, db_index=True)
    # Salted, so that a proof outlives the personal data it was about without giving them away.
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    leaf_index = models.BigIntegerField(null=True, unique=True, editable=False)
    leaf_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(leaf_index=None), name="audit_entry_unsealed"),
            models.Index(fields=["-id"], condition=Q(action=AbstractLogEntry.Action.ACCESS), name="audit_entry_event"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.actor_id is None:
            self.actor = present_actor()
        super().save(*args, **kwargs)


class Head(models.Model):
    """The state of the log after a batch was sealed: how many entries, their root, and who vouches for it."""

    audited = False
    append_only = True

    number = models.BigIntegerField(unique=True, editable=False)  # 1, 2, 3, …: a missing one is missed
    size = models.BigIntegerField(unique=True, editable=False)
    root = models.CharField(max_length=64, editable=False)
    peaks = models.JSONField(editable=False)  # with which the log goes on, see engines.merkle.Frontier
    sealed_at = models.DateTimeField(_("sealed at"), default=now, editable=False)
    signer = models.CharField(max_length=64, editable=False)
    signature = models.CharField(max_length=128, editable=False)

    class Meta:
        verbose_name = _("head of the log")
        verbose_name_plural = _("heads of the log")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.size} {self.root[:12]}"

    def frontier(self) -> Frontier:
        """Raises ValueError where it does not belong to the root."""
        frontier = Frontier.from_json({"size": self.size, "peaks": self.peaks})
        if frontier.root().hex() != self.root:
            raise ValueError("These hashes do not lead to the root.")
        return frontier
