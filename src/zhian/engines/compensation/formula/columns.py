"""A formula run on columns of cases, in int64, slice by slice on every core."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from .nodes import Node
from .running import Formula, compiled
from .writing import for_columns, in_order

SLICE = 32_768  # cases: columns of a slice stay in the processor's cache, and a second core still gains
SMALL = 4_096  # a part that depends on so few combinations of facts is worked out for all of them beforehand

Column = np.ndarray

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
            for column, values in zip(out, execute(part, rows, False)[0], strict=True):
                column[cases] = values

        if count <= slice_of:  # a small batch is done before a thread has started
            work(0)
            return out
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(work, range(0, count, slice_of)))
        return out

    @cached_property
    def _execute(self) -> Callable:
        roots = self.formula.roots
        looked_up = small_parts(roots)
        return compiled(for_columns(roots, looked_up), WORDS | {"tables": tables(roots, looked_up)})


def small_parts(roots: list[Node]) -> dict[int, tuple[Node, ...]]:
    """The nodes that depend on few combinations of facts, with those facts."""
    depends: dict[int, dict[int, Node]] = {}
    for n in in_order(roots):
        if n.op == "given":
            found = {n.serial: n}
        elif n.op in ("spread", "total", "largest") or any(a.serial not in depends for a in n.args):
            continue
        else:
            found = {serial: leaf for a in n.args for serial, leaf in depends[a.serial].items()}
        if prod(leaf.high - leaf.low + 1 for leaf in found.values()) <= SMALL:
            depends[n.serial] = found
    worth_it = [n for n in in_order(roots) if n.args and n.op != "term" and depends.get(n.serial)]
    return {n.serial: tuple(depends[n.serial].values()) for n in worth_it}


def tables(roots: list[Node], looked_up: dict[int, tuple[Node, ...]]) -> dict[int, Column]:
    """The value of each of these nodes for every combination of its facts: the same code, run on all combinations."""
    together: dict[tuple[int, ...], list[Node]] = {}
    for n in in_order(roots, lambda n: () if n.serial in looked_up else n.args):
        if facts := looked_up.get(n.serial):
            together.setdefault(tuple(f.serial for f in facts), []).append(n)
    done: dict[int, Column] = {}
    for alike in together.values():
        facts = looked_up[alike[0].serial]
        every = np.indices([f.high - f.low + 1 for f in facts]).reshape(len(facts), -1)
        given = {f.key: values + f.low for f, values in zip(facts, every, strict=True)}
        results, _ = compiled(for_columns(alike, {}), WORDS)(given, None, False)
        for n, values in zip(alike, results, strict=True):  # what no way leads to may lie anywhere
            done[n.serial] = np.clip(values, n.low, n.high).astype(np.int64)
    return done


def checked(leaf: Node, column: Column, where: slice) -> Column:
    """The part of a column, as int64 and within the bounds for which the formula was proved."""
    part = np.asarray(column[where]).astype(np.int64, copy=False)
    above = (part - leaf.low).view(np.uint64)  # what lies below is far above
    if part.size and int(above.max()) > leaf.high - leaf.low:
        row = int(np.argmax(above > leaf.high - leaf.low))
        raise OutOfBounds(leaf.key, where.start + row, int(part[row]), leaf)
    return part


class Offsets:
    """The long tables of a slice of cases: `starts` tells where the rows of each case begin."""

    def __init__(self, starts: Mapping[str, Column]):
        self._first = {table: int(s[0]) for table, s in starts.items()}
        self._starts = {table: s - s[0] for table, s in starts.items()}
        self._sums = {table: np.zeros(s[-1] + 1, np.int64) for table, s in self._starts.items()}

    def of(self, table: str | None, cases: slice) -> slice:
        return cases if table is None else slice(self._first[table], self._first[table] + int(self._starts[table][-1]))

    def spread(self, values: Any, table: str) -> Column:
        held = np.diff(self._starts[table])
        return np.repeat(values, held) if np.ndim(values) else np.full(held.sum(), values)

    def total(self, values: Column, table: str) -> Column:
        """Differences of running sums, which are right even if the sums wrap."""
        sums = self._sums[table]
        np.cumsum(values, out=sums[1:])
        ends = sums.take(self._starts[table], mode="clip")
        return ends[1:] - ends[:-1]

    def largest(self, values: Column, table: str) -> Column:
        starts = self._starts[table]
        found = np.zeros(len(starts) - 1, np.int64)
        some = np.flatnonzero(np.diff(starts))
        if some.size:
            found[some] = np.maximum.reduceat(values, starts[some])
        return found


def choice(condition: Column, then: Any, otherwise: Any) -> Column:
    """`np.where` without its branch: three times as fast on unsorted cases, and it cannot overflow."""
    if isinstance(otherwise, int) and otherwise == 0:
        return then * condition
    return otherwise ^ ((then ^ otherwise) & np.negative(condition, dtype=np.int64))


def share(divisor: Column, one: int, highest: int) -> Column:
    """1 / divisor in parts of 1 / `one`."""
    return (one // np.maximum(np.arange(highest + 1), 1)).take(divisor, mode="clip")


WORDS: dict[str, Any] = {"choice": choice, "minimum": np.minimum, "maximum": np.maximum, "share": share}
