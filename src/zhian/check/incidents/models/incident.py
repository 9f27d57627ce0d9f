"""What happened, to whom, how bad it was, and what was done at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import end_of_day

from ..codes import (
    CATEGORY_ICONS,
    DEGREES,
    GRADE_WORDS,
    HARM_OF_GRADE,
    SAC_WORDS,
    Category,
    Contact,
    Frequency,
    Grade,
    Harm,
    Kind,
    PsychologicalHarm,
    Severity,
)
from ..permissions import visible_to
from ..workflow import INCIDENT, OFFICES
from .clock_facts import clock_facts
from .fact import follow

FIRST_YEAR = 1990  # nobody reports what is older; it is a slip of the finger


class Incident(Record):
    workflow = INCIDENT
    prefix = "AE"
    icon = "alert-triangle"
    visible_to = staticmethod(visible_to)

    category = models.CharField(_("category"), max_length=4, choices=Category)
    event_kind = models.CharField(_("what kind of event"), max_length=20, choices=Kind, default=Kind.INCIDENT)
    occurred_at = models.DateTimeField(_("when"))
    written_at = models.DateTimeField(_("written on paper at"), null=True, blank=True)  # before it was typed in
    place = models.CharField(_("place"), max_length=100, blank=True)
    account = models.TextField(_("what happened"))
    immediate_action = models.TextField(_("what was done at once"), blank=True)
    harm = models.CharField(_("harm so far"), max_length=10, choices=Harm, default=Harm.UNKNOWN)
    psychological_harm = models.CharField(
        _("distress so far"), max_length=10, choices=PsychologicalHarm, default=PsychologicalHarm.UNKNOWN
    )
    contact = models.CharField(_("how to be asked"), max_length=10, choices=Contact, default=Contact.PROGRAM)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade, null=True, blank=True)
    graded_at = models.DateTimeField(_("graded at"), null=True, blank=True, editable=False)
    sac = models.PositiveSmallIntegerField(_("SAC"), null=True, blank=True, editable=False)
    sac_severity = models.CharField(_("how bad it could be"), max_length=10, choices=Severity, blank=True)
    sac_frequency = models.CharField(_("how often it is"), max_length=10, choices=Frequency, blank=True)
    sac_version = models.CharField(_("version of the SAC matrix"), max_length=20, blank=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    held_until = models.DateField(_("on hold until"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    feedback = models.TextField(_("feedback to the reporter"), blank=True)
    no_lesson = models.TextField(_("why there is no lesson"), blank=True)

    class Meta:
        verbose_name = _("adverse event")
        verbose_name_plural = _("adverse events")
        indexes = [
            models.Index(fields=["category", "record_ptr"]),
            models.Index(fields=["grade", "record_ptr"]),
            models.Index(fields=["occurred_at"]),
        ]

    def clean(self) -> None:
        require_possible_time(self.occurred_at)
        if self.written_at and self.occurred_at and self.occurred_at > self.written_at:
            raise ValidationError({"occurred_at": _("It was written down before it happened: check both times.")})
        require_grade_to_fit(self.grade, self.harm, self.psychological_harm)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        follow(self)

    @property
    def known_at(self) -> datetime:
        """From when on the hospital knew: deadlines run from the paper, not from the typing."""
        return self.written_at or self.created_at

    @property
    def category_icon(self) -> str:
        return CATEGORY_ICONS[self.category]

    @property
    def grade_word(self) -> Words:
        """The grade in a few characters."""
        return GRADE_WORDS[self.grade] if self.grade else _("ungraded")

    @property
    def sac_word(self) -> Words:
        return SAC_WORDS[self.sac] if self.sac else ""

    @property
    def original(self) -> "Incident":
        """The record under which the event is followed up: itself, or what it is a duplicate of."""
        found = self
        while found.duplicate_of is not None:
            found = found.duplicate_of
        return found

    def clock_facts(self) -> dict[str, Any]:
        """None of its own where it is a duplicate, or was nothing to report: the other one is reported, or none."""
        if self.state in ("duplicate", "not_reportable"):
            return {}
        return clock_facts(
            category=self.category,
            event_kind=self.event_kind,
            harm=self.harm,
            grade=self.grade,
            occurred_at=self.occurred_at,
            reported_at=self.known_at,
        )

    def outcome(self) -> str:
        return self.feedback or (self.original.feedback if self.duplicate_of_id else "")

    def turn_in_state(self) -> Sequence[str]:
        """Where the offices' turn it is: that of the one officer who looks after it."""
        turn = self.standing.turn
        return ["officer"] if turn == OFFICES and self.officer and self.officer.is_active else turn

    def due_in_state(self) -> datetime | None:
        return end_of_day(self.held_until) if self.state == "on_hold" and self.held_until else None

    def heads_concerned(self) -> Sequence[User]:
        """The heads of its department, from when on the office has looked at it."""
        return list(holders([Role.HEAD, Role.HEAD_NURSE], self.department)) if self.state == "acting" else []

    def search_text(self) -> str:
        answers = [] if self.is_new else self.answers.values_list("found_by", flat=True)  # type: ignore[attr-defined]
        answered = " ".join(answers)
        return f"{self.get_category_display()} {self.place} {self.account} {self.immediate_action} {answered}"


def require_possible_time(occurred_at: datetime | None) -> None:
    """Nothing was in the future, and nothing reported here was before 1990; raises ValidationError."""
    if occurred_at and occurred_at > now():
        raise ValidationError({"occurred_at": _("It cannot have happened in the future: check date and time.")})
    if occurred_at and occurred_at.year < FIRST_YEAR:
        raise ValidationError({"occurred_at": _("That is too long ago to be reported: check the year.")})


def require_grade_to_fit(grade: int | None, harm: str, psychological_harm: str = PsychologicalHarm.NONE) -> None:
    """A grade says how bad the harm was; raises ValidationError where the harm, of body or mind, says otherwise."""
    if grade is None:
        return
    if harm == Harm.UNKNOWN:
        raise ValidationError({"harm": _("A grade says how bad the harm was: settle the harm first.")})
    worst = worst_of(harm, psychological_harm)
    if worst not in HARM_OF_GRADE[Grade(grade)]:
        raise ValidationError({"grade": MISFITS[Grade(grade)] % {"harm": Harm(worst).label}})


def worst_of(harm: str, psychological_harm: str) -> str:
    """The worse of the two; what is not known counts for nothing."""
    known = [Harm(told) for told in (harm, psychological_harm) if told != Harm.UNKNOWN]
    return max(known, key=DEGREES.index, default=Harm.NONE)


MISFITS = {
    Grade.SENTINEL: _("Grade I means death or a lasting loss, but the harm is “%(harm)s”. Change one of them."),
    Grade.ADVERSE: _(
        "Grade II means that somebody was harmed and lives, but the harm is “%(harm)s”. Change one of them."
    ),
    Grade.NO_HARM: _("Grade III means that nobody was really harmed, but the harm is “%(harm)s”. Change one of them."),
    Grade.NEAR_MISS: _("Grade IV never reached the patient, but the harm is “%(harm)s”. Change one of them."),
}
