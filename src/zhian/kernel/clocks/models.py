"""The deadlines of a record, what people answered to reckon them, and the hospital's own versions of the rules."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhian.engines.clocks import Period, Words
from zhian.engines.workflow import Tone
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department
from zhian.kernel.records.models import Attachment, Record

LONGEST_ID = 40


class State(models.TextChoices):
    """How a deadline stands."""

    RUNNING = "running", _("running")
    MET = "met", _("reported to the authority")
    SET_ASIDE = "set_aside", _("does not apply, with a reason")
    LAPSED = "lapsed", _("no longer follows from the facts")


class Verified(models.TextChoices):
    """How sure it is that a rule says so."""

    PRIMARY = "primary", _("read in the law itself")
    SECONDARY = "secondary", _("read in another source")
    UNVERIFIED = "unverified", _("not verified")


class Clock(models.Model):
    """One deadline of one record, with the rule as it was when it was reckoned."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="clocks")
    rule_id = models.CharField(_("rule"), max_length=LONGEST_ID)
    rule = models.JSONField(_("rule as it was"))
    why = models.JSONField(_("why"))
    starts_at = models.DateTimeField(_("runs from"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    met_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who reported it"),
    )
    receipt = models.CharField(_("receipt"), max_length=100, blank=True)
    evidence = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    reason = models.CharField(_("why it does not apply"), max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"), null=True, blank=True)
    reckoned_at = models.DateTimeField(default=now)
    told_stage = models.SmallIntegerField(default=-1)  # the last reminder that was sent, see reminders

    unaudited_fields = ("told_stage",)  # the reminders' own bookkeeping

    class Meta:
        verbose_name = _("statutory deadline")
        verbose_name_plural = _("statutory deadlines")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="clock_running"),
            models.Index(fields=["state", "due_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "rule_id"], name="clock_once_a_rule"),
            models.CheckConstraint(condition=~Q(state="met") | Q(met_at__isnull=False), name="clock_met_some_time"),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""), name="clock_set_aside_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} · {self.record_id}"

    @property
    def title(self) -> str:
        return said(self.rule["title"])

    @property
    def authority(self) -> str:
        return said(self.rule["authority"])

    @property
    def note(self) -> str:
        return said(self.rule["note"])

    @property
    def because(self) -> str:
        return said(self.why)

    @property
    def source(self) -> str:
        return self.rule["source"]

    @property
    def is_verified(self) -> bool:
        return self.rule["verified"] != Verified.UNVERIFIED

    @property
    def period(self) -> Period:
        return Period.of(self.rule["period"])

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def is_late(self) -> bool:
        """Whether it was met too late, or runs and its time is over."""
        if self.state in (State.SET_ASIDE, State.LAPSED):
            return False
        return self.period.is_late(self.due_at, self.met_at or now())

    @property
    def tone(self) -> Tone:
        """How its state is drawn."""
        if self.is_running:
            return "late" if self.is_late else "going"
        return "done" if self.state == State.MET else "quiet"

    @property
    def is_by_itself(self) -> bool:
        """Whether the facts themselves say that it was met, and nobody ticked it off."""
        return self.state == State.MET and self.noted_by_id is None


class Answer(models.Model):
    """What somebody answered where a rule could not be decided. The last one counts; None takes it back."""

    append_only = True

    record = models.ForeignKey(Record, models.PROTECT, related_name="clock_answers")
    fact = models.CharField(_("fact that was asked"), max_length=LONGEST_ID)
    value = models.JSONField(_("answer given"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("answer for a deadline")
        verbose_name_plural = _("answers for deadlines")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.fact}"


class OwnRule(models.Model):
    """The hospital's version of a rule from a day on: its own period, or the national one confirmed."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    rule_id = models.CharField(_("rule"), max_length=LONGEST_ID)
    period = models.JSONField(_("time limit"))
    source = models.CharField(_("where it is written"), max_length=200)
    verified = models.CharField(_("how sure"), max_length=10, choices=Verified)
    valid_from = models.DateField(_("valid from"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("own version of a deadline rule")
        verbose_name_plural = _("own versions of deadline rules")
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["hospital", "rule_id"])]

    def __str__(self) -> str:
        return f"{self.rule_id} · {self.valid_from}"


def said(words: dict[str, Any]) -> str:
    """Stored words in the language that is spoken now."""
    return Words(**words).said_in(get_language() or "")
