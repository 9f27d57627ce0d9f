"""Values added up from the cube: the same as measured from the facts, in the time that a page has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import duckdb

from ..definition import Definition
from ..lake import Lake
from ..months import Months
from ..running.engine import BY_DEPARTMENT
from ..values import NO_FACTS, Cell, Found, Value, values
from .making import STRATA, UNDIVIDED, divides, fits

COLUMNS = dict(zip(STRATA, ("sex", "age_band"), strict=True))
Sums = dict[str, dict[str, dict[Cell, float]]]  # by definition and role
Reasons = dict[tuple[str, str, date], str]  # by definition, hospital and month


def read(
    lake: Lake,
    definitions: Iterable[Definition],
    period: Months,
    by: Sequence[str] = BY_DEPARTMENT,
    *,
    hospital: str | None = None,
    monthly: bool = True,
) -> list[Value]:
    """As `measure` says it, of the definitions that fit: `by` is any of "department", "sex" and "age_band(age)".

    What does not divide is not told by sex or age. Months of which the cube has no cells have no facts: `make` it
    first.
    """
    snapshot, wanted = (
        lake.snapshot,
        [each for each in definitions if fits(each) and (divides(each) or not _strata(by))],
    )
    known = {(at.hospital, at.month) for at in snapshot.places("cell", hospital, period.names)}
    sums, reasons = _added_up(snapshot.files("cell", hospital, period.names), {each.key for each in wanted}, by)
    hospitals = sorted({each for each, _ in known} | ({hospital} if hospital else set()))

    def why_of(key: str, of: str, month: date) -> str:
        return reasons.get((key, of, month), "") if (of, f"{month:%Y-%m}") in known else NO_FACTS

    told: list[Value] = []
    for each in wanted:
        why = lambda of, month, key=each.key: why_of(key, of, month)  # noqa: E731
        found = Found(each, sums[each.key])
        told += values(found, why, period=period, hospitals=hospitals, by=tuple(by), monthly=monthly)
    return told


def _added_up(files: list[str], wanted: Collection[str], by: Sequence[str]) -> tuple[Sums, Reasons]:
    sums: Sums = defaultdict(lambda: {"numerator": {}, "denominator": {}})
    reasons: Reasons = {}
    for key, hospital, department, month, numerator, denominator, reason, *strata in _cells(files, wanted, by):
        if reason:
            reasons[key, hospital, month] = reason
        cell = Cell(hospital, department or None, month, tuple(strata))
        for role, number in (("numerator", numerator), ("denominator", denominator)):
            if number is not None:
                sums[key][role][cell] = number
    return sums, reasons


def _cells(files: list[str], wanted: Collection[str], by: Sequence[str]) -> list[tuple]:
    if not files:
        return []
    strata = [COLUMNS[each] for each in _strata(by)]
    chosen = [f"{each} <> '{UNDIVIDED}'" for each in strata] + ["department = ''"] * ("department" not in by)
    with duckdb.connect() as database:
        cells = database.read_parquet(files, hive_partitioning=False)
        keyed = cells.filter(" AND ".join(["true", *chosen])).project("*, indicator || '@' || edition AS key")
        sums = "key, hospital, department, month, sum(numerator), sum(denominator), max(reason)"
        found = keyed.aggregate(", ".join([sums, *strata])).fetchall()
    return [cell for cell in found if cell[0] in wanted]


def _strata(by: Sequence[str]) -> list[str]:
    return [each for each in by if each != "department"]
