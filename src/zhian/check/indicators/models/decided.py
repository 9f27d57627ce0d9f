"""What the office decides about an indicator: every word that was ever said stays, the last one holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class Decided(models.Model):
    """A word on an indicator of a hospital: whose, when, and why."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    indicator = models.CharField(_("indicator"), max_length=60)
    reason = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        indexes = [models.Index(fields=["hospital", "indicator"])]


class Switched(Decided):
    """From this moment on the hospital counts an indicator this way. A person decides it and says why."""

    switch = models.CharField(_("switch"), max_length=60)
    is_on = models.BooleanField(_("on"))

    class Meta(Decided.Meta):
        verbose_name = _("switch that was set")
        verbose_name_plural = _("switches that were set")

    def __str__(self) -> str:
        return f"{self.indicator} {self.switch}: {self.is_on}"


class OwnTarget(Decided):
    """From this month on the hospital wants to reach this value, or none of its own any more. A person says why."""

    month = models.DateField(_("from which month"))
    value = models.FloatField(_("target"), null=True, blank=True)  # in the shown unit; empty: withdrawn
    reason = models.CharField(_("where it comes from"), max_length=200)

    class Meta(Decided.Meta):
        verbose_name = _("target of our own")
        verbose_name_plural = _("targets of our own")

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}: {self.value}"
