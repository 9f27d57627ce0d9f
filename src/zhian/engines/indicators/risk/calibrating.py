"""How risks that were said compare with what happened.

Slope and intercept after Cox (Biometrika 1958;45:562-565), as Van Calster et al. ask for (BMC Med 2019;17:230).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import chdtrc, expit

from ..standardising import exact_limits

TENTHS = 10
STEPS = 50  # of Newton's, which needs fewer than ten
NORMAL = 1.959964  # 95 % of a normal distribution lie within so many standard errors


@dataclass(frozen=True)
class Tenth:
    """A tenth of the cases, from the least at risk to the most: how many events there were, and were expected.

    `lower` and `upper`: between which means the count observed is not unusual (Poisson, exact, 95 %).
    """

    cases: int
    observed: int
    expected: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Calibration:
    """How far risks may be believed, reckoned on cases that the model had not seen.

    `large`: observed over expected, all together. `slope` with its 95 % limits: 1 is perfect, below it the risks are
    too extreme, above it too timid. `c`: how often who had the event was thought more at risk, 0.5 is chance.
    `brier`: mean squared error. `hosmer_lemeshow` with its `p` over the tenths: it finds trifles where cases are many.
    """

    deciles: tuple[Tenth, ...]
    large: float
    slope: float
    slope_lower: float
    slope_upper: float
    c: float
    brier: float
    hosmer_lemeshow: float
    p: float

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Calibration":
        return cls(**{**told, "deciles": tuple(Tenth(**each) for each in told["deciles"])})


def calibrated(happened: np.ndarray, risk: np.ndarray) -> Calibration:
    """How risks (0 to 1) compare with what happened. Ties stay in the order of the cases."""
    order = np.argsort(risk, kind="stable")
    tenths = [_tenth(happened[each], risk[each]) for each in np.array_split(order, TENTHS) if len(each)]
    statistic = float(sum(_departure(each) for each in tenths))
    slope, error = _slope(happened, risk)
    return Calibration(
        deciles=tuple(tenths),
        large=float(happened.sum() / risk.sum()),
        slope=slope,
        slope_lower=slope - NORMAL * error,
        slope_upper=slope + NORMAL * error,
        c=_concordance(happened, risk),
        brier=float(np.mean((risk - happened) ** 2)),
        hosmer_lemeshow=statistic,
        # Two degrees of freedom more than on the cases that a model was fitted to: nothing was fitted to these.
        p=float(chdtrc(len(tenths), statistic)),
    )


def _tenth(happened: np.ndarray, risk: np.ndarray) -> Tenth:
    observed = int(happened.sum())
    return Tenth(len(risk), observed, float(risk.sum()), *exact_limits(observed))


def _departure(tenth: Tenth) -> float:
    variance = tenth.expected * (1 - tenth.expected / tenth.cases)
    return (tenth.observed - tenth.expected) ** 2 / variance if variance > 0 else 0.0


def _slope(happened: np.ndarray, risk: np.ndarray) -> tuple[float, float]:
    """Of the event on the logarithm of the odds that were said, with its standard error; nan where nothing varies."""
    within = np.clip(risk, 1e-9, 1 - 1e-9)
    said = np.log(within / (1 - within))
    columns = np.column_stack([np.ones(len(said)), said])
    if not 0 < happened.sum() < len(happened) or np.ptp(said) == 0:
        return float("nan"), float("nan")
    found = np.array([0.0, 1.0])
    for _ in range(STEPS):
        now = expit(columns @ found)
        curvature = columns.T @ (columns * (now * (1 - now))[:, None])
        step = np.linalg.lstsq(curvature, columns.T @ (happened - now), rcond=None)[0]
        found = found + step
        if np.abs(step).max() < 1e-10:
            break
    return float(found[1]), float(np.sqrt(np.linalg.pinv(curvature)[1, 1]))


def _concordance(happened: np.ndarray, risk: np.ndarray) -> float:
    """The area under the curve, by ranks; nan where all or none had the event."""
    events = int(happened.sum())
    others = len(happened) - events
    if not events or not others:
        return float("nan")
    _said, place, ties = np.unique(risk, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]
    above = ranks[happened.astype(bool)].sum() - events * (events + 1) / 2
    return float(above / (events * others))
