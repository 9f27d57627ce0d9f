"""An encounter with its diagnoses, procedures and places as a front page."""

from . import claims
from .around import Around, Row, is_void
from .resources import Resource
from .telling import code, codings, extension, listed, period, reference

INPATIENT = {"IMP", "ACUTE", "NONAC", "inpatient"}
SEXES = {"male": "male", "female": "female", "unknown": "unknown", "other": "unstated"}
LEAVING = {  # dischargeDisposition; the codes of HL7, and the Chinese ones as they are
    "home": "advised", "exp": "died", "aadvice": "against_advice", "other-hcf": "transferred", "hosp": "transferred",
    "long": "community", "rehab": "community", "snf": "community", "psy": "transferred", "oth": "other",
}  # fmt: skip
ROUTES = {"emd": "emergency", "outp": "outpatient", "gp": "outpatient", "hosp-trans": "transfer", "born": "other"}
ICD10, ICD9 = ("icd-10", "icd10"), ("icd-9", "icd9")
DIAGNOSES, MOVES = range(1, 42), range(1, 11)  # so many of a stay are taken


def stay(around: Around, encounter: Resource) -> Row:
    """The page of an inpatient who has left; of all others nothing."""
    if not _is_over(around, encounter):
        return {}
    start, end = period(encounter, "actualPeriod", "period")
    stayed = encounter.get("admission") or encounter.get("hospitalization") or {}
    patient = around.get("Patient", encounter.get("subject"))
    leaving = code(stayed.get("dischargeDisposition"))
    return {
        "page.record_number": reference(encounter.get("subject")),
        "page.born_on": patient.get("birthDate", ""),
        "stay.sex": SEXES.get(patient.get("gender", ""), patient.get("gender", "")),
        "stay.admitted_at": around.moment(start),
        "stay.discharged_at": around.moment(end),
        "stay.department": around.department_of(encounter),
        "stay.leaving": LEAVING.get(leaving, leaving) or "advised",
        "stay.route": ROUTES.get(code(stayed.get("admitSource")), ""),
        "stay.cost": claims.total(around.belonging("Claim", encounter)),
        **_diagnoses(around, encounter),
        **_procedures(around, encounter),
        **_moves(around, encounter),
    }


def claimed(around: Around, claim: Resource) -> list[Row]:
    """It has no row of its own, and was read with its stay."""
    return [{}] if _is_over(around, around.known.get("Encounter", claims.encounter_of(claim))) else []


def _is_over(around: Around, encounter: Resource) -> bool:
    """An inpatient has left; before that the encounter comes again."""
    is_inpatient = {code(each) for each in listed(encounter.get("class"))} & INPATIENT
    return bool(is_inpatient and period(encounter, "actualPeriod", "period")[1])


def _diagnoses(around: Around, encounter: Resource) -> Row:
    """Those that the encounter lists, by rank; else the conditions that name it; else what was claimed."""
    told = encounter.get("diagnosis") or []
    ranked = [_condition(around, each) for each in sorted(told, key=lambda each: each.get("rank", 99))]
    found = ranked if any(ranked) else around.belonging("Condition", encounter)
    found = found or claims.diagnoses(around.belonging("Claim", encounter))
    row: Row = {}
    for rank, condition in zip(DIAGNOSES, (each for each in found if not is_void(each)), strict=False):
        row[f"diagnosis.{rank}.code"] = code(condition.get("code"), *ICD10) or code(condition.get("code"))
        present = extension(condition, "present-on-admission") or extension(condition, "poa")
        row[f"diagnosis.{rank}.on_admission"] = code(present) if isinstance(present, dict) else str(present or "")
    return row


def _condition(around: Around, diagnosis: Resource) -> Resource:
    """The condition to which a diagnosis refers; R5 may write it down in place of the reference."""
    told = diagnosis.get("condition")
    found = around.get("Condition", told)
    return found or ({"code": told} if codings(told) else {})


def _procedures(around: Around, encounter: Resource) -> Row:
    found = around.belonging("Procedure", encounter) or claims.procedures(around.belonging("Claim", encounter))
    row: Row = {}
    for rank, procedure in zip(DIAGNOSES, found, strict=False):
        names = ("occurrencePeriod", "occurrenceDateTime", "performedPeriod", "performedDateTime")
        row[f"procedure.{rank}.code"] = code(procedure.get("code"), *ICD9) or code(procedure.get("code"))
        row[f"procedure.{rank}.started_at"] = around.moment(period(procedure, *names)[0])
    return row


def _moves(around: Around, encounter: Resource) -> Row:
    row: Row = {}
    stays = [each for each in encounter.get("location", []) if around.is_intensive(each.get("location"))]
    for rank, each in zip(MOVES, stays, strict=False):
        start, end = period(each, "period")
        row[f"ward_move.{rank}.department"] = around.name_of("Location", each.get("location"))
        row[f"ward_move.{rank}.entered_at"] = around.moment(start)
        row[f"ward_move.{rank}.left_at"] = around.moment(end)
    return row
