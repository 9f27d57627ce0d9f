"""What there is to tell, whom it reaches in the house, and what of it must still be sent outside."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.records.models import Record


class What(models.TextChoices):
    TURN = "turn", _("your turn")
    STEP = "step", _("a step was taken")
    MENTION = "mention", _("you were mentioned")
    COMMENT = "comment", _("a comment")
    SOON = "soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    CLOCK = "clock", _("a statutory deadline runs")
    ESCALATED = "escalated", _("overdue with somebody else")
    FEEDBACK = "feedback", _("an answer to a report")
    DIGEST = "digest", _("the lessons of a month")
    NEWER = "newer", _("newer questions came with the program")
    UNSEALING = "unsealing", _("somebody wants to know who reported")
    UNSEALED = "unsealed", _("whether you may know who reported")


class News(models.Model):
    """One thing to tell, of a record or of a page for everybody.

    It holds no sentence: each reader gets it in the own language.
    """

    audited = False  # follows from transitions, comments and dates

    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="news")
    page = models.CharField(max_length=200, blank=True)  # where it is of no record, the page that tells all
    what = models.CharField(max_length=20, choices=What)
    step = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=30, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True)
    about = models.JSONField(default=dict, blank=True)  # what is due, in Chinese and English, where not the record
    stage = models.SmallIntegerField(null=True)  # of a reminder: days from the due date

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "due_at", "stage", "what"], condition=Q(stage__isnull=False), name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.what}"


class Notice(models.Model):
    """News in somebody's inbox."""

    audited = False

    news = models.ForeignKey(News, models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"]),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["news", "person"], name="noticed_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.news_id}"


class Delivery(models.Model):
    """News that must leave the house: by mail to a person, or to a group chat.

    Written in the transaction of the step, sent by the worker, and again until it has arrived.
    """

    audited = False

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    news = models.ForeignKey(News, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["channel", "next_try_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["channel", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["news", "channel", "person"], name="delivered_once_to_a_person"),
            models.UniqueConstraint(
                fields=["news", "channel"], condition=Q(person=None), name="delivered_once_to_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.news_id} {self.state}"


class Channel(models.Model):
    """How a channel to the outside fares. Its address stands in the settings, because it holds a secret."""

    audited = False

    name = models.CharField(max_length=60, primary_key=True)
    failures = models.PositiveIntegerField(default=0)  # one after the other
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    last_sent_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """How a person wants to be reached outside the program."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reach")
    by_mail = models.BooleanField(_("send me mail too"), default=True)
    digest = models.BooleanField(_("tell me of the monthly lessons"), default=True)
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("channels of a person")
        verbose_name_plural = _("channels of people")

    def __str__(self) -> str:
        return str(self.person)

    def not_before(self, moment: datetime) -> datetime:
        """The first moment from this one on at which mail does not disturb."""
        local = timezone.localtime(moment)
        if not self._is_quiet_at(local.time()) or self.quiet_until is None:
            return moment
        morning = local.replace(hour=self.quiet_until.hour, minute=self.quiet_until.minute, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)

    def _is_quiet_at(self, clock: time) -> bool:
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until  # over midnight
