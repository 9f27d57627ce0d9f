"""Sums over the years: twenty times the same formula of a case and the rows of one table, as for dependants.

Most cases have one row or none: their sums are looked up. For the others the years are worked out side by side, with
the rows arranged by their place in the case, so that adding them up is a few additions of whole columns.
"""

import re
from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from .arrays import WORDS, ByPlace, Column
from .looked_up import dtype_of, table_of, tables
from .nodes import Node, node, summands, unnamed
from .running import compiled
from .writing import Facts, combinations, for_columns, in_order

YEARS = 4  # from so many on it is worth it
BESIDE = 4  # years that are looked up at once
ALONE = 65_536  # combinations of the facts of a case and of one row


class Sum(NamedTuple):
    """A sum over the years, with the facts of the case and of the rows that it depends on."""

    node: Node
    case: Facts
    rows: Facts

    @property
    def is_worth_it(self) -> bool:
        alike = len({f.table for f in self.rows}) == 1
        return alike and bool(self.case) and combinations(self.case + self.rows) <= ALONE


class Year(NamedTuple):
    """The code of one year, what in it is looked up, and the same with names that are alike in every year."""

    code: str
    looked_up: list[Node]
    alike: str


def sums_of_years(roots: list[Node]) -> dict[int, Sum]:
    """The sums of this kind in a formula."""
    added = [n for n in in_order(roots) if n.op == "add"]
    parts_of_sums = {n.args[0].serial for n in added}
    whole = [n for n in added if n.serial not in parts_of_sums and n.table is None and len(summands(n)) >= YEARS]
    return {n.serial: made for n in whole if (made := _sum(n)).is_worth_it and _is_alike(made)}


def _sum(n: Node) -> Sum:
    facts = [leaf for leaf in in_order([n]) if leaf.op == "given"]
    return Sum(n, tuple(f for f in facts if not f.table), tuple(f for f in facts if f.table))


def _is_alike(of: Sum) -> bool:
    """Whether the same code serves every year."""
    years = summands(of.node)
    if any(n.op in ("spread", "largest") for n in in_order(years)) or any(year.den != of.node.den for year in years):
        return False
    return len({_year(of, year).alike for year in years}) == 1


def _year(of: Sum, year: Node) -> Year:
    """What depends on the rows alone, or on the case alone, is looked up by the place in the table of its facts."""
    sums = {n.serial for n in in_order([year]) if any(below.op == "total" for below in in_order([n]))}
    met = in_order([year], lambda n: n.args if n.serial in sums else ())
    alone = {n.serial: n for n in map(unnamed, met) if n.serial not in sums and n.op != "known"}
    code = for_columns([year], {n.serial: (_place(of, bool(n.table)),) for n in alone.values()})
    names: dict[str, str] = {}
    alike = re.sub(r"v\d+|\[\d+\]", lambda name: names.setdefault(name[0], f"<{len(names)}>"), code)
    return Year(code, [alone[int(serial)] for serial in re.findall(r"tables\[(\d+)\]", code)], alike)


def _place(of: Sum, in_row: bool) -> Node:
    """Stands for the place in the table of some facts."""
    facts = of.rows if in_row else of.case
    return node("given", (), (0, combinations(facts) - 1), key="row" if in_row else "case", table=facts[0].table)


class Summed:
    """One such sum, ready for columns."""

    def __init__(self, of: Sum):
        cases, self._rows = combinations(of.case), combinations(of.rows)
        self._execute, self._dtype = _side_by_side(of), dtype_of(of.node)
        case, row = np.indices((cases, self._rows)).reshape(2, -1)
        one, none = self._added(case, row, [len(case)]), self._added(np.arange(cases), row[:0], [])
        known = np.hstack((one.reshape(cases, self._rows), none.reshape(cases, 1)))
        self._known = table_of(of.node, known.ravel())

    def __call__(self, case: Column, row: Column, starts: Column) -> Column:
        """`case`, `row`: places in the tables of the facts; case i has the rows `starts[i]` to `starts[i + 1]`."""
        held = np.diff(starts)
        first = np.where(held, row.take(starts[:-1], mode="wrap") if len(row) else 0, self._rows)
        found = self._known.take(case * (self._rows + 1) + first, mode="wrap")
        several = np.flatnonzero(held > 1)
        if len(several):
            most, fewer = held.max(), held.max() - held.take(several)
            most_first = several.take(np.argsort(fewer.astype(np.min_scalar_type(most)), kind="stable"))
            many = np.cumsum(np.bincount(fewer, minlength=most))[::-1]
            rows = np.concatenate([starts.take(most_first[:cases]) + place for place, cases in enumerate(many)])
            found[most_first] = self._added(case.take(most_first), row.take(rows), many)
        return found

    def _added(self, case: Column, row: Column, held: Sequence[int] | Column) -> Column:
        (years,) = self._execute({"case": case, "row": row}, ByPlace(len(case), held))
        beside = np.add.reduce(years, axis=0, dtype=self._dtype)
        return reduce(np.add, beside.T)


def _side_by_side(of: Sum) -> Callable:
    """The code of the first year; what it looks up are the values of all years, `BESIDE` of them lying together."""
    years = [_year(of, year) for year in summands(of.node)]
    found = tables([of.node], {n.serial: of.rows if n.table else of.case for year in years for n in year.looked_up})
    beside = BESIDE if len(years) % BESIDE == 0 else 1
    stacked = {}
    for same in zip(*(year.looked_up for year in years), strict=True):
        values = np.stack([found[n.serial] for n in same], axis=-1)
        stacked[same[0].serial] = np.ascontiguousarray(np.moveaxis(values.reshape(len(values), -1, beside), 1, 0))
    means = {"tables": stacked, "look_up": lambda table, place: table.take(place, 1, mode="wrap")}
    return compiled(years[0].code, WORDS | means)
