"""What the quality office says to the committee about a month."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class Remark(models.Model):
    """The words of one chapter of a month's report; `board` is the set of the chapter, "" for the whole."""

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    board = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("words"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("remark in a report")
        verbose_name_plural = _("remarks in reports")
        constraints = [models.UniqueConstraint(fields=["hospital", "month", "board"], name="one_remark_a_chapter")]

    def __str__(self) -> str:
        return self.text[:60]
