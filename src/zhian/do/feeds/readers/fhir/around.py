"""What stands around a resource: its encounter, its patient's stay, its place, and what belongs to it."""

from typing import Any
from zoneinfo import ZoneInfo

from .known import Known
from .resources import Resource
from .telling import code, codings, moment, period, reference

Row = dict[str, str]  # fact → cell
VOID = {"entered-in-error", "cancelled", "not-done", "refuted", "nullified"}  # a status that takes it all back


class Around:
    """Finds it, among resources that are all known."""

    def __init__(self, known: Known, zone: ZoneInfo) -> None:
        self.known, self.zone = known, zone

    def moment(self, told: Any) -> str:
        """As clocks here show it."""
        return moment(told, self.zone)

    def get(self, kind: str, told: Any) -> Resource:
        """What a reference leads to; empty where it is not there."""
        return self.known.get(kind, reference(told))

    def belonging(self, kind: str, encounter: Resource) -> list[Resource]:
        """What names the encounter, and was not taken back."""
        found = self.known.belonging(kind, "Encounter", str(encounter.get("id")))
        return [each for each in found if not is_void(each)]

    def encounter_of(self, told: Resource) -> Resource:
        """In R4 it is the encounter or the context."""
        return self.get("Encounter", told.get("encounter") or told.get("context"))

    def whose(self, encounter: Resource) -> Row:
        """What leads to the stay: the patient, and the day on which the stay ended."""
        _start, end = period(encounter, "actualPeriod", "period")
        return {"page.record_number": reference(encounter.get("subject")), "page.left_on": self.moment(end)[:10]}

    def department_of(self, encounter: Resource) -> str:
        """The service provider, else the last place that is no intensive care."""
        if name := self.name_of("Organization", encounter.get("serviceProvider")):
            return name
        places = [each.get("location") for each in encounter.get("location", [])]
        plain = [place for place in places if not self.is_intensive(place)] or places
        return self.name_of("Location", plain[-1]) if plain else ""

    def name_of(self, kind: str, told: Any) -> str:
        """What a place is called: its own code, else its name, else what the reference displays."""
        place = self.get(kind, told)
        own = (place.get("identifier") or [{}])[0].get("value", "") if place else ""
        shown = told.get("display", "") if isinstance(told, dict) else ""
        return str(own or place.get("name", "") or shown or reference(told))

    def is_intensive(self, told: Any) -> bool:
        """Whether a place is intensive care, by its kind or its name."""
        place = self.get("Location", told)
        kinds = (str(each.get("code")) for each in codings(place.get("type")))
        said = " ".join([self.name_of("Location", told), *kinds])
        return "ICU" in said.upper() or "重症" in said


def is_void(resource: Resource) -> bool:
    """Whether somebody took it back: it was entered in error, never given, refuted."""
    return bool({str(resource.get("status")), code(resource.get("verificationStatus"))} & VOID)
