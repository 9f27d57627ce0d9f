"""What was counted, in columns: cells by the thousand, and for each of them the numbers of many definitions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress
from typing import NamedTuple

Column = Sequence[float | None]


class Cell(NamedTuple):
    """Where a number belongs: `department` None is the whole hospital, `month` None the whole period."""

    hospital: str
    department: str | None
    month: date | None
    strata: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of numbers in their order; what one scan has counted has them in common."""

    order: Sequence[Cell]

    @classmethod
    def sorted(cls, cells: Iterable[Cell]) -> "Cells":
        return cls(sorted(cells, key=order))

    @cached_property
    def places(self) -> Mapping[Cell, int]:
        return {cell: place for place, cell in enumerate(self.order)}


class Numbers(NamedTuple):
    """A number for each of the cells, None where there is none."""

    cells: Cells
    column: Column

    def at(self, cell: Cell) -> float | None:
        place = self.cells.places.get(cell)
        return None if place is None else self.column[place]

    def over(self, cells: Cells) -> Column:
        """The same numbers in the order of these cells."""
        return self.column if cells is self.cells else [self.at(cell) for cell in cells.order]


class Table(NamedTuple):
    """The numbers of one definition side by side."""

    cells: Sequence[Cell]
    above: Column
    below: Column
    entries: Column

    @classmethod
    def of(cls, rows: Sequence[tuple]) -> "Table":
        return cls(*zip(*rows, strict=True)) if rows else cls((), (), (), ())

    def where(self, chosen: Sequence[bool]) -> "Table":
        numbers = (list(compress(column, chosen)) for column in self[1:])
        return Table(list(compress(self.cells, chosen)), *numbers)

    def added_up(self, elsewhere: Callable[[Cell], Iterable[Cell]]) -> "Table":
        """The sums of the numbers in other cells: in those that each one's own cell counts for."""
        sums: dict[Cell, list[float | None]] = {}
        for cell, *numbers in zip(*self, strict=True):
            for other in elsewhere(cell):
                sums[other] = list(map(_plus, sums[other], numbers)) if other in sums else numbers
        return Table.of([(cell, *sums[cell]) for cell in sorted(sums, key=order)])


def side_by_side(numbers: Mapping[str, Numbers]) -> Table:
    """Numerator, denominator and entries of every cell that has one of them."""
    cells = _in_common([each.cells for each in numbers.values()])
    nothing = [None] * len(cells.order)
    above, below, entries = (
        numbers[role].over(cells) if role in numbers else nothing for role in ("numerator", "denominator", "entries")
    )
    there = [row != (None, None, None) for row in zip(above, below, entries, strict=True)]
    return Table(cells.order, above, below, entries).where(there)


def order(cell: Cell) -> tuple[str, str, date, tuple[str, ...]]:
    """The whole hospital before its departments, months in their order."""
    return cell.hospital, cell.department or "", cell.month or date.min, cell.strata


def _in_common(found: Sequence[Cells]) -> Cells:
    if found and all(each is found[0] for each in found):
        return found[0]
    return Cells.sorted({cell for each in found for cell in each.order})


def _plus(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other
