"""What was measured and when, what holds now, and the runs that measure."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from .run import Run


class Measuring(Run):
    """Values are reckoned anew. `total` and `done` count definitions."""

    new = models.PositiveIntegerField(_("new values"), default=0)
    changed = models.PositiveIntegerField(_("changed values"), default=0)
    # What the watch over all charts made of it.
    watched = models.PositiveIntegerField(_("charts watched"), default=0)
    warned = models.PositiveIntegerField(_("that warn"), default=0)
    unproven = models.PositiveIntegerField(_("not beyond chance"), default=0)
    too_small = models.PositiveIntegerField(_("too small to speak"), default=0)
    expected_false = models.FloatField(_("false alarms to be expected a month"), default=0)

    class Meta(Run.Meta):
        verbose_name = _("measuring")
        verbose_name_plural = _("measurings")
        constraints = [
            models.UniqueConstraint(fields=["hospital"], condition=Q(finished_at=None), name="one_measuring_at_a_time")
        ]


class Measured(models.Model):
    """A value as it was shown from `measured_at` until it was superseded; rows are never changed otherwise.

    Of the whole hospital where the department is the hospital. Without a value `reason` says why.
    """

    append_only = True
    filled_in_once = ("superseded_at",)
    audited = False  # it is its own history

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    indicator = models.CharField(_("indicator"), max_length=60)
    edition = models.CharField(_("edition"), max_length=20)
    month = models.DateField(_("month"))  # its first day
    numerator = models.FloatField(_("numerator"), null=True)
    denominator = models.FloatField(_("denominator"), null=True)
    value = models.FloatField(_("value"), null=True)  # in the unit that is shown
    reason = models.CharField(_("why there is none"), max_length=30, blank=True)
    measured_at = models.DateTimeField(_("measured at"), default=now)
    superseded_at = models.DateTimeField(_("superseded at"), null=True)

    class Meta:
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "indicator", "edition", "month"],
                condition=Q(superseded_at=None),
                name="measured_value_in_force",
            )
        ]
        indexes = [models.Index(fields=["indicator", "department", "edition", "month"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.department} {self.month:%Y-%m}"

    @classmethod
    def known(cls, at: datetime | None = None) -> models.QuerySet["Measured"]:
        """The values that hold now, or those that were shown at a moment."""
        if at is None:
            return cls.objects.filter(superseded_at=None)
        held = Q(superseded_at=None) | Q(superseded_at__gt=at)
        return cls.objects.filter(held, measured_at__lte=at)

    def says_the_same(self, other: Any) -> bool:
        return (self.numerator, self.denominator, self.value, self.reason) == (
            other.numerator,
            other.denominator,
            other.value,
            other.reason,
        )


class Standing(models.Model):
    """How an indicator stands in a department, worked out after each run so that boards open at once."""

    audited = False  # it follows from the values

    department = models.ForeignKey(Department, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    month = models.DateField()  # the last one that was measured
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    variation = models.CharField(max_length=20, blank=True)
    assurance = models.CharField(max_length=20, blank=True)
    target = models.FloatField(null=True)
    meets = models.BooleanField(null=True)
    series = models.JSONField(default=list)  # the last values, None where there is none
    measured_at = models.DateTimeField()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(fields=["department", "indicator", "edition"], name="standing_of_an_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.department}"
