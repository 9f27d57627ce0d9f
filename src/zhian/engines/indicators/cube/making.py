"""The cube is brought up to date: only the hospitals' months whose facts or definitions have changed are counted."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b

import duckdb
import pyarrow as pa

from .. import facts
from ..compiling import parts
from ..definition import Definition
from ..lake import Lake, Snapshot
from ..months import Months
from ..running import DuckDB
from ..values import COLUMN_MISSING, NO_FACTS, Value

STRATA = ("sex", "age_band(age)")
UNDIVIDED = "*"  # where a cell holds both sexes, all ages; "" is a sex or age that is not known
AT_ONCE = 24  # months of hospitals: bounds the memory
Place = tuple[str, str]  # hospital and month


def fits(definition: Definition) -> bool:
    """Whether an indicator can be added up from its cells: no median, nothing typed in, no month but the rows' own."""
    if definition.is_manual or definition.cohort or definition.type == "composite":
        return False
    return all(part.adds_up and part.anchor in ("", facts.table(part.table).dated) for part in parts(definition))


def divides(definition: Definition) -> bool:
    """Whether all that it counts is of somebody, who has a sex and an age: bed-days are of nobody."""
    return all("stay" in facts.table(part.table).columns for part in parts(definition))


def make(lake: Lake, definitions: Iterable[Definition]) -> list[Place]:
    """Counts anew where something has changed, and says where; definitions that do not fit are passed over."""
    chosen = [each for each in definitions if fits(each)]
    with lake.writing(wait=60) as writing:
        today = _counted_from(lake.snapshot, chosen)
        there = _there(lake.snapshot)
        stale = sorted((place for place in today if there.get(place) != today[place]), key=lambda place: place[::-1])
        for begin in range(0, len(stale), AT_ONCE):
            places = stale[begin : begin + AT_ONCE]
            rows = [{**row, "counted_from": today[_place(row)]} for row in _counted(lake, chosen, places)]
            for hospital, month in places:
                here = [row for row in rows if _place(row) == (hospital, month)]
                writing.replace("cell", _table(here), hospital, [month])
        for hospital, month in there.keys() - today.keys():
            writing.replace("cell", _table([]), hospital, [month])
    return stale


def _counted_from(snapshot: Snapshot, definitions: Sequence[Definition]) -> dict[Place, str]:
    """What the cells of each hospital and month rest on: the files' names say their content."""
    told = "".join(sorted(map(repr, definitions)))
    files: dict[Place, list[str]] = {}
    for place, part in sorted(snapshot.parts.items()):
        if place.table in facts.tables():
            files.setdefault((place.hospital, place.month), []).append(part.file)
    return {place: blake2b(f"{told}{names}".encode(), digest_size=16).hexdigest() for place, names in files.items()}


def _there(snapshot: Snapshot) -> dict[Place, str]:
    files = snapshot.files("cell")
    if not files:
        return {}
    with duckdb.connect() as database:
        cells = database.read_parquet(files, hive_partitioning=False)
        told = cells.aggregate("hospital, strftime(month, '%Y-%m') AS month, any_value(counted_from)").fetchall()
    return {(hospital, month): counted_from for hospital, month, counted_from in told}


def _counted(lake: Lake, definitions: Sequence[Definition], places: Collection[Place]) -> Iterator[dict[str, object]]:
    """The rows of these places: the cells, and for what cannot be said why."""
    by_person = [each for each in definitions if divides(each)]
    others = [each for each in definitions if not divides(each)]
    period = Months(min(month for _, month in places), max(month for _, month in places))
    with DuckDB(lake) as engine:
        divided = engine.measure(by_person, period, ("department", *STRATA))
        plain = engine.measure(others, period, ("department",))
        whole = engine.measure(definitions, period, ())
    unsaid = [value for value in whole if value.reason in (NO_FACTS, COLUMN_MISSING)]
    said = [value for value in [*divided, *plain] if value.reason not in (NO_FACTS, COLUMN_MISSING)]
    return (row for value in [*said, *unsaid] if _place(row := _row(value)) in places)


def _row(value: Value) -> dict[str, object]:
    strata = dict(value.strata)
    unsaid = value.reason in (NO_FACTS, COLUMN_MISSING)
    return {
        "hospital": value.hospital,
        "indicator": value.indicator,
        "edition": value.edition,
        "department": value.department or "",
        "counted_for": value.month,
        "sex": strata.get(STRATA[0], UNDIVIDED),
        "age_band": strata.get(STRATA[1], UNDIVIDED),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "reason": value.reason if unsaid else "",
    }


def _place(row: dict[str, object]) -> Place:
    month = row["counted_for"]
    assert isinstance(month, date)
    return str(row["hospital"]), f"{month:%Y-%m}"


def _table(rows: list[dict[str, object]]) -> pa.Table:
    schema = pa.schema([field for field in facts.table("cell").schema if field.name != "month"])
    return pa.Table.from_pylist(rows, schema)
