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
    INGE = "INGE", _("Swallowed by mistake, aspiration")
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
    "INGE": "soup",
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


KIND_WORDS = {
    Kind.INCIDENT: _("happened"),
    Kind.NEAR_MISS: _("nearly happened"),
    Kind.OUTCOME: _("cause unclear"),
    Kind.GOOD_CARE: _("good care"),
}


class KnownAs(models.TextChoices):
    """How whoever reports wants to be known. Without any name there is another way, without signing in."""

    NAMED = "named", _("By name")
    PROTECTED = "protected", _("Identity protected")


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


class PsychologicalHarm(models.TextChoices):
    NONE = "none", _("No distress")
    LOW = "low", _("Distress for some days")
    MODERATE = "moderate", _("Needs help, or daily life suffers")
    SEVERE = "severe", _("Longer than half a year")
    UNKNOWN = "unknown", _("Not known yet")


class Contact(models.TextChoices):
    """How a reporter wants to be asked. Only ways that need no address here, so that none is kept with the report."""

    PROGRAM = "program", _("Here in the program")
    PHONE = "phone", _("Call me")
    IN_PERSON = "in_person", _("Come and see me")
    NOT = "not", _("Rather not")


class Severity(models.TextChoices):
    """How bad it was or could have been, for the SAC; the worst first, as the matrix has its columns."""

    DEATH = "death", _("Death")
    EXTREME = "extreme", _("Lasting loss of a function")
    SEVERE = "severe", _("Severe harm")
    MODERATE = "moderate", _("Moderate harm")
    LOW = "low", _("Mild harm")
    NONE = "none", _("No harm")


class Frequency(models.TextChoices):
    """How often the like happens in the hospital, for the SAC."""

    WEEKS = "weeks", _("Every few weeks")
    MONTHS = "months", _("Several times a year")
    TWO_YEARS = "two_years", _("Once in one or two years")
    FIVE_YEARS = "five_years", _("Once in two to five years")
    RARELY = "rarely", _("Less than once in five years")


SAC_WORDS = {1: _("extreme"), 2: _("high"), 3: _("medium"), 4: _("low")}


class Writer(models.TextChoices):
    """Who wrote the paper that is typed in later."""

    ME = "me", _("I did")
    MYSELF_PROTECTED = "me_protected", _("I did, and want to be protected")
    NAMED = "named", _("A colleague, by name")
    PROTECTED = "protected", _("A colleague who wants to be protected")
    NOBODY = "nobody", _("No name on it")


OWN_WRITING = (Writer.ME, Writer.MYSELF_PROTECTED)
SOMEBODY_ELSES = (Writer.NAMED, Writer.PROTECTED)
WRITER_ICONS = {
    "me": "user",
    "me_protected": "shield-lock",
    "named": "user-check",
    "protected": "shield-lock",
    "nobody": "user-question",
}
WRITER_WORDS = {
    "me": _("The report is yours: you hear what becomes of it."),
    "me_protected": _("You hear what becomes of it, and no list says that it is yours."),
    "named": _("The report is that person's, who hears what becomes of it."),
    "protected": _("That person hears what becomes of it, and no list says whose it is."),
    "nobody": _("Nobody is entered as its reporter."),
}

# What the degrees of harm mean: after the scales of the English LFPSE service, in our own words.
HARM_HELP = {
    Harm.NONE: _("Nothing happened to the patient, or nobody was concerned."),
    Harm.LOW: _("Watched more closely or treated slightly; at most one visit more; able to do everything as before."),
    Harm.MODERATE: _("Treated more, or in hospital for up to two weeks longer; limited for up to half a year."),
    Harm.SEVERE: _("For good, or for over half a year; a life had to be saved, or will be shorter."),
    Harm.DEATH: _("The patient died, and the event may have contributed to it."),
    Harm.UNKNOWN: _("It cannot be said yet."),
}
HARM_ICONS = {
    Harm.NONE: "circle-check",
    Harm.LOW: "bandage",
    Harm.MODERATE: "stethoscope",
    Harm.SEVERE: "alert-triangle",
    Harm.DEATH: "alert-circle",
    Harm.UNKNOWN: "help-circle",
}
GRADE_HELP = {
    Grade.SENTINEL: _("Unexpected death, or a function lost for good, and not from the natural course of the disease."),
    Grade.ADVERSE: _("Body or function harmed by diagnosis, treatment or care, and not by the disease itself."),
    Grade.NO_HARM: _("The error reached the patient: no harm, or a slight effect that passes without treatment."),
    Grade.NEAR_MISS: _("Noticed in time: it did not become fact."),
}
# How bad the harm of each grade is. The worse of body and mind counts.
HARM_OF_GRADE = {
    Grade.SENTINEL: (Harm.SEVERE, Harm.DEATH),
    Grade.ADVERSE: (Harm.LOW, Harm.MODERATE, Harm.SEVERE),
    Grade.NO_HARM: (Harm.NONE, Harm.LOW),
    Grade.NEAR_MISS: (Harm.NONE,),
}
DEGREES = (Harm.NONE, Harm.LOW, Harm.MODERATE, Harm.SEVERE, Harm.DEATH)  # from slight to worst
# The nine categories of the NCC MERP index for medication errors: which of our grades each suggests.
GRADE_OF_MERP = {"A": 4, "B": 4, "C": 3, "D": 3, "E": 2, "F": 2, "G": 1, "H": 1, "I": 1}


def grade_from_merp(category: str) -> int | None:
    """The grade, 1 to 4, that a category A to I of the NCC MERP index suggests; None for anything else."""
    return GRADE_OF_MERP.get(category.strip().upper())


class Voice(models.TextChoices):
    """Who speaks in a report without a name."""

    STAFF = "staff", _("staff, anonymous")
    CONCERN = "concern", _("patient or family")


class PartOfDay(models.TextChoices):
    """When, where the hour could tell who was there."""

    NIGHT = "night", _("night (0–6)")
    MORNING = "morning", _("morning (6–12)")
    AFTERNOON = "afternoon", _("afternoon (12–18)")
    EVENING = "evening", _("evening (18–24)")


MIDDLE_HOUR = {PartOfDay.NIGHT: 3, PartOfDay.MORNING: 9, PartOfDay.AFTERNOON: 15, PartOfDay.EVENING: 21}


class Reporter(models.TextChoices):
    """What a reporter by name is in the house."""

    NURSE = "nurse", _("Nurse")
    DOCTOR = "doctor", _("Doctor")
    HEAD = "head", _("Head, head nurse, department quality officer")
    OFFICE = "office", _("Quality or safety office")
    OTHER = "other", _("Others")
