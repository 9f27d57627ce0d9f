"""Observed against expected events, of all cases or of groups such as departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..standardising import exact_limits


@dataclass(frozen=True)
class Ratio:
    """Observed against expected events, 1 where they are as many, with exact limits for the count observed."""

    observed: int
    expected: float
    ratio: float
    lower: float
    upper: float


def ratios(groups: Sequence[str], happened: np.ndarray, risk: np.ndarray) -> Mapping[str, Ratio]:
    """Observed against expected of each group, such as department."""
    found = {}
    for group in sorted(set(groups)):
        inside = np.asarray([each == group for each in groups])
        found[group] = ratio(int(happened[inside].sum()), float(risk[inside].sum()))
    return found


def ratio(observed: int, expected: float) -> Ratio:
    """Raises ValueError where nothing was expected."""
    if expected <= 0:
        raise ValueError("nothing was expected")
    lower, upper = exact_limits(observed)
    return Ratio(observed, expected, observed / expected, lower / expected, upper / expected)
