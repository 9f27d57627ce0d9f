"""How the office weighed what somebody did, by the just-culture guide. Only the office ever sees it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now

from ..scales.just_culture import FairOutcome
from .incident import Incident


class Weighing(models.Model):
    """One walk through the guide; the last one of a case counts."""

    append_only = True

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="weighings")
    version = models.CharField(max_length=20)  # of the guide
    answers = models.JSONField(_("answers"))
    outcome = models.CharField(_("what it comes to"), max_length=20, choices=FairOutcome)
    note = models.TextField(_("note"), blank=True)
    weighed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("just-culture weighing")
        verbose_name_plural = _("just-culture weighings")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.outcome}"
