"""The severity assessment code (SAC): how bad × how often the like would be, 1 the gravest to 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ..codes import Frequency, Severity

LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Matrix:
    """One version of the matrix. `levels`: for each frequency a level 1 to 4 for each severity, the worst first."""

    version: str
    levels: Mapping[str, Sequence[int]]
    source: str
    is_verified: bool = False

    def level(self, frequency: str, severity: str) -> int:
        """1, the gravest, to 4."""
        return self.levels[frequency][list(Severity.values).index(severity)]


def matrix_from(told: Mapping[str, Any]) -> Matrix:
    """The matrix that the data tell of; raises ValueError with the row that is missing or impossible."""
    levels = {frequency: _row(told["levels"], frequency) for frequency in Frequency.values}
    return Matrix(str(told["version"]), levels, told["source"], bool(told.get("verified")))


@cache
def shipped_matrix() -> Matrix:
    """The one that comes with the program."""
    return matrix_from(yaml.safe_load(files(__package__).joinpath("sac.yaml").read_text("utf-8")))


def _row(levels: Mapping[str, Sequence[int]], frequency: str) -> Sequence[int]:
    row = levels.get(frequency, ())
    if len(row) != len(Severity.values) or any(level not in LEVELS for level in row):
        raise ValueError(f"levels.{frequency}: six numbers from 1 to 4 are needed, not {list(row)}")
    return tuple(row)
