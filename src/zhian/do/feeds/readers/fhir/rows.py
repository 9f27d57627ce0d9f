"""Resources as rows of facts: an encounter with its diagnoses and procedures is a front page, the others tables."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from zoneinfo import ZoneInfo

from .around import Around, Row, is_void
from .devices import device_days
from .drugs import medication
from .happenings import incident, infection, observed, reported
from .known import Known
from .resources import Resource
from .stays import DIAGNOSES, MOVES, claimed, stay

Tell = Callable[[Around, Resource], list[Row]]
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
        self.around, self.known = Around(known, zone), known

    def of(self, table: str) -> Iterator[tuple[str, int, Row]]:
        """(kind of the resource, its line, facts) of each row."""
        if table == "device_day":
            yield from device_days(self.around)
            return
        beyond = count(self.known.last + 1)  # numbers for what shares the line of its resource with others
        for kind, tell in self._tellers(table).items():
            for line, resource in self.known.of_kind(kind):
                told = [] if is_void(resource) else tell(self.around, resource)
                for place, row in enumerate(told):  # each resource is counted once
                    cells = {name: cell for name, cell in row.items() if cell not in ("", None)}
                    yield ("", next(beyond), cells) if place else (kind, line, cells)

    def _tellers(self, table: str) -> Mapping[str, Tell]:
        """Kind → what one of them tells. What was ordered counts only where nothing says what was given."""
        ordered = "MedicationAdministration" if self.known.counts["MedicationAdministration"] else "MedicationRequest"
        tellers: Mapping[str, Mapping[str, Tell]] = {
            "stay": {"Encounter": _one(stay), "Claim": claimed},
            "infection": {"Condition": _one(infection)},
            "measurement": {"Observation": observed, "DiagnosticReport": _one(reported)},
            "medication": {ordered: _one(medication)},
            "incident": {"AdverseEvent": _one(incident)},
        }
        return tellers[table]


def _one(tell: Callable[[Around, Resource], Row]) -> Tell:
    """Of what tells one row, or nothing."""
    return lambda around, resource: [row] if (row := tell(around, resource)) else []
