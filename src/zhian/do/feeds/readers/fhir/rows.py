"""Resources as rows of facts: an encounter with its diagnoses and procedures is a front page, the others tables."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from . import claims
from .known import Known
from .resources import Resource
from .telling import code, codings, extension, minutes, moment, period, reference, words

Row = dict[str, str]
INPATIENT = {"IMP", "ACUTE", "NONAC", "inpatient"}
VOID = {"entered-in-error", "cancelled", "not-done", "refuted", "nullified"}  # a status that takes it all back
SEXES = {"male": "male", "female": "female", "unknown": "unknown", "other": "unstated"}
LEAVING = {  # dischargeDisposition; the codes of HL7, and the Chinese ones as they are
    "home": "advised", "exp": "died", "aadvice": "against_advice", "other-hcf": "transferred", "hosp": "transferred",
    "long": "community", "rehab": "community", "snf": "community", "psy": "transferred", "oth": "other",
}  # fmt: skip
ROUTES = {"emd": "emergency", "outp": "outpatient", "gp": "outpatient", "hosp-trans": "transfer", "born": "other"}
DEVICES = (  # what stands in the words for a device, and ours
    ("ventilat", "ventilator"), ("呼吸机", "ventilator"), ("picc", "picc"), ("central", "central_line"),
    ("中心静脉", "central_line"), ("urin", "urinary_catheter"), ("导尿", "urinary_catheter"),
    ("tracheal", "airway"), ("气管", "airway"), ("feeding", "feeding_tube"), ("胃", "feeding_tube"),
)  # fmt: skip
ICD10, ICD9, ATC = ("icd-10", "icd10"), ("icd-9", "icd9"), ("atc", "whocc")
ANTIBACTERIAL = "J01"  # of ATC: antibacterials for systemic use
DIAGNOSES, MOVES = range(1, 42), range(1, 11)  # so many of a stay are taken
LONGEST_USE = 400  # days

# Read together with the others, and no rows of their own.
BESIDE = {"Patient", "Organization", "Location", "Condition", "Procedure", "Device", "Medication", "Specimen"}
COLUMNS: Mapping[str, tuple[str, ...]] = {  # table → its facts, in the order in which tables are taken
    "stay": (
        "page.record_number", "page.born_on", "stay.sex", "stay.admitted_at", "stay.discharged_at", "stay.department",
        "stay.leaving", "stay.route", "stay.cost",
        *(f"diagnosis.{rank}.{name}" for rank in DIAGNOSES for name in ("code", "on_admission")),
        *(f"procedure.{rank}.{name}" for rank in DIAGNOSES for name in ("code", "started_at")),
        *(f"ward_move.{rank}.{name}" for rank in MOVES for name in ("department", "entered_at", "left_at")),
    ),
    "infection": (
        "page.record_number", "page.left_on", "infection.infection", "infection.department", "infection.onset_on",
        "infection.kind",
    ),
    "measurement": (
        "page.record_number", "page.left_on", "measurement.kind", "measurement.department", "measurement.taken_at",
        "measurement.value", "measurement.unit", "measurement.reported_after",
    ),
    "medication": (
        "page.record_number", "page.left_on", "medication.drug", "medication.department", "medication.started_at",
        "medication.intravenous", "medication.antibacterial", "medication.sampled_before",
    ),
    "incident": (
        "incident.incident", "incident.department", "incident.happened_on", "incident.kind", "incident.category",
        "incident.harm",
    ),
    "device_day": ("device_day.department", "device_day.day", "device_day.device", "device_day.patients"),
}  # fmt: skip


class Rows:
    """The rows of each table, of resources that are all known."""

    def __init__(self, known: Known, zone: ZoneInfo) -> None:
        self.known, self.zone = known, zone

    def of(self, table: str) -> Iterator[tuple[str, int, Row]]:
        """(kind of the resource, its line, facts) of each row."""
        if table == "device_day":
            yield from self._device_days()
            return
        beyond = count(self.known.last + 1)  # numbers for what shares the line of its resource with others
        for kind, tell in self._tellers(table).items():
            for line, resource in self.known.of_kind(kind):
                told = [] if is_void(resource) else tell(resource)
                for place, row in enumerate(told):  # each resource is counted once
                    cells = {name: cell for name, cell in row.items() if cell not in ("", None)}
                    yield ("", next(beyond), cells) if place else (kind, line, cells)

    def _tellers(self, table: str) -> Mapping[str, Callable[[Resource], list[Row]]]:
        """Kind → what one of them tells. What was ordered counts only where nothing says what was given."""
        ordered = "MedicationAdministration" if self.known.counts["MedicationAdministration"] else "MedicationRequest"
        tellers: Mapping[str, Mapping[str, Callable[[Resource], list[Row]]]] = {
            "stay": {"Encounter": _one(self._stay), "Claim": self._claimed},
            "infection": {"Condition": _one(self._infection)},
            "measurement": {"Observation": self._observed, "DiagnosticReport": _one(self._reported)},
            "medication": {ordered: _one(self._medication)},
            "incident": {"AdverseEvent": _one(self._incident)},
        }
        return tellers[table]

    def _stay(self, encounter: Resource) -> Row:
        if not self._is_over(encounter):
            return {}
        start, end = period(encounter, "actualPeriod", "period")
        stayed = encounter.get("admission") or encounter.get("hospitalization") or {}
        patient = self._get("Patient", encounter.get("subject"))
        leaving = code(stayed.get("dischargeDisposition"))
        return {
            "page.record_number": reference(encounter.get("subject")),
            "page.born_on": patient.get("birthDate", ""),
            "stay.sex": SEXES.get(patient.get("gender", ""), patient.get("gender", "")),
            "stay.admitted_at": moment(start, self.zone),
            "stay.discharged_at": moment(end, self.zone),
            "stay.department": self._department(encounter),
            "stay.leaving": LEAVING.get(leaving, leaving) or "advised",
            "stay.route": ROUTES.get(code(stayed.get("admitSource")), ""),
            "stay.cost": claims.total(self._belonging("Claim", encounter)),
            **self._diagnoses(encounter),
            **self._procedures(encounter),
            **self._moves(encounter),
        }

    def _is_over(self, encounter: Resource) -> bool:
        """An inpatient has left; before that the encounter comes again."""
        is_inpatient = {code(each) for each in _listed(encounter.get("class"))} & INPATIENT
        return bool(is_inpatient and period(encounter, "actualPeriod", "period")[1])

    def _claimed(self, claim: Resource) -> list[Row]:
        """It has no row of its own, and was read with its stay."""
        return [{}] if self._is_over(self.known.get("Encounter", claims.encounter_of(claim))) else []

    def _belonging(self, kind: str, encounter: Resource) -> list[Resource]:
        """What names the encounter, and was not taken back."""
        found = self.known.belonging(kind, "Encounter", str(encounter.get("id")))
        return [each for each in found if not is_void(each)]

    def _diagnoses(self, encounter: Resource) -> Row:
        """Those that the encounter lists, by rank; else the conditions that name it; else what was claimed."""
        listed = encounter.get("diagnosis") or []
        ranked = [self._condition(each) for each in sorted(listed, key=lambda each: each.get("rank", 99))]
        found = ranked if any(ranked) else self._belonging("Condition", encounter)
        found = found or claims.diagnoses(self._belonging("Claim", encounter))
        row: Row = {}
        for rank, condition in zip(DIAGNOSES, (each for each in found if not is_void(each)), strict=False):
            row[f"diagnosis.{rank}.code"] = code(condition.get("code"), *ICD10) or code(condition.get("code"))
            present = extension(condition, "present-on-admission") or extension(condition, "poa")
            row[f"diagnosis.{rank}.on_admission"] = code(present) if isinstance(present, dict) else str(present or "")
        return row

    def _condition(self, diagnosis: Resource) -> Resource:
        """The condition to which a diagnosis refers; R5 may write it down in place of the reference."""
        told = diagnosis.get("condition")
        found = self._get("Condition", told)
        return found or ({"code": told} if codings(told) else {})

    def _procedures(self, encounter: Resource) -> Row:
        found = self._belonging("Procedure", encounter) or claims.procedures(self._belonging("Claim", encounter))
        row: Row = {}
        for rank, procedure in zip(DIAGNOSES, found, strict=False):
            names = ("occurrencePeriod", "occurrenceDateTime", "performedPeriod", "performedDateTime")
            row[f"procedure.{rank}.code"] = code(procedure.get("code"), *ICD9) or code(procedure.get("code"))
            row[f"procedure.{rank}.started_at"] = moment(period(procedure, *names)[0], self.zone)
        return row

    def _moves(self, encounter: Resource) -> Row:
        row: Row = {}
        stays = [each for each in encounter.get("location", []) if self._is_intensive(each.get("location"))]
        for rank, each in zip(MOVES, stays, strict=False):
            start, end = period(each, "period")
            row[f"ward_move.{rank}.department"] = self._name("Location", each.get("location"))
            row[f"ward_move.{rank}.entered_at"] = moment(start, self.zone)
            row[f"ward_move.{rank}.left_at"] = moment(end, self.zone)
        return row

    def _infection(self, condition: Resource) -> Row:
        """A condition that says of itself that it was acquired in hospital."""
        if not any("nosocomial" in f"{each.get('code')} {each.get('display')}".lower() or "医院感染" in str(each)
                   for each in codings(condition.get("category"))):  # fmt: skip
            return {}
        encounter = self._encounter(condition)
        onset = condition.get("onsetDateTime") or condition.get("recordedDate")
        row = {
            "infection.infection": str(condition.get("id", "")),
            "infection.department": self._department(encounter),
            "infection.onset_on": moment(onset, self.zone)[:10],
            "infection.kind": words(condition.get("code")),
        }
        return {**row, **self._whose(encounter)}

    def _observed(self, observation: Resource) -> list[Row]:
        """What was measured, and how long it took until it was known; each component is a measurement of its own."""
        taken, _end = period(observation, "effectiveDateTime", "effectivePeriod", "effectiveInstant")
        row = self._measurement(observation, taken, taken)
        parts = [each for each in observation.get("component") or [] if _value(each)]
        rows = [{**row, **_value(each), "measurement.kind": code(each.get("code"))} for each in parts]
        return ([] if parts and not _value(observation) else [row | _value(observation)]) + rows if row else []

    def _reported(self, report: Resource) -> Row:
        """A report has no value of its own, its observations have: how long it took since its specimen came."""
        specimen = self._get("Specimen", report.get("specimen"))
        collected, _end = period(specimen.get("collection") or {}, "collectedDateTime", "collectedPeriod")
        taken, _end = period(report, "effectiveDateTime", "effectivePeriod")
        return self._measurement(report, collected or taken, specimen.get("receivedTime") or collected or taken)

    def _measurement(self, told: Resource, taken: Any, since: Any) -> Row:
        encounter = self._encounter(told)
        row = {
            "measurement.kind": code(told.get("code")),
            "measurement.department": self._department(encounter),
            "measurement.taken_at": moment(taken, self.zone),
            "measurement.reported_after": minutes(since, told.get("issued")),
        }
        return {**row, **self._whose(encounter)} if encounter else {}

    def _medication(self, told: Resource) -> Row:
        """What was given, or ordered."""
        encounter = self._encounter(told)
        names = ("occurencePeriod", "occurrencePeriod", "occurenceDateTime", "occurrenceDateTime")
        start, _end = period(told, *names, "effectivePeriod", "effectiveDateTime", "authoredOn")
        drug = self._drug(told)
        atc = code(drug, *ATC)
        dosage: Resource = next(iter(_listed(told.get("dosage") or told.get("dosageInstruction"))), {})
        row = {
            "medication.drug": code(drug),
            "medication.department": self._department(encounter),
            "medication.started_at": moment(start, self.zone),
            "medication.intravenous": "1" if "iv" in code(dosage.get("route")).lower() else "",
            "medication.antibacterial": "" if not atc else "1" if atc.startswith(ANTIBACTERIAL) else "0",
            "medication.sampled_before": self._sampled(encounter, start) if atc.startswith(ANTIBACTERIAL) else "",
        }
        return {**row, **self._whose(encounter)} if encounter else {}

    def _drug(self, told: Resource) -> Any:
        """As it is written there, else as the medication says to which it refers, in the file or in the resource."""
        drug = told.get("medication") or told.get("medicationCodeableConcept") or told.get("medicationReference")
        if codings(drug):
            return drug
        key = reference(drug)
        inside = (each for each in told.get("contained", []) if each.get("id") == key.lstrip("#"))
        return next(inside, self.known.get("Medication", key)).get("code") or drug

    def _sampled(self, encounter: Resource, start: Any) -> str:
        """Whether a specimen was taken from the patient in this stay before; unknown where the file tells of none."""
        if not self.known.counts["Specimen"]:
            return ""
        admitted, begun = moment(period(encounter, "actualPeriod", "period")[0], self.zone), moment(start, self.zone)
        taken = (
            moment(period(each.get("collection") or {}, "collectedDateTime", "collectedPeriod")[0], self.zone)
            for each in self.known.belonging("Specimen", "Patient", reference(encounter.get("subject")))
        )
        return "1" if any(admitted[:10] <= at <= begun for at in taken if at) else "0"

    def _incident(self, event: Resource) -> Row:
        """`actual` events are incidents, `potential` ones near misses."""
        happened, _end = period(event, "occurrenceDateTime", "occurrencePeriod", "date", "detected", "recordedDate")
        kind = "near_miss" if event.get("actuality") == "potential" else "incident"
        return {
            "incident.incident": str(event.get("id", "")),
            "incident.department": self._name("Location", event.get("location"))
            or self._department(self._encounter(event)),
            "incident.happened_on": moment(happened, self.zone)[:10],
            "incident.kind": kind,
            "incident.category": code(event.get("code") or event.get("event")) or code(event.get("category")),
            "incident.harm": code(event.get("seriousness")),
        }

    def _device_days(self) -> Iterator[tuple[str, int, Row]]:
        """A row for each department, day and device: how many patients had it. Says the kind once for each use."""
        counted: dict[tuple[str, str, str], set[str]] = {}
        for kind in ("DeviceUseStatement", "DeviceUsage"):
            for line, usage in self.known.of_kind(kind):
                if not is_void(usage):
                    yield kind, line, {}
                    for key in self._days_of(usage):
                        counted.setdefault(key, set()).add(reference(usage.get("subject") or usage.get("patient")))
        for number, ((department, day, device), patients) in enumerate(counted.items(), start=1):
            cells = {"department": department, "day": day, "device": device, "patients": str(len(patients))}
            yield "", number, {f"device_day.{name}": cell for name, cell in cells.items()}

    def _days_of(self, usage: Resource) -> Iterator[tuple[str, str, str]]:
        start, end = period(usage, "timingPeriod", "timingDateTime")
        first, last = moment(start, self.zone)[:10], moment(end, self.zone)[:10] or moment(start, self.zone)[:10]
        told = self._get("Device", usage.get("device"))
        said = " ".join(
            filter(None, [words(usage.get("device")), words(told.get("type")), words(usage.get("bodySite"))])
        )
        device = next((ours for word, ours in DEVICES if word in said.lower()), said)
        encounter = self._get("Encounter", usage.get("context") or usage.get("derivedFrom"))
        yield from ((self._department(encounter), day, device) for day in _days(first, last))

    def _encounter(self, told: Resource) -> Resource:
        return self._get("Encounter", told.get("encounter") or told.get("context"))

    def _whose(self, encounter: Resource) -> Row:
        """What leads to the stay: the patient, and the day on which the stay ended."""
        _start, end = period(encounter, "actualPeriod", "period")
        return {"page.record_number": reference(encounter.get("subject")), "page.left_on": moment(end, self.zone)[:10]}

    def _department(self, encounter: Resource) -> str:
        """The service provider, else the last place that is no intensive care."""
        if name := self._name("Organization", encounter.get("serviceProvider")):
            return name
        places = [each.get("location") for each in encounter.get("location", [])]
        plain = [place for place in places if not self._is_intensive(place)] or places
        return self._name("Location", plain[-1]) if plain else ""

    def _name(self, kind: str, told: Any) -> str:
        """What a place is called: its own code, else its name, else what the reference displays."""
        place = self._get(kind, told)
        own = (place.get("identifier") or [{}])[0].get("value", "") if place else ""
        shown = told.get("display", "") if isinstance(told, dict) else ""
        return str(own or place.get("name", "") or shown or reference(told))

    def _is_intensive(self, told: Any) -> bool:
        place = self._get("Location", told)
        said = " ".join([self._name("Location", told), *(str(each.get("code")) for each in codings(place.get("type")))])
        return "ICU" in said.upper() or "重症" in said

    def _get(self, kind: str, told: Any) -> Resource:
        return self.known.get(kind, reference(told))


def _one(tell: Callable[[Resource], Row]) -> Callable[[Resource], list[Row]]:
    """Of what tells one row, or nothing."""
    return lambda resource: [row] if (row := tell(resource)) else []


def _value(told: Resource) -> Row:
    """A number with its unit, of an observation or a component of it."""
    quantity = told.get("valueQuantity") or {}
    value = quantity.get("value", told.get("valueInteger"))
    unit = str(quantity.get("unit") or quantity.get("code") or "")
    return {} if value is None else {"measurement.value": str(value), "measurement.unit": unit}


def is_void(resource: Resource) -> bool:
    """Whether somebody took it back: it was entered in error, never given, refuted."""
    return bool({str(resource.get("status")), code(resource.get("verificationStatus"))} & VOID)


def _days(first: str, last: str) -> list[str]:
    """Every day from the first to the last; what is no day stays as it is, and is a fault of its row."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return [first]
    return [str(start + timedelta(days=more)) for more in range(min((end - start).days, LONGEST_USE) + 1)]


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told] if told else []
