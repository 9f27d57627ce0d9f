"""A formula run on columns of cases, in int64, slice by slice on every core."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np

from .arrays import WORDS, Column, Offsets
from .looked_up import small_parts, tables
from .nodes import Node
from .running import Formula, compiled
from .summed import Summed, sums_of_years
from .writing import for_columns, in_order

SLICE = 32_768  # cases: columns of a slice stay in the processor's cache, and a second core still gains

np.empty(31 << 20, np.uint8)  # once so much was freed, glibc keeps memory at hand instead of fetching each column anew


class OutOfBounds(ValueError):
    """A fact of one row is not permitted."""

    def __init__(self, key: str, row: int, value: int, leaf: Node):
        self.key, self.row, self.value, self.low, self.high, self.den = key, row, value, leaf.low, leaf.high, leaf.den
        super().__init__(f"row {row}: {key} = {value}, allowed {leaf.low} to {leaf.high} (in parts of 1/{leaf.den})")


class Columns:
    """A formula ready for columns. What depends on few facts is looked up instead of computed."""

    def __init__(self, formula: Formula):
        self.formula = formula

    def run(
        self,
        given: Mapping[str, Column],
        count: int,
        starts: Mapping[str, Column] | None = None,
        *,
        slice_of: int = SLICE,
    ) -> list[Column]:
        """One int64 column of numerators for each root.

        `starts[table][i]:starts[table][i + 1]` are the rows of a long table that belong to case i.
        """
        out = [np.empty(count, np.int64) for _ in self.formula.roots]
        execute = self._execute

        def work(first: int) -> None:
            cases = slice(first, min(first + slice_of, count))
            rows = Offsets({table: s[cases.start : cases.stop + 1] for table, s in (starts or {}).items()})
            part = {k: checked(leaf, given[k], rows.of(leaf.table, cases)) for k, leaf in self.formula.asks.items()}
            for column, values in zip(out, execute(part, rows), strict=True):
                column[cases] = values

        threads = min(cores(), -(-count // slice_of))
        if threads <= 1:  # a small batch is done before a thread has started
            for first in range(0, count, slice_of):
                work(first)
            return out
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, range(0, count, slice_of)))
        return out

    @cached_property
    def _execute(self) -> Callable:
        roots = self.formula.roots
        summed = sums_of_years(roots)
        outside = {n.serial for n in in_order(roots, lambda n: () if n.serial in summed else n.args)}
        looked_up = {k: facts for k, facts in small_parts(roots).items() if k in outside}
        means = {"tables": tables(roots, looked_up), "summed": {k: Summed(part) for k, part in summed.items()}}
        return compiled(for_columns(roots, looked_up, summed), WORDS | means)


def cores() -> int:
    """The cores that this process may use: more threads than that would only take each other's cache."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def checked(leaf: Node, column: Column, where: slice) -> Column:
    """The part of a column, as int64 and within the bounds for which the formula was proved."""
    part = np.asarray(column[where]).astype(np.int64, copy=False)
    above = (part - leaf.low if leaf.low else part).view(np.uint64)  # what lies below is far above
    if part.size and int(above.max()) > leaf.high - leaf.low:
        row = int(np.argmax(above > leaf.high - leaf.low))
        raise OutOfBounds(leaf.key, where.start + row, int(part[row]), leaf)
    return part
