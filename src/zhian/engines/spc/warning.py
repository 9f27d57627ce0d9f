"""Early warning over many charts: which to be told of, so that a person can go on believing what he is told.

A chart warns where its own rules see a change for the worse that still lasts, where the evidence for it holds against
all the charts that are watched beside it, and where its numbers are large enough to show a doubling. Smaller ones speak
only where there is no doubt: a ward that saw no fall in two years and then four each month is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from .chart import Chart
from .evidence import Evidence, evidence
from .icons import Direction
from .rules import signals

QUIET = 3  # points without a signal after which an episode is over
DOUBTLESS = 0.02  # of the budget is what all the small charts together may raise by chance
NO_DOUBT = 1e-4  # the largest chance by which a small chart may speak, however few they are


@dataclass(frozen=True)
class Watched:
    """A chart under watch: `name` is the caller's, `rules` a rule set, `direction` which way is better."""

    name: str
    chart: Chart
    rules: str
    direction: Direction


@dataclass(frozen=True)
class Episode:
    """One lasting change, however many points signal it: its first and last point, its side, the rules that saw it."""

    start: int
    end: int
    side: int
    rules: tuple[str, ...]


class State(StrEnum):
    """What becomes of a watched chart."""

    WARNING = "warning"
    UNPROVEN = "unproven"  # its rules signal, but among so many charts some do so by chance
    TOO_SMALL = "too_small"  # its rules signal, but its numbers could not show a doubling
    TOO_SHORT = "too_short"  # not enough of a baseline to judge by
    CALM = "calm"


@dataclass(frozen=True)
class Verdict:
    """What is said of one chart."""

    name: str
    state: State
    episode: Episode | None
    evidence: Evidence | None


@dataclass(frozen=True)
class Watch:
    """The verdicts, the strongest evidence first; how many `charts` were judged, and the chance that was allowed.

    `cut`: the largest chance (of Evidence) that may warn; `small_cut`: that of the `small` charts, whose numbers could
    not show a doubling. `expected_false`: the warnings a month that chance alone would raise if nothing had changed
    anywhere; never above the budget.
    """

    verdicts: tuple[Verdict, ...]
    charts: int
    cut: float
    small: int = 0
    small_cut: float = 0.0

    @property
    def expected_false(self) -> float:
        return self.cut * self.charts + self.small_cut * self.small

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.state is State.WARNING)


def watch(watched: Sequence[Watched], *, share: float = 0.1, budget: float = 1.0) -> Watch:
    """Judge all the charts of a month together.

    `share`: of the warnings at the most this part may be false (Benjamini and Hochberg 1995). `budget`: so many false
    warnings a month are put up with, all charts together. Raises ValueError for a share outside 0 to 1, or no budget.
    """
    if not 0 < share < 1 or not budget > 0:
        raise ValueError(f"a share lies between 0 and 1 and a budget above 0: {share}, {budget}")
    seen = [(each, current_episode(each), _evidence(each)) for each in watched]
    chances = [found.chance for _each, _episode, found in seen if found and found.visible]
    small = sum(1 for _each, _episode, found in seen if found and not found.visible)
    cut = allowed(chances, share=share, budget=budget * (1 - DOUBTLESS))
    small_cut = min(NO_DOUBT, budget * DOUBTLESS / small) if small else 0.0
    verdicts = [
        Verdict(each.name, _state(episode, found, cut, small_cut), episode, found) for each, episode, found in seen
    ]
    return Watch(tuple(sorted(verdicts, key=_rank)), len(chances), cut, small, small_cut)


def allowed(chances: Sequence[float], *, share: float, budget: float) -> float:
    """The largest chance that may warn: by Benjamini and Hochberg, within the budget; 0 where nothing is watched."""
    count = len(chances)
    if not count:
        return 0.0
    ranked = np.sort(chances)
    held = ranked <= share * np.arange(1, count + 1) / count
    by_share = share * (np.flatnonzero(held)[-1] + 1 if held.any() else 1) / count
    return float(min(by_share, budget / count))


def current_episode(watched: Watched) -> Episode | None:
    """The change for the worse that the chart's rules still see; of an indicator without a better side any change."""
    chart = watched.chart
    there = np.flatnonzero((chart.phase == chart.phase[-1]) & chart.counted & ~np.isnan(chart.value))
    if not len(there):
        return None
    sides = {Direction.LOWER: (1,), Direction.HIGHER: (-1,)}.get(watched.direction, (1, -1))
    found = [
        signal for signal in signals(chart, watched.rules) if signal.side in sides and signal.points[0] >= there[0]
    ]
    for side in sides:
        marked = sorted({place for signal in found if signal.side == side for place in signal.points})
        if marked and np.sum(there > marked[-1]) < QUIET:
            start = _beginning(chart, _lasting(marked, there), side)
            rules = tuple(
                dict.fromkeys(signal.rule for signal in found if signal.side == side and signal.points[-1] >= start)
            )
            return Episode(start, marked[-1], side, rules)
    return None


def _lasting(marked: Sequence[int], there: np.ndarray) -> int:
    """The first of the marked points that reach to the newest without a quiet stretch between them."""
    rank = {int(place): number for number, place in enumerate(there)}
    start = marked[-1]
    for later, earlier in pairwise(reversed(marked)):
        if rank[later] - rank[earlier] > QUIET:
            break
        start = earlier
    return start


def _beginning(chart: Chart, place: int, side: int) -> int:
    """A run is marked where it is complete: unless a point stands out by itself, the points had gone over before."""
    if chart.outside[place]:
        return place
    first = int(np.flatnonzero(chart.phase == chart.phase[-1])[0])
    while place > first and chart.side[place - 1] == side and chart.counted[place - 1]:
        place -= 1
    return place


def _evidence(watched: Watched) -> Evidence | None:
    """For a change to the worse side; without a worse side for the likelier of both, at the price of looking twice."""
    side = {Direction.LOWER: 1, Direction.HIGHER: -1}.get(watched.direction)
    if side:
        return evidence(watched.chart, side)
    both = [found for found in (evidence(watched.chart, side) for side in (1, -1)) if found]
    if not both:
        return None
    best = min(both, key=lambda found: found.chance)
    return Evidence(min(1.0, 2 * best.chance), best.points, best.observed, best.expected, best.visible)


def _state(episode: Episode | None, found: Evidence | None, cut: float, small_cut: float) -> State:
    if found is None:
        return State.TOO_SHORT
    if episode is None:
        return State.CALM
    if not found.visible:
        return State.WARNING if found.chance <= small_cut else State.TOO_SMALL
    return State.WARNING if found.chance <= cut else State.UNPROVEN


def _rank(verdict: Verdict) -> tuple[int, float]:
    return list(State).index(verdict.state), verdict.evidence.chance if verdict.evidence else 1.0
