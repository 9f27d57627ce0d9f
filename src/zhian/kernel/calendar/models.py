"""The days on which a hospital does otherwise than the State Council's calendar says."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class HouseDay(models.Model):
    """One exception: worked or not, and why."""

    hospital = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("hospital"))
    day = models.DateField(_("day"))
    is_worked = models.BooleanField(_("worked"))
    note = models.CharField(_("why"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("day of the house calendar")
        verbose_name_plural = _("days of the house calendar")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["hospital", "day"], name="house_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {'+' if self.is_worked else '-'}"
