"""Values added up from the cube: the same as measured from the facts, in the time that a page has."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter

import duckdb

from ..definition import Definition
from ..lake import Lake
from ..months import Months
from ..numbers import Cell, Cells, Numbers
from ..running.engine import BY_DEPARTMENT
from ..values import NO_FACTS, Value, values
from .making import STRATA, divides, fits

Counted = dict[str, dict[str, Numbers]]  # by definition and role
ROLES = {"numerator": -3, "denominator": -2}  # where they stand in a row


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
    rows = _cells(files, {each.key for each in wanted}, by)
    numbers = _counted(rows)
    reasons = {(key, of, month): reason for key, of, _, month, *_, reason in rows if reason}
    hospitals = sorted({each for each, _ in known} | ({hospital} if hospital else set()))

    def why(key: str, of: str, month: date) -> str:
        return reasons.get((key, of, month), "") if (of, month.isoformat()[:7]) in known else NO_FACTS

    of = partial(values, period=period, hospitals=hospitals, by=tuple(by), monthly=monthly)
    return [value for each in wanted for value in of(each, numbers.get(each.key, {}), partial(why, each.key))]


def _counted(rows: Sequence[tuple]) -> Counted:
    counted: Counted = {}
    for key, of_key in groupby(rows, itemgetter(0)):
        found = list(of_key)
        cells = Cells(
            [Cell(at, department or None, month, tuple(strata)) for _, at, department, month, *strata, _, _, _ in found]
        )
        counted[key] = {role: Numbers(cells, [row[place] for row in found]) for role, place in ROLES.items()}
    return counted


def _cells(files: list[str], wanted: Collection[str], by: Sequence[str]) -> list[tuple]:
    """Definition, hospital, department ("" for the whole hospital), month, strata; numerator, denominator, reason."""
    if not files:
        return []
    strata = "".join(f", {STRATA[each]}" for each in by if each != "department")
    whole = "" if "department" in by else "AND department = ''"
    with duckdb.connect() as database:
        query = f"""SELECT indicator || '@' || edition AS key, hospital, department, month {strata},
            sum(numerator), sum(denominator), max(reason)
            FROM read_parquet(?, hive_partitioning = false)
            WHERE list_contains(?, key) {whole} GROUP BY ALL ORDER BY ALL"""
        return database.execute(query, [files, list(wanted)]).fetchall()
