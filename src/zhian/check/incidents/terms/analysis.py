"""What an analysis is made with: how soon it is due, the fishbone, contributing factors, strengths of action."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhian.engines.workdays import add_workdays

from .reading import Terms, read, terms_of

_TOLD = read("analysis.yaml")

FRAMES = terms_of(_TOLD["frames"])
FACTORS = terms_of(_TOLD["factors"])
STRENGTHS = terms_of(_TOLD["strengths"])
WEAK = "weak"
GRAVE = (1, 2)  # the SAC at which weak actions alone are not enough


@dataclass(frozen=True, slots=True)
class Target:
    """Which kind of analysis a severity asks for, and how soon."""

    method: str
    begin_workdays: int
    finish_days: int

    def begin_by(self, confirmed: date) -> date:
        return add_workdays(confirmed, self.begin_workdays)

    def finish_by(self, confirmed: date) -> date:
        return confirmed + timedelta(days=self.finish_days)


@dataclass(frozen=True, slots=True)
class Standard:
    """How soon by severity, and the contributing factors to choose from. Version 0 comes with the program."""

    version: int
    targets: Mapping[int | None, Target]
    factors: Terms
    source: str
    is_verified: bool

    def target(self, sac: int | None) -> Target:
        """By the severity assessment code, 1 to 4; None where it has none yet."""
        return self.targets.get(sac, self.targets[None])


def _shipped(told: Mapping[str, Any]) -> Standard:
    targets = {sac: Target(**target) for sac, target in told["by_sac"].items()}
    targets[None] = Target(**told["without_sac"])
    return Standard(0, targets, FACTORS, told["source"], told["verified"] and FACTORS.is_verified)


SHIPPED = _shipped(_TOLD["targets"])
