"""What people put on a chart: limits that begin anew, interventions, explanations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.loop.models import Finding
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class Rebase(models.Model):
    """From this month on the chart has limits of its own. A person decides it and says why."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60)
    month = models.DateField(_("from"))
    reason = models.CharField(_("why"), max_length=200)
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="rebases", verbose_name=_("finding")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("new limits")
        verbose_name_plural = _("new limits")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "indicator", "month"],
                condition=models.Q(withdrawn_at=None),
                name="limits_begin_once_a_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}: {self.reason}"


class MarkKind(models.TextChoices):
    INTERVENTION = "intervention", _("Intervention")
    NOTE = "note", _("Note")
    EXCLUDED = "excluded", _("Left out of the limits")


class Mark(models.Model):
    """Something that belongs to a month of a chart: what was done then, or what explains the value."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60)
    month = models.DateField(_("month"))
    kind = models.CharField(_("what it is"), max_length=20, choices=MarkKind, default=MarkKind.INTERVENTION)
    text = models.CharField(_("in words"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("mark on a chart")
        verbose_name_plural = _("marks on charts")
        ordering = ["month", "pk"]
        indexes = [models.Index(fields=["indicator", "department"])]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.text}"
