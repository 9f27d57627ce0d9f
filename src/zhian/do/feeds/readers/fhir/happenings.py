"""What happened in a stay: infections, measurements, and events."""

from typing import Any

from .around import Around, Row
from .resources import Resource
from .telling import code, codings, minutes, period, words


def infection(around: Around, condition: Resource) -> Row:
    """A condition that says of itself that it was acquired in hospital."""
    if not any("nosocomial" in f"{each.get('code')} {each.get('display')}".lower() or "医院感染" in str(each)
               for each in codings(condition.get("category"))):  # fmt: skip
        return {}
    encounter = around.encounter_of(condition)
    onset = condition.get("onsetDateTime") or condition.get("recordedDate")
    row = {
        "infection.infection": str(condition.get("id", "")),
        "infection.department": around.department_of(encounter),
        "infection.onset_on": around.moment(onset)[:10],
        "infection.kind": words(condition.get("code")),
    }
    return {**row, **around.whose(encounter)}


def observed(around: Around, observation: Resource) -> list[Row]:
    """What was measured, and how long it took until it was known; each component is a measurement of its own."""
    taken, _end = period(observation, "effectiveDateTime", "effectivePeriod", "effectiveInstant")
    row = _measurement(around, observation, taken, taken)
    parts = [each for each in observation.get("component") or [] if _value(each)]
    rows = [{**row, **_value(each), "measurement.kind": code(each.get("code"))} for each in parts]
    return ([] if parts and not _value(observation) else [row | _value(observation)]) + rows if row else []


def reported(around: Around, report: Resource) -> Row:
    """A report has no value of its own, its observations have: how long it took since its specimen came."""
    specimen = around.get("Specimen", report.get("specimen"))
    collected, _end = period(specimen.get("collection") or {}, "collectedDateTime", "collectedPeriod")
    taken, _end = period(report, "effectiveDateTime", "effectivePeriod")
    return _measurement(around, report, collected or taken, specimen.get("receivedTime") or collected or taken)


def _measurement(around: Around, told: Resource, taken: Any, since: Any) -> Row:
    encounter = around.encounter_of(told)
    row = {
        "measurement.kind": code(told.get("code")),
        "measurement.department": around.department_of(encounter),
        "measurement.taken_at": around.moment(taken),
        "measurement.reported_after": minutes(since, told.get("issued")),
    }
    return {**row, **around.whose(encounter)} if encounter else {}


def incident(around: Around, event: Resource) -> Row:
    """`actual` events are incidents, `potential` ones near misses."""
    happened, _end = period(event, "occurrenceDateTime", "occurrencePeriod", "date", "detected", "recordedDate")
    kind = "near_miss" if event.get("actuality") == "potential" else "incident"
    return {
        "incident.incident": str(event.get("id", "")),
        "incident.department": around.name_of("Location", event.get("location"))
        or around.department_of(around.encounter_of(event)),
        "incident.happened_on": around.moment(happened)[:10],
        "incident.kind": kind,
        "incident.category": code(event.get("code") or event.get("event")) or code(event.get("category")),
        "incident.harm": code(event.get("seriousness")),
    }


def _value(told: Resource) -> Row:
    """A number with its unit, of an observation or a component of it."""
    quantity = told.get("valueQuantity") or {}
    value = quantity.get("value", told.get("valueInteger"))
    unit = str(quantity.get("unit") or quantity.get("code") or "")
    return {} if value is None else {"measurement.value": str(value), "measurement.unit": unit}
