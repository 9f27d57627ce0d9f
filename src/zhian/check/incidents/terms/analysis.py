"""What an analysis is made with: how soon it is due, the fishbone, contributing factors, strengths of action."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhian.engines.workdays import add_workdays

from .reading import read, terms_of

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


TARGETS_ARE_VERIFIED: bool = _TOLD["targets"]["verified"]


def target(sac: int | None) -> Target:
    """By the severity assessment code, 1 to 4; None where it has none yet."""
    told: dict[str, Any] = _TOLD["targets"]
    return Target(**told["by_sac"].get(sac, told["without_sac"]))
