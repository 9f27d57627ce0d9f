"""The models by which the hospital itself says what risk of death its patients brought along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class RiskModel(models.Model):
    """A model as it was fitted: when, on which stays, what it found, how far it may be believed. It never changes."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    fitted_at = models.DateTimeField(_("fitted at"), default=now)
    first = models.DateField(_("first month"))
    last = models.DateField(_("last month"))
    cases = models.PositiveIntegerField(_("stays"))
    events = models.PositiveIntegerField(_("deaths"))
    filled = models.PositiveIntegerField(_("stays that were given a risk"))
    coefficients = models.JSONField()  # name → what it adds to the logarithm of the odds
    deciles = models.JSONField()  # [{"cases": …, "observed": …, "expected": …}], of stays that it had not seen
    brier = models.FloatField()
    c = models.FloatField()
    p = models.FloatField()  # Hosmer and Lemeshow: small where expected and observed part

    class Meta:
        verbose_name = _("model of risk")
        verbose_name_plural = _("models of risk")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.hospital} {self.fitted_at:%Y-%m-%d}"
