"""What happened, to whom, how bad it was, and what was done at once."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words
from zhian.kernel.moment import now
from zhian.kernel.records.models import Record

from ..codes import CATEGORY_ICONS, GRADE_WORDS, HARMFUL, Category, Grade, Harm, Kind
from ..permissions import visible_to
from ..workflow import INCIDENT


class Incident(Record):
    workflow = INCIDENT
    prefix = "AE"
    icon = "alert-triangle"
    visible_to = staticmethod(visible_to)

    category = models.CharField(_("category"), max_length=4, choices=Category)
    event_kind = models.CharField(_("what kind of event"), max_length=20, choices=Kind, default=Kind.INCIDENT)
    occurred_at = models.DateTimeField(_("when"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    account = models.TextField(_("what happened"))
    immediate_action = models.TextField(_("what was done at once"), blank=True)
    harm = models.CharField(_("harm so far"), max_length=10, choices=Harm, default=Harm.UNKNOWN)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade, null=True, blank=True)
    feedback = models.TextField(_("feedback to the reporter"), blank=True)

    class Meta:
        verbose_name = _("adverse event")
        verbose_name_plural = _("adverse events")
        indexes = [
            models.Index(fields=["category", "record_ptr"]),
            models.Index(fields=["grade", "record_ptr"]),
            models.Index(fields=["occurred_at"]),
        ]

    def clean(self) -> None:
        if self.occurred_at and self.occurred_at > now():
            raise ValidationError({"occurred_at": _("It cannot have happened in the future: check date and time.")})
        require_grade_to_fit(self.grade, self.harm)

    @property
    def category_icon(self) -> str:
        return CATEGORY_ICONS[self.category]

    @property
    def grade_word(self) -> Words:
        """The grade in a few characters."""
        return GRADE_WORDS[self.grade] if self.grade else _("ungraded")

    def outcome(self) -> str:
        return self.feedback

    def search_text(self) -> str:
        return f"{self.get_category_display()} {self.place} {self.account} {self.immediate_action}"


def require_grade_to_fit(grade: int | None, harm: str) -> None:
    """Grades III and IV mean that nobody was harmed; raises ValidationError where harm says otherwise."""
    if grade in (Grade.NO_HARM, Grade.NEAR_MISS) and harm in HARMFUL:
        raise ValidationError(
            {
                "grade": _(
                    "Grades III and IV mean that nobody was harmed, but the harm is “%(harm)s”. Change one of them."
                )
                % {"harm": Harm(harm).label}
            }
        )
    if grade == Grade.NEAR_MISS and harm == Harm.LOW:
        raise ValidationError({"grade": _("Grade IV never reached the patient: with mild harm it is grade III or II.")})
