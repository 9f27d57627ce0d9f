"""The two icons that sum up a chart: does it vary by chance only, and will it meet its target?"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .chart import Chart
from .rules import spoken_for


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Variation(StrEnum):
    """What the last point says."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEITHER_HIGH = "neither_high"
    NEITHER_LOW = "neither_low"


class Assurance(StrEnum):
    """Whether the process, as it now is, meets its target every time, never, or by chance."""

    CONSISTENT_PASS = "consistent_pass"  # noqa: S105
    CONSISTENT_FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Icons:
    variation: Variation
    assurance: Assurance | None  # None without a target, or where no direction is better


MEANING = {Direction.HIGHER: {1: "improvement", -1: "concern"}, Direction.LOWER: {1: "concern", -1: "improvement"}}
HEIGHT = {1: "high", -1: "low"}


def meaning(side: int, direction: Direction) -> str:
    """improvement, concern or neither: what a signal on this side of the centre line means."""
    return MEANING.get(direction, {}).get(side, "neither")


def icons(chart: Chart, rule_set: str, direction: Direction, target: float | None = None) -> Icons:
    """The icons by the last point that was observed, and by the limits that hold there."""
    return Icons(variation(chart, rule_set, direction), assurance(chart, direction, target))


def variation(chart: Chart, rule_set: str, direction: Direction) -> Variation:
    there = np.flatnonzero(~np.isnan(chart.value) & chart.counted)
    signal = spoken_for(chart, rule_set)[there[-1]] if len(there) else None
    if signal is None or not signal.side:
        return Variation.COMMON_CAUSE
    return Variation(f"{meaning(signal.side, direction)}_{HEIGHT[signal.side]}")


def assurance(chart: Chart, direction: Direction, target: float | None) -> Assurance | None:
    """A target on a limit is met by chance: only beyond it is the process sure to pass, or to fail."""
    if target is None or direction is Direction.NEITHER or not len(chart.value):
        return None
    lower, upper = chart.lower[-1], chart.upper[-1]
    if lower <= target <= upper or np.isnan(lower + upper):
        return Assurance.INCONSISTENT
    passes = target < lower if direction is Direction.HIGHER else target > upper
    return Assurance.CONSISTENT_PASS if passes else Assurance.CONSISTENT_FAIL
