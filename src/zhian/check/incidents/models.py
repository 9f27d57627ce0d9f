"""What happened, to whom, how bad it was, and what was done at once."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words
from zhian.kernel.moment import now
from zhian.kernel.records.models import Record

from .permissions import visible_to
from .workflow import INCIDENT


class Category(models.TextChoices):
    """The code set of incident types; codes are stable and map to the Taiwanese TPR and the American AHRQ sets."""

    FALL = "FALL", _("Fall")
    MED = "MED", _("Medication")
    ADR = "ADR", _("Adverse drug reaction")
    TUBE = "TUBE", _("Tube and line")
    PI = "PI", _("Pressure injury")
    SURG = "SURG", _("Surgery or procedure")
    ANES = "ANES", _("Anaesthesia")
    TRAN = "TRAN", _("Transfusion")
    DIAG = "DIAG", _("Diagnosis and treatment")
    EXAM = "EXAM", _("Exam, laboratory, imaging")
    CRIT = "CRIT", _("Critical value")
    CARR = "CARR", _("Cardiac arrest")
    OBST = "OBST", _("Mother and newborn")
    VTE = "VTE", _("Venous thromboembolism")
    HAI = "HAI", _("Healthcare-associated infection")
    EXPO = "EXPO", _("Occupational exposure")
    WAST = "WAST", _("Medical waste")
    DEV = "DEV", _("Medical device")
    CSSD = "CSSD", _("Sterile supply")
    IDEN = "IDEN", _("Patient identification")
    COMM = "COMM", _("Communication and consent")
    RECO = "RECO", _("Records and information")
    VIOL = "VIOL", _("Violence or self-harm")
    MISS = "MISS", _("Missing patient")
    SECU = "SECU", _("Security")
    FACI = "FACI", _("Facilities")
    BURN = "BURN", _("Burn or scald")
    SERV = "SERV", _("Service and billing")
    OTHR = "OTHR", _("Other")


CATEGORY_ICONS = {
    "FALL": "fall",
    "MED": "pill",
    "ADR": "mood-sick",
    "TUBE": "line",
    "PI": "bandage",
    "SURG": "cut",
    "ANES": "zzz",
    "TRAN": "droplet",
    "DIAG": "stethoscope",
    "EXAM": "microscope",
    "CRIT": "phone-call",
    "CARR": "heartbeat",
    "OBST": "baby-carriage",
    "VTE": "activity",
    "HAI": "virus",
    "EXPO": "needle",
    "WAST": "trash",
    "DEV": "device-heart-monitor",
    "CSSD": "shield-check",
    "IDEN": "id-badge-2",
    "COMM": "messages",
    "RECO": "file-text",
    "VIOL": "hand-stop",
    "MISS": "user-question",
    "SECU": "shield-lock",
    "FACI": "building",
    "BURN": "flame",
    "SERV": "receipt",
    "OTHR": "dots",
}
GRADE_WORDS = {1: _("Grade I"), 2: _("Grade II"), 3: _("Grade III"), 4: _("Grade IV")}


class Kind(models.TextChoices):
    INCIDENT = "incident", _("It happened")
    NEAR_MISS = "near_miss", _("Nearly: noticed in time, or a hazard")
    OUTCOME = "outcome", _("Bad outcome, cause unclear")
    GOOD_CARE = "good_care", _("Good care to learn from")


class Grade(models.IntegerChoices):
    """The four grades of the national scheme. Harm of grade I and II comes from care, not from the disease."""

    SENTINEL = 1, _("Grade I: sentinel event")
    ADVERSE = 2, _("Grade II: adverse event with harm")
    NO_HARM = 3, _("Grade III: reached the patient, no harm")
    NEAR_MISS = 4, _("Grade IV: hazard, stopped in time")


class Harm(models.TextChoices):
    NONE = "none", _("No harm")
    LOW = "low", _("Mild harm")
    MODERATE = "moderate", _("Moderate harm")
    SEVERE = "severe", _("Severe harm")
    DEATH = "death", _("Death")
    UNKNOWN = "unknown", _("Not known yet")


HARMFUL = (Harm.MODERATE, Harm.SEVERE, Harm.DEATH)


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
