"""How many false alarms a month a hospital is ready to look into."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department

USUAL = 1.0


class Budget(models.Model):
    """The hospital's own number; without a row it is one a month."""

    hospital = models.OneToOneField(Department, models.CASCADE, related_name="+")
    alarms = models.FloatField(
        _("false alarms a month"), default=USUAL, validators=[MinValueValidator(0.05), MaxValueValidator(50)]
    )

    class Meta:
        verbose_name = _("budget of false alarms")
        verbose_name_plural = _("budgets of false alarms")

    def __str__(self) -> str:
        return f"{self.hospital}: {self.alarms:g}"


def budget_of(hospital: Department) -> float:
    """False alarms a month, over all charts together."""
    found = Budget.objects.filter(hospital=hospital).first()
    return found.alarms if found else USUAL
