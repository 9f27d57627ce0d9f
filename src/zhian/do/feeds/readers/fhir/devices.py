"""Uses of devices as counts: how many patients had each device in a department on a day."""

from collections.abc import Iterator
from datetime import date, timedelta

from .around import Around, Row, is_void
from .resources import Resource
from .telling import period, reference, words

DEVICES = (  # what stands in the words for a device, and ours
    ("ventilat", "ventilator"), ("呼吸机", "ventilator"), ("picc", "picc"), ("central", "central_line"),
    ("中心静脉", "central_line"), ("urin", "urinary_catheter"), ("导尿", "urinary_catheter"),
    ("tracheal", "airway"), ("气管", "airway"), ("feeding", "feeding_tube"), ("胃", "feeding_tube"),
)  # fmt: skip
LONGEST_USE = 400  # days


def device_days(around: Around) -> Iterator[tuple[str, int, Row]]:
    """A row for each department, day and device: how many patients had it. Says the kind once for each use."""
    counted: dict[tuple[str, str, str], set[str]] = {}
    for kind in ("DeviceUseStatement", "DeviceUsage"):
        for line, usage in around.known.of_kind(kind):
            if not is_void(usage):
                yield kind, line, {}
                for key in _days_of(around, usage):
                    counted.setdefault(key, set()).add(reference(usage.get("subject") or usage.get("patient")))
    for number, ((department, day, device), patients) in enumerate(counted.items(), start=1):
        cells = {"department": department, "day": day, "device": device, "patients": str(len(patients))}
        yield "", number, {f"device_day.{name}": cell for name, cell in cells.items()}


def _days_of(around: Around, usage: Resource) -> Iterator[tuple[str, str, str]]:
    start, end = period(usage, "timingPeriod", "timingDateTime")
    first, last = around.moment(start)[:10], around.moment(end)[:10] or around.moment(start)[:10]
    told = around.get("Device", usage.get("device"))
    said = " ".join(filter(None, [words(usage.get("device")), words(told.get("type")), words(usage.get("bodySite"))]))
    device = next((ours for word, ours in DEVICES if word in said.lower()), said)
    encounter = around.get("Encounter", usage.get("context") or usage.get("derivedFrom"))
    yield from ((around.department_of(encounter), day, device) for day in _days(first, last))


def _days(first: str, last: str) -> list[str]:
    """Every day from the first to the last; what is no day stays as it is, and is a fault of its row."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return [first]
    return [str(start + timedelta(days=more)) for more in range(min((end - start).days, LONGEST_USE) + 1)]
