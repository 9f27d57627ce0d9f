"""What a chart plots: one point for each period, whether anything was observed in it or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """The plotted values with what lies behind each of them; arrays of equal length, nan where nothing was observed.

    `size`: cases, patient-days or single values behind a point (1 for individual values).
    `spread`, `reach`: standard deviation and range inside each subgroup (nan where there is none).
    """

    value: Floats
    size: Floats
    spread: Floats
    reach: Floats

    def __len__(self) -> int:
        return len(self.value)

    def where(self, which: Flags) -> "Points":
        return Points(self.value[which], self.size[which], self.spread[which], self.reach[which])


def floats(values: Iterable[float | None] | Floats) -> Floats:
    """As an array, with nan for what is missing."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def individual(values: Sequence[float | None] | Floats) -> Points:
    """One value for each period."""
    value = floats(values)
    nothing = np.full(len(value), np.nan)
    return Points(value, np.ones(len(value)), nothing, nothing)


def ratio(numerators: Sequence[float | None], denominators: Sequence[float | None]) -> Points:
    """Events over cases or days; a period without a denominator stays on the axis without a value.

    Raises ValueError for a negative count or a length that differs.
    """
    above, below = floats(numerators), floats(denominators)
    if len(above) != len(below):
        raise ValueError(f"{len(above)} numerators, but {len(below)} denominators")
    if np.any(above < 0) or np.any(below < 0):
        raise ValueError("a count or a denominator is below nought")
    size = np.where(np.isnan(above) | (below == 0), np.nan, below)
    nothing = np.full(len(above), np.nan)
    return Points(above / size, size, nothing, nothing)


def subgroups(groups: Sequence[Sequence[float | None]]) -> Points:
    """Several measurements in each period: their mean, number, standard deviation and range."""
    kept = [[value for value in group if value is not None and not np.isnan(value)] for group in groups]
    mean = floats(float(np.mean(group)) if group else None for group in kept)
    size = floats(len(group) for group in kept)
    spread = floats(float(np.std(group, ddof=1)) if len(group) > 1 else None for group in kept)
    reach = floats(float(np.ptp(group)) if len(group) > 1 else None for group in kept)
    return Points(mean, size, spread, reach)


def summaries(means: Sequence[float | None], spreads: Sequence[float | None], sizes: Sequence[float]) -> Points:
    """Subgroups of which only mean, standard deviation and number are known."""
    mean = floats(means)
    return Points(mean, floats(sizes), floats(spreads), np.full(len(mean), np.nan))
