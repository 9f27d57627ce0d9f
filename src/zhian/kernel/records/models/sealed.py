"""Who filed a record under seal, and who asked to know it."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption import EncryptedTextField
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role

from .record import Record

OPEN_FOR = timedelta(hours=24)  # after it was granted


class SealedIdentity(models.Model):
    """Who filed the record, encrypted; it can be destroyed and the record stays."""

    unaudited_fields: ClassVar[tuple[str, ...]] = ("person", "seen")  # what is destroyed must not stay in the log

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="sealed_identity")
    person = EncryptedTextField()  # with the record's number, so that it cannot be put beside another record
    seen = models.PositiveIntegerField(default=0)  # how much of what happened to it the author has seen

    class Meta:
        verbose_name = _("sealed identity")
        verbose_name_plural = _("sealed identities")

    def __str__(self) -> str:
        return str(self.record_id)


class Unsealing(models.Model):
    """That one person asked to know who filed a record under seal, and what another one answered."""

    append_only = True
    filled_in_once = ("decided_by", "decided_as", "decided_at", "is_granted", "answer")

    record = models.ForeignKey(Record, models.PROTECT, related_name="unsealings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_as = models.CharField(
        _("asked as"), max_length=30, choices=Role
    )  # the role, which is what the reporter is told
    asked_at = models.DateTimeField(_("asked at"), default=now)
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_as = models.CharField(_("decided as"), max_length=30, choices=Role, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    is_granted = models.BooleanField(_("granted"), default=False)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("unsealing")
        verbose_name_plural = _("unsealings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(decided_at=None), name="unsealing_asked_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="unsealed_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.reason[:50]}"

    @property
    def is_open(self) -> bool:
        """Whether who asked may see the identity now."""
        return self.is_granted and self.decided_at is not None and now() < self.decided_at + OPEN_FOR
