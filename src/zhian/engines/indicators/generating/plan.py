"""What is to be invented: how many stays, in which hospitals and months."""

from typing import NamedTuple

import numpy as np

from .faults import Fault
from .mix import Mix, mix


class Plan(NamedTuple):
    """The same plan gives the same facts, to the byte."""

    rows: int  # stays that are discharged in these months
    seed: int = 1
    hospitals: int = 1
    months: int = 24
    departments: int = 30
    start: str = "2024-01"  # the first month
    faults: tuple[Fault, ...] = ()

    @property
    def mix(self) -> Mix:
        return mix(self.departments)

    @property
    def codes(self) -> list[str]:
        """The hospitals' codes."""
        return [f"H{number:04}" for number in range(1, self.hospitals + 1)]

    def month(self, at: int) -> str:
        """The month so many after the first, as `2024-01`; those before and after what was asked for have names too."""
        return str(np.datetime64(self.start, "M") + at)

    def stays(self) -> np.ndarray:
        """Stays by hospital and month, which sum up to exactly `rows`: hospitals differ in size, months in season."""
        size = np.random.default_rng([self.seed, 0]).lognormal(0, 0.5, self.hospitals)
        season = self.mix.season[(np.datetime64(self.start, "M").astype(int) + np.arange(self.months)) % 12]
        edges = np.cumsum(np.outer(size / size.sum(), season / season.sum()))
        return np.diff(np.rint(edges * self.rows), prepend=0).astype(int).reshape(self.hospitals, self.months)
