"""The monthly digest of a hospital: which lessons were published, and how much was reported."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.notices.models import News
from zhian.kernel.people.models import Department

from .lesson import Lesson


class Digest(models.Model):
    """One month of one hospital. `told_up_to` is the last person who was told, so that the telling can be taken up."""

    audited = False  # follows from lessons and incidents

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))  # its first day
    lessons = models.ManyToManyField(Lesson, related_name="+")
    reported = models.PositiveIntegerField(_("reported"), default=0)
    closed = models.PositiveIntegerField(_("closed"), default=0)
    made_at = models.DateTimeField(default=now)
    news = models.ForeignKey(News, models.SET_NULL, null=True, related_name="+")
    told_up_to = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("monthly digest")
        verbose_name_plural = _("monthly digests")
        ordering = ["-month", "hospital"]
        constraints = [models.UniqueConstraint(fields=["hospital", "month"], name="digest_once_a_month")]

    def __str__(self) -> str:
        return f"{self.hospital} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:digest", args=[self.pk])

    @property
    def name(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def next_month(self) -> date:
        """The first day after it."""
        return date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)
