"""The hospital's own targets of indicators: every word that was ever said, for each month the last one holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class OwnTarget(models.Model):
    """From this month on the hospital wants to reach this value, or none of its own any more. A person says why."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    indicator = models.CharField(_("indicator"), max_length=60)
    month = models.DateField(_("from which month"))
    value = models.FloatField(_("target"), null=True, blank=True)  # in the shown unit; empty: withdrawn
    reason = models.CharField(_("where it comes from"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("target of our own")
        verbose_name_plural = _("targets of our own")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["hospital", "indicator"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}: {self.value}"
