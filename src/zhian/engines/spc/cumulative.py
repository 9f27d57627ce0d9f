"""Charts with a memory: what has summed up since the beginning, or since the last alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from .points import Flags, Floats, floats


@dataclass(frozen=True)
class Ewma:
    """An exponentially weighted moving average with its limits; `outside` where it lies beyond them."""

    average: Floats
    sigma: Floats
    lower: Floats
    upper: Floats

    @property
    def outside(self) -> Flags:
        return (self.average > self.upper) | (self.average < self.lower)


@dataclass(frozen=True)
class Cusum:
    """Sums upwards and downwards, and where each has gone beyond the limit."""

    up: Floats
    down: Floats
    alarms_up: Flags
    alarms_down: Flags


def ewma(
    values: Sequence[float | None] | Floats,
    centre: float,
    sigma: float,
    *,
    size: float = 1,
    weight: float = 0.2,
    sigmas: float = 3,
) -> Ewma:
    """Around `centre`; `sigma` is that of a single value, `size` the values behind each point (Roberts 1959)."""
    observed = floats(values)
    average, last = np.empty(len(observed)), centre
    for place, value in enumerate(observed):
        if not np.isnan(value):
            last = weight * value + (1 - weight) * last
        average[place] = last
    step = np.arange(1, len(observed) + 1)
    spread = sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * step)) / size)
    return Ewma(average, spread, centre - sigmas * spread, centre + sigmas * spread)


def cusum(
    values: Sequence[float | None] | Floats,
    centre: float,
    sigma: float,
    *,
    size: float = 1,
    shift: float = 1,
    limit: float = 5,
    head_start: float = 0,
) -> Cusum:
    """The tabular sum (Page 1954): `shift`, `limit` and `head_start` in standard errors."""
    z = (floats(values) - centre) / (sigma / np.sqrt(size))
    up = _summed(z - shift / 2, head_start)
    down = 0 - _summed(-z - shift / 2, head_start)
    return Cusum(up, down, up > limit, down < -limit)


def _summed(steps: Floats, start: float = 0, reset_at: float = np.inf) -> Floats:
    """The sum of the steps, never below nought; it begins anew after it has reached `reset_at`."""
    sums, last = np.empty(len(steps)), start
    for place, step in enumerate(steps):
        last = max(0.0, (0.0 if last >= reset_at else last) + (0.0 if np.isnan(step) else step))
        sums[place] = last
    return sums


def bernoulli_cusum(
    outcomes: Sequence[int] | Floats, expected: float, *, odds_ratio: float = 2, limit: float = 3.5
) -> Cusum:
    """Case by case (1 where it happened): evidence for odds `odds_ratio` times as high, or as low (Reynolds 1999).

    `expected` is the share that is known or wished for. An alarm sets its sum to nought. `down` is not above nought.
    """
    happened = floats(outcomes)
    up, down = (
        _summed(_likelihood(happened, expected, ratio), reset_at=limit) for ratio in (odds_ratio, 1 / odds_ratio)
    )
    alarms_up, alarms_down = up >= limit, down >= limit
    return Cusum(np.where(alarms_up, 0, up), 0 - np.where(alarms_down, 0, down), alarms_up, alarms_down)


def _likelihood(happened: Floats, expected: float, odds_ratio: float) -> Floats:
    other = odds(expected, odds_ratio)
    return happened * log(other / expected) + (1 - happened) * log((1 - other) / (1 - expected))


def odds(share: float, ratio: float) -> float:
    """The share whose odds are `ratio` times those of `share`."""
    return share * ratio / (1 - share + share * ratio)


def risk_adjusted_cusum(
    outcomes: Sequence[int] | Floats,
    risks: Sequence[float] | Floats,
    *,
    odds_ratio: float = 2,
    limit: float = 4.5,
    resets: bool = False,
) -> Cusum:
    """Each patient against his own risk (Steiner 2000): evidence for odds `odds_ratio` times as high, or as low.

    Both sums are not below nought. `resets`: each begins anew after it has reached the limit.
    """
    up, down = (
        _summed(scores(outcomes, risks, ratio), reset_at=limit if resets else np.inf)
        for ratio in (odds_ratio, 1 / odds_ratio)
    )
    return Cusum(up, down, up >= limit, down >= limit)


def scores(outcomes: Sequence[int] | Floats, risks: Sequence[float] | Floats, odds_ratio: float) -> Floats:
    """Each patient's contribution: the log-likelihood ratio of the changed odds against the expected ones."""
    happened, risk = floats(outcomes), floats(risks)
    return happened * log(odds_ratio) - np.log(1 - risk + odds_ratio * risk)


def vlad(outcomes: Sequence[int] | Floats, risks: Sequence[float] | Floats) -> Floats:
    """Expected minus observed so far: lives saved beyond what the patients' risks let expect. For display only."""
    return np.cumsum(floats(risks) - floats(outcomes))
