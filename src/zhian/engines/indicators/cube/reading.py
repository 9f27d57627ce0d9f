"""Values added up from the cube: the same as measured from the facts, in the time that a page has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial

import duckdb

from ..definition import Definition
from ..lake import Lake
from ..months import Months
from ..running.engine import BY_DEPARTMENT
from ..values import NO_FACTS, Cell, Found, Value, values
from .making import STRATA, divides, fits

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
    snapshot, divided = lake.snapshot, set(by) - {"department"}
    wanted = [each for each in definitions if fits(each) and (divides(each) or not divided)]
    known = {(at.hospital, at.month) for at in snapshot.places("cell", hospital, period.names)}
    files = snapshot.files("person_cell" if divided else "cell", hospital, period.names)
    sums, reasons = _added_up(files, {each.key for each in wanted}, by)
    hospitals = sorted({each for each, _ in known} | ({hospital} if hospital else set()))

    def why(key: str, of: str, month: date) -> str:
        return reasons.get((key, of, month), "") if (of, month.isoformat()[:7]) in known else NO_FACTS

    told: list[Value] = []
    for each in wanted:
        found, reason = Found(each, sums[each.key]), partial(why, each.key)
        told += values(found, reason, period=period, hospitals=hospitals, by=tuple(by), monthly=monthly)
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
    strata = "".join(f", {STRATA[each]}" for each in by if each != "department")
    whole = "" if "department" in by else "AND department = ''"
    with duckdb.connect() as database:
        query = f"""SELECT indicator || '@' || edition AS key, hospital, department, month,
            sum(numerator), sum(denominator), max(reason) {strata}
            FROM read_parquet(?, hive_partitioning = false)
            WHERE list_contains(?, key) {whole} GROUP BY ALL"""
        return database.execute(query, [files, list(wanted)]).fetchall()
