"""What fitting a model tells, in plain numbers that can be kept as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .calibrating import Calibration


class TooFew(ValueError):
    """There are too few cases or events to say what is to be expected."""


@dataclass(frozen=True)
class Odds:
    """How many times the odds of the event are those of a reference, with 95 % limits; numbers are told at two places.

    `cases` and `events`: how many there were of the word; 0 for a place on the curve of a number.
    """

    name: str  # the column
    word: str
    reference: str
    ratio: float
    lower: float
    upper: float
    cases: int = 0
    events: int = 0


@dataclass(frozen=True)
class Fitted:
    """A model as it was fitted, how far it may be believed, and the `risk` of each case, between 0 and 1."""

    cases: int
    events: int
    coefficients: Mapping[str, float]  # what each column adds to the logarithm of the odds; "" is for all
    odds: Sequence[Odds]
    calibration: Calibration
    risk: np.ndarray

    def as_json(self) -> dict[str, Any]:
        """Everything but the risks."""
        told = asdict(self)
        del told["risk"]
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any], risk: np.ndarray) -> "Fitted":
        odds = [Odds(**each) for each in told["odds"]]
        return cls(**{**told, "odds": odds, "calibration": Calibration.from_json(told["calibration"])}, risk=risk)
