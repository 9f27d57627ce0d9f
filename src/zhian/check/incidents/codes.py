"""The code sets of incidents: what kind, how bad. Codes are stable; words are translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
