"""From counts to values: what an indicator is in a month, or why it cannot be said."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import repeat
from typing import NamedTuple

from .definition import Cohort, Definition
from .months import Months, moved
from .numbers import Cell, Column, Numbers, Table, order, side_by_side

# Why there is no value. The last is said beside a value: some of its parts were not there.
NO_FACTS = "no_facts"  # a table has nothing for this hospital and month
COLUMN_MISSING = "column_missing"  # a column is not, or too seldom, filled in
NOT_ENTERED = "not_entered"  # nobody has typed the month in
DENOMINATOR_ZERO = "denominator_zero"
DENOMINATOR_SMALL = "denominator_small"
FOLLOW_UP_RUNS = "follow_up_runs"  # too early: what the numerator waits for may still come
NOT_COMPUTABLE = "not_computable"  # a median of medians, for example
PARTS_MISSING = "parts_missing"


class Value(NamedTuple):  # made by the hundred thousand
    """An indicator in a cell, in the unit shown; where it is not `available`, `value` is None and `reason` says why."""

    indicator: str
    edition: str
    hospital: str
    department: str | None
    month: date | None
    strata: tuple[tuple[str, str], ...]
    numerator: float | None
    denominator: float | None
    value: float | None
    available: bool
    reason: str = ""


Why = Callable[[str, date], str]  # hospital and month: why nothing can be said, "" where something can
Reasons = Mapping[tuple[str, date | None], str]  # by hospital and month, and by hospital for all months together


def values(
    definition: Definition,
    numbers: Mapping[str, Numbers],
    why: Why,
    *,
    period: Months,
    hospitals: Collection[str],
    by: tuple[str, ...],
    monthly: bool,
) -> list[Value]:
    """Every value of a definition from its numbers by role; for the whole hospital also where nothing was found."""
    reasons = _reasons(definition, why, period, hospitals)
    known = _known(definition, numbers, reasons, monthly)
    strata = tuple(each for each in by if each != "department")
    if not strata:
        known = _with_whole_hospitals(known, reasons, monthly)
    return _values(definition, strata, known, reasons)


def pooled(definition: Definition, of_parts: Iterable[list[Value]]) -> list[Value]:
    """A composite: numerators and denominators of its parts together, wherever one of them was counted."""
    parts = [{_cell(value): value for value in part} for part in of_parts]
    cells = sorted({cell for part in parts for cell in part}, key=order)
    return [_pooled(definition, [part.get(cell) for part in parts], cell) for cell in cells]


# Values


def _values(definition: Definition, strata: tuple[str, ...], table: Table, reasons: Reasons) -> list[Value]:
    because = [reasons[cell.hospital, cell.month] for cell in table.cells]
    if definition.is_manual:
        because = [why or _missing(definition, entries) for why, entries in zip(because, table.entries, strict=True)]
    above = table.above if definition.type == "median" else [number or 0 for number in table.above]
    return _made(definition, strata, table.cells, above, table.below, because)


def _missing(definition: Definition, entries: float | None) -> str:
    """What is missing of a cell by itself: an entry, or one for all where entries cannot be added up."""
    if not entries:
        return NOT_ENTERED
    return NOT_COMPUTABLE if entries > 1 and definition.type in ("median", "count_distinct") else ""


def _made(
    definition: Definition,
    strata: tuple[str, ...],
    cells: Sequence[Cell],
    above: Column,
    below: Column,
    because: Sequence[str],
) -> list[Value]:
    """Values, made column by column; where a reason is given, no number is said."""
    if any(because):
        above, below = ([None if why else each for each, why in zip(of, because, strict=True)] for of in (above, below))
    found = _quotients(definition, above, below)
    if definition.type not in ("count", "count_distinct"):
        because = [why or _too_small(definition, of or 0) for why, of in zip(because, below, strict=True)]
    columns = (
        repeat(definition.code),
        repeat(definition.edition),
        [cell.hospital for cell in cells],
        [cell.department for cell in cells],
        [cell.month for cell in cells],
        [tuple(zip(strata, cell.strata, strict=True)) for cell in cells] if strata else repeat(()),
        _plain(above) if definition.type != "median" else repeat(None),
        _plain(below),
        [None if why else value for value, why in zip(found, because, strict=True)],
        [not why for why in because],
        because,
    )
    return list(map(Value, *columns))


def _quotients(definition: Definition, above: Column, below: Column) -> Column:
    factor = definition.unit.factor
    if definition.type in ("count", "count_distinct", "median"):
        return [None if one is None else one * factor for one in above]
    return [(one or 0) / other * factor if other else None for one, other in zip(above, below, strict=True)]


def _too_small(definition: Definition, below: float) -> str:
    if below <= 0:
        return DENOMINATOR_ZERO
    return DENOMINATOR_SMALL if below < definition.minimum_denominator else ""


def _plain(numbers: Column) -> Column:
    """Counts as whole numbers."""
    if float not in set(map(type, numbers)):
        return numbers
    return [int(each) if isinstance(each, float) and each.is_integer() else each for each in numbers]


def _pooled(definition: Definition, parts: list[Value | None], cell: Cell) -> Value:
    counted = [part for part in parts if part and part.denominator is not None]
    strata = next((tuple(name for name, _ in part.strata) for part in parts if part), ())
    because = "" if counted else next((part.reason for part in parts if part), NO_FACTS)
    above, below = (sum(getattr(part, role) or 0 for part in counted) for role in ("numerator", "denominator"))
    [value] = _made(definition, strata, [cell], [above], [below], [because])
    return value._replace(reason=PARTS_MISSING) if value.available and len(counted) < len(definition.parts) else value


# Numbers


def _known(definition: Definition, numbers: Mapping[str, Numbers], reasons: Reasons, monthly: bool) -> Table:
    """The numbers of the months in which they can be said: rolled for a cohort, together where months do not matter."""
    table = side_by_side(numbers)
    if definition.cohort and not definition.is_manual:
        table = table.added_up(partial(_months_later, definition.cohort))
    table = table.where([not reasons.get((cell.hospital, cell.month), NO_FACTS) for cell in table.cells])
    return table if monthly else table.added_up(lambda cell: [cell._replace(month=None)])


def _months_later(cohort: Cohort, cell: Cell) -> list[Cell]:
    """The months from which a cell lies between `begins` and `ends` months back."""
    back = range(cohort.ends + 1, cohort.begins + 1)
    return [cell._replace(month=moved(cell.month, by)) for by in back] if cell.month else []


def _with_whole_hospitals(table: Table, reasons: Reasons, monthly: bool) -> Table:
    there = {cell for cell in table.cells if cell.department is None}
    wanted = {Cell(hospital, None, month) for hospital, month in reasons if (month is not None) == monthly}
    nothing = [(cell, None, None, None) for cell in wanted - there]
    if not nothing:
        return table
    return Table.of(sorted([*zip(*table, strict=True), *nothing], key=lambda row: order(row[0])))


# Reasons


def _reasons(definition: Definition, why: Why, period: Months, hospitals: Iterable[str]) -> Reasons:
    """Why nothing can be said; of all months together the last reason, and none where something can be said of one."""
    found: dict[tuple[str, date | None], str] = {}
    for hospital in hospitals:
        of_months = {
            month: why(hospital, month) or _too_early(definition, why, hospital, month)
            for month in period
            if month in definition.valid
        }
        found |= {(hospital, month): reason for month, reason in of_months.items()}
        if of_months:
            found[hospital, None] = "" if "" in of_months.values() else [*of_months.values()][-1]
    return found


def _too_early(definition: Definition, why: Why, hospital: str, month: date) -> str:
    """Where a month waits for later ones, of the last of which nothing is known."""
    waits = definition.follow_up and why(hospital, moved(month, definition.follow_up)) == NO_FACTS
    return FOLLOW_UP_RUNS if waits else ""


def _cell(value: Value) -> Cell:
    return Cell(value.hospital, value.department, value.month, tuple(word for _, word in value.strata))
