"""Drugs that were given, or ordered, and whether a specimen was taken before."""

from typing import Any

from .around import Around, Row
from .resources import Resource
from .telling import code, codings, listed, period, reference

ATC = "atc", "whocc"
ANTIBACTERIAL = "J01"  # of ATC: antibacterials for systemic use


def medication(around: Around, told: Resource) -> Row:
    """What was given, or ordered."""
    encounter = around.encounter_of(told)
    names = ("occurencePeriod", "occurrencePeriod", "occurenceDateTime", "occurrenceDateTime")
    start, _end = period(told, *names, "effectivePeriod", "effectiveDateTime", "authoredOn")
    drug = _drug(around, told)
    atc = code(drug, *ATC)
    dosage: Resource = next(iter(listed(told.get("dosage") or told.get("dosageInstruction"))), {})
    row = {
        "medication.drug": code(drug),
        "medication.department": around.department_of(encounter),
        "medication.started_at": around.moment(start),
        "medication.intravenous": "1" if "iv" in code(dosage.get("route")).lower() else "",
        "medication.antibacterial": "" if not atc else "1" if atc.startswith(ANTIBACTERIAL) else "0",
        "medication.sampled_before": _sampled(around, encounter, start) if atc.startswith(ANTIBACTERIAL) else "",
    }
    return {**row, **around.whose(encounter)} if encounter else {}


def _drug(around: Around, told: Resource) -> Any:
    """As it is written there, else as the medication says to which it refers, in the file or in the resource."""
    drug = told.get("medication") or told.get("medicationCodeableConcept") or told.get("medicationReference")
    if codings(drug):
        return drug
    key = reference(drug)
    inside = (each for each in told.get("contained", []) if each.get("id") == key.lstrip("#"))
    return next(inside, around.known.get("Medication", key)).get("code") or drug


def _sampled(around: Around, encounter: Resource, start: Any) -> str:
    """Whether a specimen was taken from the patient in this stay before; unknown where the file tells of none."""
    if not around.known.counts["Specimen"]:
        return ""
    admitted, begun = around.moment(period(encounter, "actualPeriod", "period")[0]), around.moment(start)
    taken = (
        around.moment(period(each.get("collection") or {}, "collectedDateTime", "collectedPeriod")[0])
        for each in around.known.belonging("Specimen", "Patient", reference(encounter.get("subject")))
    )
    return "1" if any(admitted[:10] <= at <= begun for at in taken if at) else "0"
