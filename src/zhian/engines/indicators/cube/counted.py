"""Measuring out of the cells where they are those of today's facts and definitions; out of the rows where not."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ..definition import Definition
from ..lake import Snapshot
from ..months import Months
from ..running import DuckDB
from ..running.engine import BY_DEPARTMENT
from ..values import Value
from .making import STRATA, divides, fits, marked, marks
from .reading import read


class Counted(DuckDB):
    """DuckDB, which counts no row twice."""

    snapshot: Snapshot

    def measure(
        self,
        definitions: Iterable[Definition],
        period: Months,
        by: Sequence[str] = BY_DEPARTMENT,
        *,
        switches: Mapping[str, bool] | None = None,
        hospital: str | None = None,
        monthly: bool = True,
        among: Iterable[Definition] = (),
    ) -> list[Value]:
        """The same values: sums of fractions may differ by a rounding, for they are added up in another order."""
        wanted = [each.switched(switches or {}) for each in definitions]
        counted = self._counted(wanted, period, by, hospital)
        others = [each for each in wanted if each.key not in counted]
        values = read(self, counted.values(), period, by, hospital=hospital, monthly=monthly)
        if others:
            values += super().measure(
                others,
                period,
                by,
                switches=switches,
                hospital=hospital,
                monthly=monthly,
                among=[*wanted, *among],
            )
        found = {key: [*of] for key, of in groupby(values, lambda value: f"{value.indicator}@{value.edition}")}
        return [value for each in wanted for value in found.get(each.key, ())]

    def _counted(
        self, wanted: Iterable[Definition], period: Months, by: Sequence[str], hospital: str | None
    ) -> dict[str, Definition]:
        """Those whose cells are there, in every month that has facts."""
        divided = set(by) - {"department"}
        if not divided <= STRATA.keys():
            return {}
        fitting = {each.key: each for each in wanted if fits(each) and (divides(each) or not divided)}
        months = {*period.names}
        today, there = marks(self.snapshot, fitting.values(), hospital), marked(self, hospital, months)
        other = {
            key
            for place, of in today.items()
            for key, mark in of.items()
            if place[1] in months and there.get(place, {}).get(key) != mark
        }
        return {key: each for key, each in fitting.items() if key not in other}
