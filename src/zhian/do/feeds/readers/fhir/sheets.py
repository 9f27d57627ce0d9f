"""Resources as rows of facts: an encounter with its diagnoses and procedures is a front page, the others tables."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from ..layouts import Field, Layout
from ..pieces import LINE, Piece
from ..unreadable import Unreadable
from .resources import Resource, resources
from .telling import code, codings, extension, moment, period, reference, words

Row = dict[str, str]
INPATIENT = ("IMP", "ACUTE", "NONAC", "inpatient")
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
ICD10, ICD9 = ("icd-10", "icd10"), ("icd-9", "icd9")
MOST_DIAGNOSES = 41
LONGEST_USE = 400  # days


def sheets_of(path: Path, zone: str = "Asia/Shanghai") -> list[tuple[Layout, list[str], Piece]]:
    """A layout, its columns and its rows for each table that the file tells of. Raises Unreadable where it is none."""
    told = Told(ZoneInfo(zone))
    for line, resource in resources(path):
        told.hear(line, resource)
    found = [_sheet(table, rows) for table, rows in told.tables().items() if rows]
    if not found:
        raise Unreadable("no_rows")
    return found


class Told:
    """What a file's resources tell together: they refer to each other in any order."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.by_kind: dict[str, dict[str, tuple[int, Resource]]] = defaultdict(dict)

    def hear(self, line: int, resource: Resource) -> None:
        kind = resource.get("resourceType", "")
        self.by_kind[kind][str(resource.get("id") or f"line-{line}")] = (line, resource)

    def tables(self) -> dict[str, list[tuple[int, Row]]]:
        """Table of facts → (line, facts) of each row. The stay comes first: what belongs to it looks for it."""
        of: dict[str, tuple[tuple[str, ...], Callable[[Resource], Row]]] = {
            "stay": (("Encounter",), self._stay),
            "infection": (("Condition",), self._infection),
            "measurement": (("Observation",), self._measurement),
            "medication": (("MedicationAdministration",), self._medication),
            "incident": (("AdverseEvent",), self._incident),
        }
        found = {table: list(self._rows(kinds, tell)) for table, (kinds, tell) in of.items()}
        found["device_day"] = list(self._device_days())
        return found

    def _rows(self, kinds: tuple[str, ...], tell: Callable[[Resource], Row]) -> Iterator[tuple[int, Row]]:
        for kind in kinds:
            for line, resource in self.by_kind[kind].values():
                if row := tell(resource):
                    yield line, {name: cell for name, cell in row.items() if cell not in ("", None)}

    def _stay(self, encounter: Resource) -> Row:
        if not {code(each) for each in _listed(encounter.get("class"))} & set(INPATIENT):
            return {}
        start, end = period(encounter, "actualPeriod", "period")
        if not end:  # not over yet: it comes again when it is
            return {}
        stayed = encounter.get("admission") or encounter.get("hospitalization") or {}
        patient = self._get("Patient", encounter.get("subject"))
        leaving = code(stayed.get("dischargeDisposition"))
        return {
            "page.record_number": reference(encounter.get("subject")),
            "page.admission": "",
            "page.born_on": patient.get("birthDate", ""),
            "stay.sex": SEXES.get(patient.get("gender", ""), patient.get("gender", "")),
            "stay.admitted_at": moment(start, self.zone),
            "stay.discharged_at": moment(end, self.zone),
            "stay.department": self._department(encounter),
            "stay.leaving": LEAVING.get(leaving, leaving) or "advised",
            "stay.route": ROUTES.get(code(stayed.get("admitSource")), ""),
            "stay.readmission_planned": "",
            **self._diagnoses(encounter),
            **self._procedures(encounter),
            **self._moves(encounter),
        }

    def _diagnoses(self, encounter: Resource) -> Row:
        """Those that the encounter lists, by rank; else the conditions that name the encounter."""
        listed = encounter.get("diagnosis") or []
        ranked = sorted(listed, key=lambda each: each.get("rank", 99))
        found = [self._get("Condition", each.get("condition")) for each in ranked]
        if not any(found):
            known = self.by_kind["Condition"].values()
            found = [each for _line, each in known if reference(each.get("encounter")) == encounter.get("id")]
        row: Row = {}
        for rank, condition in enumerate(found[:MOST_DIAGNOSES], start=1):
            row[f"diagnosis.{rank}.code"] = code(condition.get("code"), *ICD10) or code(condition.get("code"))
            present = extension(condition, "present-on-admission") or extension(condition, "poa")
            row[f"diagnosis.{rank}.on_admission"] = code(present) if isinstance(present, dict) else str(present or "")
        return row

    def _procedures(self, encounter: Resource) -> Row:
        known = [each for _line, each in self.by_kind["Procedure"].values()]
        ours = [each for each in known if reference(each.get("encounter")) == encounter.get("id")]
        row: Row = {}
        for rank, procedure in enumerate(ours[:MOST_DIAGNOSES], start=1):
            names = ("occurrencePeriod", "occurrenceDateTime", "performedPeriod", "performedDateTime")
            row[f"procedure.{rank}.code"] = code(procedure.get("code"), *ICD9) or code(procedure.get("code"))
            row[f"procedure.{rank}.started_at"] = moment(period(procedure, *names)[0], self.zone)
        return row

    def _moves(self, encounter: Resource) -> Row:
        row: Row = {}
        stays = [each for each in encounter.get("location", []) if self._is_intensive(each.get("location"))]
        for rank, each in enumerate(stays, start=1):
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
        encounter = self._get("Encounter", condition.get("encounter"))
        onset = condition.get("onsetDateTime") or condition.get("recordedDate")
        row = {
            "infection.infection": str(condition.get("id", "")),
            "infection.department": self._department(encounter),
            "infection.onset_on": moment(onset, self.zone)[:10],
            "infection.kind": words(condition.get("code")),
        }
        return {**row, **self._whose(encounter)}

    def _measurement(self, observation: Resource) -> Row:
        encounter = self._get("Encounter", observation.get("encounter"))
        quantity = observation.get("valueQuantity") or {}
        value = quantity.get("value", observation.get("valueInteger"))
        taken, _end = period(observation, "effectiveDateTime", "effectivePeriod", "effectiveInstant")
        row = {
            "measurement.kind": code(observation.get("code")),
            "measurement.department": self._department(encounter),
            "measurement.taken_at": moment(taken, self.zone),
            "measurement.value": "" if value is None else str(value),
            "measurement.unit": str(quantity.get("unit") or quantity.get("code") or ""),
        }
        return {**row, **self._whose(encounter)} if encounter else {}

    def _medication(self, given: Resource) -> Row:
        encounter = self._get("Encounter", given.get("encounter") or given.get("context"))
        names = ("occurencePeriod", "occurrencePeriod", "occurenceDateTime", "occurrenceDateTime")
        start, _end = period(given, *names, "effectivePeriod", "effectiveDateTime")
        drug = given.get("medication") or given.get("medicationCodeableConcept")
        row = {
            "medication.drug": code(drug),
            "medication.department": self._department(encounter),
            "medication.started_at": moment(start, self.zone),
            "medication.intravenous": "1" if "iv" in code((given.get("dosage") or {}).get("route")).lower() else "",
        }
        return {**row, **self._whose(encounter)} if encounter else {}

    def _incident(self, event: Resource) -> Row:
        """`actual` events are incidents, `potential` ones near misses."""
        happened, _end = period(event, "occurrenceDateTime", "occurrencePeriod", "date", "detected", "recordedDate")
        kind = "near_miss" if event.get("actuality") == "potential" else "incident"
        place = self._name("Location", event.get("location")) or self._department(
            self._get("Encounter", event.get("encounter"))
        )
        return {
            "incident.incident": str(event.get("id", "")),
            "incident.department": place,
            "incident.happened_on": moment(happened, self.zone)[:10],
            "incident.kind": kind,
            "incident.category": code(event.get("code") or event.get("event")) or code(event.get("category")),
            "incident.harm": code(event.get("seriousness")),
        }

    def _device_days(self) -> Iterator[tuple[int, Row]]:
        """A row for each department, day and device: how many patients had it."""
        counted: dict[tuple[str, str, str], set[str]] = {}
        for kind in ("DeviceUseStatement", "DeviceUsage"):
            for _line, usage in self.by_kind[kind].values():
                for key in self._days_of(usage):
                    counted.setdefault(key, set()).add(reference(usage.get("subject") or usage.get("patient")))
        for number, ((department, day, device), patients) in enumerate(counted.items(), start=1):
            cells = {"department": department, "day": day, "device": device, "patients": str(len(patients))}
            yield number, {f"device_day.{name}": cell for name, cell in cells.items()}

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
        _line, found = self.by_kind[kind].get(reference(told), (0, {}))
        return found


def _sheet(table: str, rows: list[tuple[int, Row]]) -> tuple[Layout, list[str], Piece]:
    header = list(dict.fromkeys(name for _line, row in rows for name in row))
    columns = {name: pa.array([row.get(name, "") for _line, row in rows], pa.string()) for name in header}
    lines = pa.array([line for line, _row in rows], pa.int64())
    return layout_of(table, header), header, Piece(pa.table({LINE: lines, **columns}))


def layout_of(table: str, header: list[str]) -> Layout:
    """Every fact under its own name."""
    titles = {"zh": "FHIR", "en": "FHIR"}
    fields = {
        name: Field(name, {"zh": name, "en": name}, (name,), personal=name.startswith("page.")) for name in header
    }
    return Layout("fhir", titles, table, fields)


def _days(first: str, last: str) -> list[str]:
    """Every day from the first to the last; what is no day stays as it is, and is a fault of its row."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return [first]
    return [str(start + timedelta(days=more)) for more in range(min((end - start).days, LONGEST_USE) + 1)]


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told] if told else []
