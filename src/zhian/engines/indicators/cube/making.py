"""The cube is brought up to date: only the hospitals' months whose facts or definitions have changed are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

import pyarrow as pa

from .. import facts
from ..compiling import parts
from ..definition import Definition
from ..lake import Lake, Snapshot, Writing
from ..months import Months
from ..running import DuckDB
from ..values import COLUMN_MISSING, NO_FACTS, Value

STRATA = {"sex": "sex", "age_band(age)": "age_band"}  # the columns of cells by what divides them
TABLES = ("cell", "person_cell")
UNSAID = (NO_FACTS, COLUMN_MISSING)
AT_ONCE = 8  # months of hospitals: bounds the memory
Place = tuple[str, str]  # hospital and month
Rows = list[dict[str, object]]
Marks = dict[Place, dict[str, str]]  # what the cells of a definition rest on there


def fits(definition: Definition) -> bool:
    """Whether an indicator can be added up from its cells: no median, nothing typed in, no month but the rows' own."""
    if definition.is_manual or definition.cohort or definition.type == "composite":
        return False
    return all(part.adds_up and part.anchor in ("", facts.table(part.table).dated) for part in parts(definition))


def divides(definition: Definition) -> bool:
    """Whether all that it counts is of somebody, who has a sex and an age: bed-days are of nobody."""
    return all("stay" in facts.table(part.table).columns for part in parts(definition))


def make(
    lake: Lake, definitions: Iterable[Definition], *, hospital: str | None = None, wait: float = 60
) -> list[Place]:
    """Counts anew where something has changed, of one hospital or all, and says where.

    Waits so many seconds for another writer, then raises LakeBusy.
    """
    with lake.writing(wait=wait) as writing:
        return renew(writing, definitions, hospital)


def renew(writing: Writing, definitions: Iterable[Definition], hospital: str | None = None) -> list[Place]:
    """The same for whoever is writing already: what is brought and its cells are in force together, or neither.

    Definitions that do not fit are passed over.
    """
    chosen, snapshot = [each for each in definitions if fits(each)], writing.snapshot
    today = marks(snapshot, chosen, hospital)
    with DuckDB(writing) as engine:
        there = marked(engine, hospital)
    stale = sorted((place for place in today if there.get(place, {}) != today[place]), key=lambda place: place[::-1])
    for begin in range(0, len(stale), AT_ONCE):
        for table, cells in _counted(writing, chosen, stale[begin : begin + AT_ONCE], hospital).items():
            for place, rows in cells.items():
                told = [{**row, "counted_from": today[place][f"{row['indicator']}@{row['edition']}"]} for row in rows]
                _put(writing, table, told, place)
    for table in TABLES:
        for place in there.keys() - today.keys():
            _put(writing, table, [], place)
    return stale


def _put(writing: Writing, table: str, rows: Rows, place: Place) -> None:
    hospital, month = place
    writing.replace(table, _arrow(table, rows), hospital, [month])


def marks(snapshot: Snapshot, definitions: Iterable[Definition], hospital: str | None = None) -> Marks:
    """What the cells of each hospital and month ought to rest on, by definition: the files' names say their content."""
    told = {each.key: (each.valid, repr(each)) for each in definitions}
    files: dict[Place, list[str]] = {}
    for place, part in sorted(snapshot.parts.items()):
        if place.table in facts.tables() and hospital in (None, place.hospital):
            files.setdefault((place.hospital, place.month), []).append(part.file)
    return {
        (of, month): {
            key: blake2b(f"{says}{names}".encode(), digest_size=16).hexdigest()
            for key, (valid, says) in told.items()
            if date.fromisoformat(f"{month}-01") in valid
        }
        for (of, month), names in files.items()
    }


def marked(engine: DuckDB, hospital: str | None = None, months: Iterable[str] | None = None) -> Marks:
    """What the cells that are there rest on."""
    engine.open("cell", hospital, months)
    found: Marks = {}
    for of, month, key, mark in engine.answer(MARKED):
        found.setdefault((of, month), {})[key] = mark
    return found


MARKED = """SELECT hospital, strftime(month, '%Y-%m') AS of, indicator || '@' || edition AS key, any_value(counted_from)
    FROM cell GROUP BY ALL"""


def _counted(
    writing: Writing, definitions: Sequence[Definition], places: Sequence[Place], hospital: str | None
) -> dict[str, dict[Place, Rows]]:
    """The cells of these places, by table; what cannot be said of a month is one cell of the whole hospital.

    Whether it is too early to say something depends on other months than a cell's own: `read` asks.
    """
    definitions = [replace(each, follow_up=0) for each in definitions]
    by_person = [each for each in definitions if divides(each)]
    period = Months(min(month for _, month in places), max(month for _, month in places))
    with DuckDB(writing) as engine:
        told = {
            "cell": engine.measure(definitions, period, ("department",), hospital=hospital),
            "person_cell": engine.measure(by_person, period, ("department", *STRATA), hospital=hospital),
        }
    cells: dict[str, dict[Place, Rows]] = {table: {place: [] for place in places} for table in told}
    for table, values in told.items():
        for value in values:
            assert value.month  # they were asked for by month
            place = value.hospital, value.month.isoformat()[:7]
            if place in cells[table]:
                cells[table][place].append(_row(value))
    return cells


def _row(value: Value) -> dict[str, object]:
    return {
        "hospital": value.hospital,
        "indicator": value.indicator,
        "edition": value.edition,
        "department": value.department or "",
        "counted_for": value.month,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "reason": value.reason if value.reason in UNSAID else "",
        **{name: dict(value.strata)[stratum] for stratum, name in STRATA.items() if value.strata},
    }


def _arrow(table: str, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist(rows, facts.table(table).schema.remove(1))  # the month is told by the day
