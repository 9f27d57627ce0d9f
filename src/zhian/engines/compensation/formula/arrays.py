"""What the few words of a formula mean for columns of numbers, and for the rows of long tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Column = np.ndarray


class Offsets:
    """The long tables of a slice of cases: `starts` tells where the rows of each case begin."""

    def __init__(self, starts: Mapping[str, Column]):
        self._first = {table: int(s[0]) for table, s in starts.items()}
        self.starts = {table: s - s[0] for table, s in starts.items()}
        self._sums: dict[tuple[str, np.dtype], Column] = {}

    def of(self, table: str | None, cases: slice) -> slice:
        return cases if table is None else slice(self._first[table], self._first[table] + int(self.starts[table][-1]))

    def spread(self, values: Any, table: str) -> Column:
        held = np.diff(self.starts[table])
        return np.repeat(values, held) if np.ndim(values) else np.full(held.sum(), values)

    def total(self, values: Column, table: str) -> Column:
        """Differences of running sums, which are right even if the sums wrap."""
        sums = self._sums.get((table, values.dtype))
        if sums is None:
            sums = self._sums[table, values.dtype] = np.zeros(len(values) + 1, values.dtype)
        np.cumsum(values, out=sums[1:])
        ends = sums.take(self.starts[table], mode="wrap")
        return ends[1:] - ends[:-1]

    def largest(self, values: Column, table: str) -> Column:
        starts = self.starts[table]
        found = np.zeros(len(starts) - 1, values.dtype)
        some = np.flatnonzero(np.diff(starts))
        if some.size:
            found[some] = np.maximum.reduceat(values, starts[some])
        return found


class ByPlace:
    """Rows by their place in the case: the first row of each, then the second of those that have one, and so on.

    `held`: how many cases have a first row, a second row …; the cases with most rows come first.
    """

    def __init__(self, cases: int, held: Sequence[int] | Column):
        self._cases, self._held = cases, held

    def total(self, values: Column, table: str) -> Column:
        """`values`: year, row, year beside it."""
        first = self._held[0] if len(self._held) else 0
        sums, at = np.zeros((len(values), self._cases, values.shape[2]), values.dtype), first
        sums[:, :first] = values[:, :first]
        for cases in self._held[1:]:
            found = sums[:, :cases]
            found += values[:, at : at + cases]
            at += cases
        return sums


def minimum(a: Any, b: Any) -> Column:
    return np.minimum(*_columns(a, b))


def maximum(a: Any, b: Any) -> Column:
    return np.maximum(*_columns(a, b))


def _columns(a: Any, b: Any) -> tuple[Column, Column]:
    """A number beside a column as a column of its own: numpy then compares many at once, in half the time."""
    if isinstance(a, int) == isinstance(b, int):
        return a, b
    return (np.full(b.shape, a, b.dtype), b) if isinstance(a, int) else (a, np.full(a.shape, b, a.dtype))


def wide(column: Column) -> Column:
    return column.astype(np.int64)


def share(divisor: Column, one: int, highest: int) -> Column:
    """1 / divisor in parts of 1 / `one`."""
    return (one // np.maximum(np.arange(highest + 1), 1)).take(divisor, mode="clip")


def look_up(table: Column, place: Column) -> Column:
    """Places are those of facts that were checked, so none lies outside."""
    return table.take(place, mode="wrap")


def quotient(column: Any, divisor: int) -> Any:
    """Of what is not negative: numpy divides whole numbers without a sign in half the time."""
    if isinstance(column, int):  # a number behind a name
        return column // divisor
    unsigned = column.view(np.uint32 if column.dtype == np.int32 else np.uint64)
    return (unsigned // divisor).view(column.dtype)


WORDS: dict[str, Any] = {
    "choice": np.where,
    "minimum": minimum,
    "maximum": maximum,
    "look_up": look_up,
    "quotient": quotient,
    "share": share,
    "wide": wide,
}
