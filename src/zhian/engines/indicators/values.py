"""From counts to values: what an indicator is in a month, or why it cannot be said."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .definition import Definition
from .months import Months, moved

# Why there is no value. The last is said beside a value: some of its parts were not there.
NO_FACTS = "no_facts"  # a table has nothing for this hospital and month
COLUMN_MISSING = "column_missing"  # a column is not, or too seldom, filled in
NOT_ENTERED = "not_entered"  # nobody has typed the month in
DENOMINATOR_ZERO = "denominator_zero"
DENOMINATOR_SMALL = "denominator_small"
NOT_COMPUTABLE = "not_computable"  # a median of medians, for example
PARTS_MISSING = "parts_missing"


class Cell(NamedTuple):
    """Where a number belongs: `department` None is the whole hospital, `month` None the whole period."""

    hospital: str
    department: str | None
    month: date | None
    strata: tuple[str, ...] = ()


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


Numbers = Mapping[Cell, float]
Why = Callable[[str, date], str]  # hospital and month: why nothing can be said, "" where something can


@dataclass(frozen=True)
class Found:
    """What the scans found of one definition, by role: numerator, denominator, entries."""

    definition: Definition
    numbers: Mapping[str, Numbers]

    def cells(self) -> set[Cell]:
        return {cell for numbers in self.numbers.values() for cell in numbers}

    def number(self, role: str, cell: Cell) -> float | None:
        return self.numbers[role].get(cell) if role in self.numbers else None


def values(
    found: Found, why: Why, *, period: Months, hospitals: Collection[str], by: tuple[str, ...], monthly: bool
) -> list[Value]:
    """Every value of a definition; for the whole hospital also where nothing was found."""
    definition = found.definition
    reasons = {
        (hospital, month): why(hospital, month) for hospital in hospitals for month in _in_force(definition, period)
    }
    known = _known(found, reasons, monthly)
    strata = tuple(each for each in by if each != "department")
    cells = set(known.cells())
    if not strata:
        cells |= {Cell(hospital, None, month if monthly else None) for hospital, month in reasons}
    return [_value(known, cell, strata, _reason(cell, reasons)) for cell in sorted(cells, key=_order)]


def pooled(definition: Definition, of_parts: Iterable[list[Value]]) -> list[Value]:
    """A composite: numerators and denominators of its parts together, wherever one of them was counted."""
    parts = [{_cell(value): value for value in part} for part in of_parts]
    cells = sorted({cell for part in parts for cell in part}, key=_order)
    return [_pooled(definition, [part.get(cell) for part in parts], cell) for cell in cells]


# One value


def _value(found: Found, cell: Cell, strata: tuple[str, ...], reason: str) -> Value:
    definition = found.definition
    if not reason and definition.is_manual:
        reason = _missing(found, cell)
    if reason:
        return _made(definition, cell, strata, None, None, reason)
    above = found.number("numerator", cell)
    if above is None and definition.type != "median":
        above = 0
    return _made(definition, cell, strata, above, found.number("denominator", cell), "")


def _missing(found: Found, cell: Cell) -> str:
    """What is missing of a cell by itself: an entry, or one for all where entries cannot be added up."""
    entries = found.number("entries", cell)
    if not entries:
        return NOT_ENTERED
    return NOT_COMPUTABLE if entries > 1 and found.definition.type in ("median", "count_distinct") else ""


def _made(
    definition: Definition, cell: Cell, strata: tuple[str, ...], above: float | None, below: float | None, reason: str
) -> Value:
    value = None if reason else _quotient(definition, above, below)
    if not reason and definition.type not in ("count", "count_distinct"):
        reason = _too_small(definition, below or 0)
    return Value(
        definition.code,
        definition.edition,
        cell.hospital,
        cell.department,
        cell.month,
        tuple(zip(strata, cell.strata, strict=True)) if strata else (),
        _plain(above) if definition.type != "median" else None,
        _plain(below),
        None if reason else value,
        not reason,
        reason,
    )


def _quotient(definition: Definition, above: float | None, below: float | None) -> float | None:
    factor = definition.unit.factor
    if definition.type in ("count", "count_distinct", "median"):
        return None if above is None else above * factor
    return (above or 0) / below * factor if below else None


def _too_small(definition: Definition, below: float) -> str:
    if below <= 0:
        return DENOMINATOR_ZERO
    return DENOMINATOR_SMALL if below < definition.minimum_denominator else ""


def _plain(number: float | None) -> float | None:
    """Counts as whole numbers."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _pooled(definition: Definition, parts: list[Value | None], cell: Cell) -> Value:
    counted = [part for part in parts if part and part.denominator is not None]
    strata = next((tuple(name for name, _ in part.strata) for part in parts if part), ())
    if not counted:
        reason = next((part.reason for part in parts if part), NO_FACTS)
        return _made(definition, cell, strata, None, None, reason)
    above, below = (sum(getattr(part, role) or 0 for part in counted) for role in ("numerator", "denominator"))
    value = _made(definition, cell, strata, above, below, "")
    return value._replace(reason=PARTS_MISSING) if value.available and len(counted) < len(definition.parts) else value


# Cells


def _known(found: Found, reasons: Mapping[tuple[str, date], str], monthly: bool) -> Found:
    """The numbers of the months in which they can be said: rolled for a cohort, together where months do not matter."""
    cohort = found.definition.cohort
    numbers = found.numbers
    if cohort and not found.definition.is_manual:
        numbers = {role: _rolled(each, cohort.begins, cohort.ends) for role, each in numbers.items()}
    numbers = {role: _said(each, reasons) for role, each in numbers.items()}
    if not monthly:
        numbers = {role: _together(each) for role, each in numbers.items()}
    return replace(found, numbers=numbers)


def _said(numbers: Numbers, reasons: Mapping[tuple[str, date], str]) -> Numbers:
    return {
        cell: number
        for cell, number in numbers.items()
        if cell.department != "" and (cell.month is None or not reasons.get((cell.hospital, cell.month), NO_FACTS))
    }


def _together(numbers: Numbers) -> Numbers:
    summed: dict[Cell, float] = defaultdict(float)
    for cell, number in numbers.items():
        summed[cell._replace(month=None)] += number
    return summed


def _rolled(numbers: Numbers, begins: int, ends: int) -> Numbers:
    """For each month what was counted from `begins` months before until `ends` months before."""
    rolled: dict[Cell, float] = defaultdict(float)
    for cell, number in numbers.items():
        if cell.month:
            for by in range(ends + 1, begins + 1):
                rolled[cell._replace(month=moved(cell.month, by))] += number
    return rolled


def _in_force(definition: Definition, period: Months) -> Iterator[date]:
    """The months of the period in which the edition is in force."""
    since, until = definition.valid.since, definition.valid.until
    for month in period:
        if (not since or month >= since.replace(day=1)) and (not until or month <= until):
            yield month


def _reason(cell: Cell, reasons: Mapping[tuple[str, date], str]) -> str:
    if cell.month:
        return reasons.get((cell.hospital, cell.month), NO_FACTS)
    of_months = [reason for (hospital, _), reason in reasons.items() if hospital == cell.hospital]
    return "" if "" in of_months else next(iter(of_months[::-1]), NO_FACTS)


def _cell(value: Value) -> Cell:
    return Cell(value.hospital, value.department, value.month, tuple(word for _, word in value.strata))


def _order(cell: Cell) -> tuple[str, str, date, tuple[str, ...]]:
    """The whole hospital before its departments, months in their order."""
    return cell.hospital, cell.department or "", cell.month or date.min, cell.strata
