"""The month's return: numerators and denominators that a department types in, and a second person reviews."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.months import later
from zhian.kernel.people.models import Department, Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import end_of_day

from ..permissions import HEADS, returns_visible_to
from ..workflow import RETURN

DUE_DAY = 10  # of the month that follows


class Entrusted(models.Model):
    """A department that types in an indicator each month."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="entrusted")
    indicator = models.CharField(_("indicator"), max_length=60)

    class Meta:
        verbose_name = _("entrusted indicator")
        verbose_name_plural = _("entrusted indicators")
        constraints = [models.UniqueConstraint(fields=["department", "indicator"], name="entrusted_once")]

    def __str__(self) -> str:
        return f"{self.department}: {self.indicator}"


class MonthlyReturn(Record):
    """The numbers of one department for one month. Nothing of it counts before it was reviewed."""

    workflow = RETURN
    prefix = "MR"
    icon = "clipboard-list"
    is_raised = True
    visible_to = staticmethod(returns_visible_to)

    place = models.ForeignKey(Department, models.PROTECT, related_name="+", editable=False)
    month = models.DateField(_("month"), editable=False)
    hand = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("handed in by"),
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("monthly return")
        verbose_name_plural = _("monthly returns")
        constraints = [models.UniqueConstraint(fields=["place", "month"], name="one_return_a_month")]

    @property
    def due_on(self) -> date:
        return later(self.month, 1).replace(day=DUE_DAY)

    @property
    def is_late(self) -> bool:
        """Handed in after its day, or not yet and past it."""
        return (self.handed_in_at or now()) > end_of_day(self.due_on)

    @property
    def author_words(self) -> str:
        return str(self.author) if self.author_id else str(_("the program, at the beginning of the month"))

    def due_in_state(self) -> datetime | None:
        return end_of_day(self.due_on) if self.state == "filling" else None

    def fillers(self) -> list[User]:
        """Whoever may type it in: the department's head, head nurse and quality officer, else the office."""
        found = {person for role in HEADS for person in holders(role, self.department)}
        return sorted(found or holders(Role.QUALITY_OFFICE, self.department), key=lambda person: person.pk)


class ReturnLine(models.Model):
    """One indicator of a return. None is what nobody knows, and never a zero."""

    freezes_with = "monthly_return"

    monthly_return = models.ForeignKey(MonthlyReturn, models.PROTECT, related_name="lines")
    indicator = models.CharField(_("indicator"), max_length=60)
    edition = models.CharField(_("edition"), max_length=20)
    numerator = models.FloatField(_("numerator"), null=True, blank=True)
    denominator = models.FloatField(_("denominator"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), null=True)

    class Meta:
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of returns")
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "indicator", "edition"], name="a_line_an_indicator")
        ]

    def __str__(self) -> str:
        return self.indicator
