"""What joins a report without a name to the one who wrote it: a code that only they have."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption import EncryptedTextField
from zhian.kernel.moment import today

from ..codes import PartOfDay, Voice
from .incident import Incident


class Receipt(models.Model):
    """The hash of the code, and what only reports without a name have."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="receipt")
    key = models.CharField(max_length=64, unique=True)
    voice = models.CharField(_("from"), max_length=10, choices=Voice)
    part_of_day = models.CharField(_("time of day"), max_length=10, choices=PartOfDay, blank=True)
    wish = models.TextField(_("what is wished for"), blank=True)
    contact = EncryptedTextField(_("how to be reached"), blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return f"{self.incident_id}"


class Letter(models.Model):
    """A question of the office to someone it does not know, or the answer. It bears a date and no time."""

    append_only = True

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="letters")
    author = models.ForeignKey(  # of the office; the reporter is nobody
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    text = models.TextField(_("text"))
    on = models.DateField(_("on"), default=today)
    key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 (of answers only)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]

    @property
    def is_from_reporter(self) -> bool:
        return self.author_id is None
