"""A chart over its phases: each phase has its own baseline, its own limits, and a reason for which it began."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeVar

import numpy as np

from .kinds import KINDS, Baseline, Kind, Lines
from .points import Flags, Floats, Points

SIGMAS = (1, 2, 3)
ENOUGH = 12  # points of a baseline below which limits are trial limits
NOISE = 1e-12  # numbers that differ by a smaller part of themselves are the same: a mean of equal values is one of them


Parts = TypeVar("Parts", Points, Lines)


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own, from the point `start` (counted from 0) to the next phase.

    Its limits come from its first `baseline` points, or from all of them. A person decides on a phase and says `why`.
    """

    start: int = 0
    baseline: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Chart:
    """A finished chart: one row for each period, in the unit of what is plotted (times `factor`).

    `ordered`: its points follow each other in time.
    `phase`: number of each point's phase. `counted`: it was taken into account for limits and runs.
    `settled`: it belongs to its phase's baseline. `score`: its distance from the middle, in sigmas.
    """

    kind: Kind
    factor: float
    screened: bool
    ordered: bool
    phases: tuple[Phase, ...]
    points: Points
    phase: np.ndarray
    counted: Flags
    settled: Flags
    value: Floats
    centre: Floats
    score: Floats
    bands: dict[int, tuple[Floats, Floats]]  # k sigmas: lower and upper line

    @property
    def lower(self) -> Floats:
        return self.bands[3][0]

    @property
    def upper(self) -> Floats:
        return self.bands[3][1]

    @cached_property
    def side(self) -> np.ndarray:
        """Above the centre line 1, below it -1, on it or nothing observed 0."""
        return np.nan_to_num(np.sign(apart(self.value, self.centre))).astype(int)

    @cached_property
    def outside(self) -> Flags:
        """Beyond the three-sigma limits."""
        return (apart(self.value, self.upper) > 0) | (apart(self.value, self.lower) < 0)

    @property
    def is_trial(self) -> bool:
        """The last phase has too few points for limits that would stay."""
        last = self.phase == self.phase[-1]
        return int(np.sum(self.settled & self.counted & ~np.isnan(self.value) & last)) < ENOUGH

    def stretches(self) -> list[np.ndarray]:
        """For each phase the indices of its points."""
        return [np.flatnonzero(self.phase == number) for number in range(len(self.phases))]


def apart(one: Floats, other: Floats) -> Floats:
    """How far one lies above the other; nought where no more than the rounding of a computer lies between them."""
    far = one - other
    return np.where(np.abs(far) <= NOISE * np.maximum(np.abs(one), np.abs(other)), 0.0, far)


def chart(
    kind: str,
    points: Points,
    *,
    phases: Sequence[Phase] = (Phase(),),
    excluded: Sequence[int] = (),
    screened: bool = True,
    ordered: bool = True,
    factor: float = 1,
    within: tuple[float, float] = (-np.inf, np.inf),
) -> Chart:
    """The chart of a kind (a key of KINDS) over `points`; `excluded` are indices from 0.

    `screened`: outlying moving ranges are left out once where limits come from moving ranges. `ordered`: false where
    the points are departments side by side. `factor`: by which value, centre and limits are multiplied (1000 for a rate
    per 1000 days). `within`: what a value can be at all, before it is multiplied: no limit lies beyond. Raises
    ValueError for a kind that does not exist, phases out of order, or an index that is not there.
    """
    about = _kind(kind).within(*within)
    _check(phases, excluded, len(points))
    counted = np.ones(len(points), bool)
    counted[list(excluded)] = False
    phase = np.searchsorted([later.start for later in phases[1:]], np.arange(len(points)), side="right")
    plotted = _joined(about.plotted(points.where(phase == number)) for number in range(len(phases)))
    settled = np.array([_settles(phases[number], place) for place, number in enumerate(phase)], bool)
    bases = [plotted.where(settled & counted & (phase == number)) for number in range(len(phases))]
    with np.errstate(divide="ignore", invalid="ignore"):  # where nothing varies, sigma is nought
        lines = _joined(
            about.lines(Baseline(base, screened, ordered), plotted.where(phase == number))
            for number, base in enumerate(bases)
        )
        score = apart(about.folded(plotted.value), lines.middle) / lines.sigma
    bands = {k: _band(about, lines, k, factor) for k in SIGMAS}
    value, centre = plotted.value * factor, lines.centre * factor
    return Chart(
        about, factor, screened, ordered, tuple(phases), points, phase, counted, settled, value, centre, score, bands
    )


def _settles(phase: Phase, place: int) -> bool:
    return phase.baseline is None or place < phase.start + phase.baseline


def _joined(each: Iterable[Parts]) -> Parts:
    parts = list(each)
    if len(parts) == 1:  # nearly every chart
        return parts[0]
    names = [field.name for field in fields(parts[0])]
    return type(parts[0])(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _band(kind: Kind, lines: Lines, k: int, factor: float) -> tuple[Floats, Floats]:
    lower = np.clip(kind.unfolded(lines.middle - k * lines.sigma), kind.lowest, kind.highest)
    upper = np.clip(kind.unfolded(lines.middle + k * lines.sigma), kind.lowest, kind.highest)
    return lower * factor, upper * factor


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise ValueError(f"no chart is called {code!r}; there are {', '.join(KINDS)}")
    return KINDS[code]


def _check(phases: Sequence[Phase], excluded: Sequence[int], count: int) -> None:
    starts = [phase.start for phase in phases]
    if not starts or starts[0] != 0 or sorted(set(starts)) != starts or starts[-1] >= max(count, 1):
        raise ValueError(f"phases begin at 0 and then later and later, within {count} points: {starts}")
    if any(not 0 <= place < count for place in excluded):
        raise ValueError(f"an excluded point is not among the {count}: {list(excluded)}")
