"""A report that was written on paper while the program was down, and typed in later."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department

from .incident import Incident


class Sheet(models.Model):
    """The numbered paper behind an incident; no number is typed in twice in a hospital."""

    freezes_with = "incident"

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="sheet", verbose_name=_("adverse event"))
    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    number = models.CharField(_("sheet number"), max_length=20)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("typed in by")
    )  # nobody where the writer is under seal and typed it in alone

    class Meta:
        verbose_name = _("paper sheet")
        verbose_name_plural = _("paper sheets")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["hospital", "number"], name="sheet_typed_in_once")]

    def __str__(self) -> str:
        return self.number
