"""Tables of counts in which small numbers are hidden, so that nobody can be told from a cell.

A cell above 0 and below k is hidden; and as many others as are needed, so that the totals beside the table do not give
it away: at least two values remain possible for it. Only where the totals alone tell it nothing helps but to hide them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

Table = Sequence[Sequence[int]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count that is shown, or that it is hidden: because it is small, or to protect one that is."""

    value: int | None
    is_small: bool = False

    @property
    def is_shown(self) -> bool:
        return self.value is not None


def hide_small(table: Table, k: int) -> list[list[Cell]]:
    """The table as it may be shown beside the totals of its rows and columns; `k` is the least count that is shown.

    Rows are of equal length, counts not negative. With k of 0 or 1 everything is shown.
    """
    small = {place for place, value in _cells(table) if 0 < value < k}
    hidden = set(small)
    while betrayed := _betrayed(table, small, hidden, k):
        more = _companion(table, hidden, betrayed)
        if more:
            hidden.add(more)
        else:
            small.discard(betrayed)  # all is hidden and it is still clear: then not even that it is above 0 is told
    return [[_shown(value, (r, c), small, hidden) for c, value in enumerate(row)] for r, row in enumerate(table)]


def hide_small_in_row(row: Sequence[int], k: int) -> list[Cell]:
    """The same for counts in one line, beside their total."""
    [shown] = hide_small([row], k)
    return shown


def bounds(table: Table, small: set[Place], hidden: set[Place], k: int) -> dict[Place, tuple[float, float]]:
    """What a reader of the table with its totals can work out of each hidden cell: its least and largest value."""
    least = {place: 1.0 if place in small else 0.0 for place in hidden}
    most = {place: k - 1.0 if place in small else inf for place in hidden}
    lines = [(line, sum(table[r][c] for r, c in line)) for line in _lines(hidden, len(table) > 1)]
    is_settled = False
    while not is_settled:
        is_settled = True
        for line, total in lines:
            for place in line:
                others = [other for other in line if other != place]
                low = max(least[place], total - sum(most[other] for other in others))
                high = min(most[place], total - sum(least[other] for other in others))
                if (low, high) != (least[place], most[place]):
                    least[place], most[place], is_settled = low, high, False
    return {place: (least[place], most[place]) for place in hidden}


def _betrayed(table: Table, small: set[Place], hidden: set[Place], k: int) -> Place | None:
    """A small cell whose value can be worked out."""
    found = bounds(table, small, hidden, k)
    return next((place for place in sorted(small) if found[place][0] == found[place][1]), None)


def _companion(table: Table, hidden: set[Place], beside: Place) -> Place | None:
    """What is hidden along with a cell: what stands where most lines have one hidden cell alone, then the smallest.

    Among equals its own row and column come first, and zeros last: to hide one says little and looks odd.
    """
    in_rows, in_columns = Counter(r for r, _ in hidden), Counter(c for _, c in hidden)
    shown = [(value, place) for place, value in _cells(table) if place not in hidden]

    def cost(cell: tuple[int, Place]) -> tuple:
        value, (r, c) = cell
        helped = (in_rows[r] == 1) + (in_columns[c] == 1 and len(table) > 1)
        is_beside = r == beside[0] or c == beside[1]
        return -helped, not is_beside, value == 0, value, (r, c)

    return min(shown, key=cost)[1] if shown else None


def _cells(table: Table) -> Iterator[tuple[Place, int]]:
    return (((r, c), value) for r, row in enumerate(table) for c, value in enumerate(row))


def _lines(hidden: set[Place], has_columns: bool) -> list[list[Place]]:
    """The hidden cells of each row and of each column; a single row has no totals below it."""
    rows = [[place for place in sorted(hidden) if place[0] == r] for r in {r for r, _ in hidden}]
    columns = [[place for place in sorted(hidden) if place[1] == c] for c in {c for _, c in hidden}]
    return rows + columns if has_columns else rows


def _shown(value: int, place: Place, small: set[Place], hidden: set[Place]) -> Cell:
    return Cell(None, place in small) if place in hidden else Cell(value)
