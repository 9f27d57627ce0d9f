"""The audit log: entries that are written with the change itself, and sealed afterwards."""

import secrets
from typing import Any

from auditlog.models import AbstractLogEntry
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now

from .acting import present_actor


def new_salt() -> str:
    return secrets.token_hex(16)


class Entry(AbstractLogEntry):
    """One change of one row. `leaf_index` and `leaf_hash` are filled in once, when the worker seals it."""

    audited = False

    object_pk = models.CharField(_("object pk"), max_length=255)
    action = models.PositiveSmallIntegerField(_("action"), choices=AbstractLogEntry.Action.choices)
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
        indexes = [models.Index(fields=["id"], condition=Q(leaf_index=None), name="audit_entry_unsealed")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.actor_id is None:
            self.actor = present_actor()
        super().save(*args, **kwargs)
