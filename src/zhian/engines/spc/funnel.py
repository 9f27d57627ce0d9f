"""Funnel plots: departments or hospitals side by side, each against limits that suit its size (Spiegelhalter 2005)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import chdtri

from .points import Flags, Floats, floats

NORMAL = {95: 1.959964, 99.8: 3.090232}
TAIL = {95: 0.025, 99.8: 0.001}
GROUPS = 10  # of units by their scores, the first and the last of which are left out
TRIMMED = 0.1  # so much at either end is not trusted when the spread between units is estimated


class Limits(NamedTuple):
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Funnel:
    """Each unit's value, the target, and limits by per cent of chance: `plain`, or `widened` by the spread of units.

    `score`: distance from the target in standard errors; `trimmed`: the same with the extremes cut (nan) or drawn in.
    `dispersion`: the mean square of the trimmed scores, 1 where chance alone explains them; `between`: the variance
    that is added to each unit's own.
    """

    value: Floats
    target: float
    plain: dict[float, Limits]
    widened: dict[float, Limits]
    score: Floats
    trimmed: Floats
    dispersion: float
    between: float

    def outside(self, chance: float = 99.8, *, widened: bool = True) -> Flags:
        """Which units lie beyond the limits; where the units vary by chance only, nothing is to be widened."""
        lower, upper = (self.widened if widened and self.between else self.plain)[chance]
        return (self.value < lower) | (self.value > upper)


def standardised(observed: Sequence[float], expected: Sequence[float]) -> Funnel:
    """Observed over expected, around 1: exact Poisson limits, and widened ones on the logarithm.

    Expected numbers are taken to two decimals and the most extreme scores are left out, as national mortality
    indicators are published. Raises ValueError where nothing was expected.
    """
    above, below = _checked(observed, np.round(floats(expected), 2))
    value = above / below
    with np.errstate(divide="ignore"):
        score = np.log(value) * np.sqrt(below)
    trimmed = _cut(score)
    dispersion, between = _dispersed(trimmed, below)
    widened = {
        chance: Limits(*(np.exp(side * z * np.sqrt(1 / below + between)) for side in (-1, 1)))
        for chance, z in NORMAL.items()
    }
    return Funnel(value, 1.0, poisson_limits(below), widened, score, trimmed, dispersion, between)


def poisson_limits(expected: Sequence[float] | Floats, target: float = 1) -> dict[float, Limits]:
    """Exact limits of observed over expected."""
    mean = floats(expected) * target
    return {
        chance: Limits(
            chdtri(2 * mean, 1 - tail) / (2 * mean) * target, chdtri(2 * (mean + 1), tail) / (2 * mean) * target
        )
        for chance, tail in TAIL.items()
    }


def proportions(events: Sequence[float], cases: Sequence[float], target: float | None = None) -> Funnel:
    """Events over cases around their common share (or `target`), on the arcsine of the root."""
    above, below = _checked(events, floats(cases))
    centre = float(above.sum() / below.sum()) if target is None else target
    score = 2 * np.sqrt(below) * (_bent(above / below) - _bent(centre))
    trimmed = _drawn_in(score)
    dispersion, between = _dispersed(trimmed, 4 * below)
    return Funnel(
        above / below, centre, _sine_limits(centre, below, 0), _sine_limits(centre, below, between), score, trimmed,
        dispersion, between,
    )  # fmt: skip


def ratios(events: Sequence[float], others: Sequence[float], target: float | None = None) -> Funnel:
    """A ratio of two counts, on its logarithm; half an event is added to both, so that nought has a place."""
    above, below = _checked(events, floats(others))
    centre = float(above.sum() / below.sum()) if target is None else target
    variance = above / (above + 0.5) ** 2 + below / (below + 0.5) ** 2
    value = (above + 0.5) / (below + 0.5)
    score = (np.log(value) - np.log(centre)) / np.sqrt(variance)
    trimmed = _drawn_in(score)
    dispersion, between = _dispersed(trimmed, 1 / variance)
    limits = [
        {
            chance: Limits(*(centre * np.exp(side * z * np.sqrt(variance + added)) for side in (-1, 1)))
            for chance, z in NORMAL.items()
        }
        for added in (0.0, between)
    ]
    return Funnel(value, centre, limits[0], limits[1], score, trimmed, dispersion, between)


def _checked(above: Sequence[float], below: Floats) -> tuple[Floats, Floats]:
    counts = floats(above)
    if len(counts) != len(below) or not len(below):
        raise ValueError(f"{len(counts)} numerators, but {len(below)} denominators")
    if np.any(counts < 0) or not np.all(below > 0):
        raise ValueError("every unit needs a denominator above nought and a count not below it")
    return counts, below


def _cut(score: Floats) -> Floats:
    """Without the first and the last of ten groups by rank; equal scores share their mean rank."""
    below, equal = ((compared(score, score[:, None])).sum(axis=1) for compared in (np.less, np.equal))
    rank = below + (equal + 1) / 2
    group = np.floor(rank * GROUPS / (len(score) + 1))
    return np.where((group < 1) | (group >= GROUPS - 1), np.nan, score)


def _drawn_in(score: Floats) -> Floats:
    return np.clip(score, *np.quantile(score, [TRIMMED, 1 - TRIMMED]))


def _dispersed(trimmed: Floats, weight: Floats) -> tuple[float, float]:
    """Dispersion, and the variance between units by the method of moments (DerSimonian and Laird)."""
    there = ~np.isnan(trimmed)
    units, kept = int(there.sum()), weight[there]
    dispersion = float(np.mean(trimmed[there] ** 2))
    spare = kept.sum() - (kept**2).sum() / kept.sum()
    return dispersion, max(0.0, float((units * dispersion - (units - 1)) / spare)) if spare > 0 else 0.0


def _bent(share: Floats | float) -> Floats:
    return np.arcsin(np.sqrt(share))


def _sine_limits(centre: float, cases: Floats, between: float) -> dict[float, Limits]:
    spread = np.sqrt(1 / (4 * cases) + between)
    return {
        chance: Limits(*(np.sin(np.clip(_bent(centre) + side * z * spread, 0, np.pi / 2)) ** 2 for side in (-1, 1)))
        for chance, z in NORMAL.items()
    }
