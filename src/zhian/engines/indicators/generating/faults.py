"""What is wrong on purpose, so that whoever looks for it can be told whether it was found."""

from typing import NamedTuple


class Fault(NamedTuple):
    """Something that goes wrong in a department, from a month on or until a month too ("" for ever)."""

    kind: str  # deaths_as_against_advice | principal_by_symptom | infection_cluster | readmissions_doubled
    department: str
    since: str
    until: str = ""
    hospital: str = "H0001"
    share: float = 0.8  # of the rows that it can touch, how many it does
    organism: str = ""

    def holds(self, hospital: str, month: str) -> bool:
        return hospital == self.hospital and self.since <= month and (not self.until or month <= self.until)


def planted(months: list[str]) -> tuple[Fault, ...]:
    """One of each kind, in the last third of these months."""
    late = months[len(months) * 2 // 3]
    return (
        Fault("deaths_as_against_advice", "老年医学科", late),
        Fault("principal_by_symptom", "心血管内科", late, share=0.5),
        Fault("infection_cluster", "重症医学科", late, until=late, organism="鲍曼不动杆菌"),
        Fault("readmissions_doubled", "肾内科", late, share=1.0),
    )
