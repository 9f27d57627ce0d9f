"""The models by which the hospital itself says what risk of death its patients brought along, and their fitting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from .run import Run


class RiskModel(models.Model):
    """A model as it was fitted: when, on which stays, what it found, how far it may be believed. It never changes."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    fitted_at = models.DateTimeField(_("fitted at"), default=now)
    fitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    first = models.DateField(_("first month"))
    last = models.DateField(_("last month"))
    cases = models.PositiveIntegerField(_("stays"))
    events = models.PositiveIntegerField(_("deaths"))
    filled = models.PositiveIntegerField(_("stays that were given a risk"))
    given = models.JSONField(default=dict)  # month ("2026-10") → how many of its stays have their risk by this model
    coefficients = models.JSONField()  # name → what it adds to the logarithm of the odds
    odds = models.JSONField(default=list)  # as `Odds` of the engine
    deciles = models.JSONField()  # as `Tenth` of the engine, of stays that it had not seen
    large = models.FloatField(_("observed over expected"), null=True)
    slope = models.FloatField(null=True)
    slope_lower = models.FloatField(null=True)
    slope_upper = models.FloatField(null=True)
    brier = models.FloatField()
    c = models.FloatField()
    p = models.FloatField()  # Hosmer and Lemeshow: small where expected and observed part, and where cases are many
    faults = models.JSONField(default=list)  # by which limits it may not be used

    class Meta:
        verbose_name = _("model of risk")
        verbose_name_plural = _("models of risk")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.hospital} {self.fitted_at:%Y-%m-%d}"

    @property
    def may_be_used(self) -> bool:
        """Models from before the limits were never judged by them."""
        return self.slope is not None and not self.faults


class Fitting(Run):
    """A model is fitted. `total` and `done` count its stages."""

    model = models.ForeignKey(RiskModel, models.PROTECT, null=True, related_name="+")

    class Meta(Run.Meta):
        verbose_name = _("fitting of a model of risk")
        verbose_name_plural = _("fittings of models of risk")
        constraints = [
            models.UniqueConstraint(fields=["hospital"], condition=Q(finished_at=None), name="one_fitting_at_a_time")
        ]
