"""Runs and crossings of the centre line: the rules of Anhøj, for which the whole chart speaks, not one point."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import comb, log2

import numpy as np

from .chart import Chart

ONE_IN = 20  # so rarely a process that does not change has as few crossings, or fewer


@dataclass(frozen=True)
class Runs:
    """The runs of one phase. `useful`: its points that do not lie on the centre line.

    `speak`: its points follow each other and are independent; moving ranges, or units side by side, have no runs.
    """

    useful: int
    longest: int
    longest_expected: int
    crossings: int
    crossings_expected: int
    speak: bool

    @property
    def is_unusual(self) -> bool:
        return self.speak and (self.longest > self.longest_expected or self.crossings < self.crossings_expected)


@cache
def longest_expected(useful: int) -> int:
    """The longest run that chance still explains (Anhøj and Olesen 2014); 0 without points."""
    return round(log2(useful) + 3) if useful else 0


@cache
def crossings_expected(useful: int) -> int:
    """The fewest crossings that chance still explains: the lower 5 % of so many tosses of a coin."""
    tosses = max(useful - 1, 0)
    summed = 0
    for crossings in range(tosses + 1):
        summed += comb(tosses, crossings)
        if summed * ONE_IN >= 2**tosses:
            return crossings
    raise AssertionError("the chances sum to one")


def runs(chart: Chart) -> list[Runs]:
    """The runs of each phase of the chart; points that are excluded or missing are not seen."""
    speak = chart.ordered and chart.kind.independent
    return [_runs(chart.side[stretch][chart.counted[stretch]], speak) for stretch in chart.stretches()]


def _runs(side: np.ndarray, speak: bool) -> Runs:
    lengths = [len(list(run)) for _side, run in groupby(side[side != 0])]
    useful = sum(lengths)
    crossings = max(len(lengths) - 1, 0)
    return Runs(useful, max(lengths, default=0), longest_expected(useful), crossings, crossings_expected(useful), speak)
