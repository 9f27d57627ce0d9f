"""What a department did in a month."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import today
from zhian.kernel.months import month_of
from zhian.kernel.people.models import Department

MOST = MaxValueValidator(10_000_000)
FIRST_YEAR = 1990


class Activity(models.Model):
    """Counts of one month; of the whole hospital where the department is the hospital. None where nobody knows."""

    COUNTS = ("discharges", "bed_days", "beds", "visits")

    department = models.ForeignKey(Department, models.PROTECT, related_name="activity", verbose_name=_("department"))
    month = models.DateField(_("month"))  # its first day
    discharges = models.PositiveIntegerField(_("discharges"), null=True, blank=True, validators=[MOST])
    bed_days = models.PositiveIntegerField(_("occupied bed-days"), null=True, blank=True, validators=[MOST])
    beds = models.PositiveIntegerField(_("open beds"), null=True, blank=True, validators=[MOST])
    visits = models.PositiveIntegerField(_("outpatient visits"), null=True, blank=True, validators=[MOST])
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("activity of a month")
        verbose_name_plural = _("activity of months")
        constraints = [models.UniqueConstraint(fields=["department", "month"], name="activity_once_a_month")]
        indexes = [models.Index(fields=["month"])]

    def __str__(self) -> str:
        return f"{self.department} {self.month:%Y-%m}"

    def clean(self) -> None:
        if self.month and not self.month.year >= FIRST_YEAR:
            raise ValidationError({"month": _("Check the year.")})
        if self.month and self.month > month_of(today()):
            raise ValidationError({"month": _("This month has not begun yet.")})
        if all(getattr(self, name) is None for name in self.COUNTS):
            raise ValidationError(_("Fill in at least one of the counts."))

    @property
    def edition(self) -> str:
        """Which counts these are: others once somebody enters others."""
        return self.entered_at.isoformat()

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None
