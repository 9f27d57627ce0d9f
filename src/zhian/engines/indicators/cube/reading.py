"""Values added up from the cube: the same as measured from the facts, in the time that a page has."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter

from ..definition import Definition
from ..lake.draft import word
from ..months import Months
from ..numbers import Cell, Cells, Numbers
from ..running import DuckDB
from ..running.engine import BY_DEPARTMENT
from ..values import NO_FACTS, Value, values
from .making import STRATA, divides, fits

Counted = dict[str, dict[str, Numbers]]  # by definition and role
ROLES = {"numerator": -3, "denominator": -2}  # where they stand in a row


def read(
    engine: DuckDB,
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
    divided = set(by) - {"department"}
    wanted = [each for each in definitions if fits(each) and (divides(each) or not divided)]
    snapshot, table = engine.snapshot, "person_cell" if divided else "cell"
    hospitals = [hospital] if hospital else snapshot.hospitals("cell")
    known = {(of, month) for of in hospitals for month in snapshot.months("cell", of)}
    engine.open(table, hospital, period.names)
    rows = engine.answer(_sums(table, {each.key for each in wanted}, by)) if wanted else []
    numbers = _counted(rows)
    reasons = {(key, of, month): reason for key, of, _, month, *_, reason in rows if reason}

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


def _sums(table: str, wanted: Collection[str], by: Sequence[str]) -> str:
    """Definition, hospital, department ("" for the whole hospital), month, strata; numerator, denominator, reason."""
    strata = "".join(f", {STRATA[each]}" for each in by if each != "department")
    whole = "" if "department" in by else "AND department = ''"
    keys = ", ".join(word(each) for each in sorted(wanted))
    return f"""SELECT indicator || '@' || edition AS key, hospital, department, month {strata},
        sum(numerator), sum(denominator), max(reason)
        FROM {table} WHERE key IN ({keys}) {whole} GROUP BY ALL ORDER BY ALL"""
