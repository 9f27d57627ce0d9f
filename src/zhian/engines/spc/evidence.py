"""How improbable the newest points of a chart are if nothing had changed: tested against what its baseline shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.special import betainc, betaincc, fdtr, fdtrc, gammaln, ndtri, pdtr, pdtrc, stdtr

from .chart import ENOUGH, Chart
from .kinds import Baseline
from .points import Flags, Floats, individual

WINDOWS = (1, 2, 3, 4, 6, 8, 12)  # so many of the newest points are taken together
YEAR = 12  # points within which a change by a factor of two should show itself
RANGES = 0.62  # of the degrees of freedom is left where a spread comes from moving ranges (Wheeler 2010)
RARE = 0.001  # what chance does less often than this, chance is not held to have done


@dataclass(frozen=True)
class Evidence:
    """What speaks for a change to one side.

    `chance` (0 to 1): that the newest points lie so far out although nothing changed, all windows weighed together.
    `points`: the window that shows it best; `observed` and `expected` there: events, or the mean of measured values.
    `visible`: a doubling (below the centre line: a halving) that lasts a year would be seen more often than not.
    """

    chance: float
    points: int
    observed: float
    expected: float
    visible: bool


@dataclass(frozen=True)
class Windows:
    """The newest points taken together, each window beside the baseline without it: arrays by window.

    `events` in `size` cases or days against `base_events` in `base_size`; where values are measured, they are summed
    and `size` is their number. `spread`: how much a single point varies, in the unit that its law asks for, and
    `freedom`: with so many degrees of freedom it is known.
    """

    points: np.ndarray
    events: Floats
    size: Floats
    base_events: Floats
    base_size: Floats
    freedom: Floats
    spread: float

    @property
    def expected(self) -> Floats:
        return self.base_events / self.base_size * self.size


def evidence(chart: Chart, side: int) -> Evidence | None:
    """What the newest points of the last phase say for a change to this side (1 above the centre, -1 below).

    None where fewer than 12 points of the baseline are left to compare with, or nothing in them varies.
    """
    law = LAWS.get(chart.kind.code, MEASURED)
    windows = _windows(chart, side, law)
    if windows is None:
        return None
    chances = law.chances(windows, side)
    best = int(np.argmin(chances))
    per = 1 if law.counts else windows.size[best]
    observed, expected = windows.events[best] / per, windows.expected[best] / per
    is_visible = not law.counts or _yearly(chart, windows) >= seen_from(1 if law.is_share else side)
    return Evidence(_together(chances), int(windows.points[best]), float(observed), float(expected), is_visible)


@cache
def seen_from(side: int) -> float:
    """How many events a year must be expected for a doubling (side 1) or a halving (-1) to be seen, by Poisson."""
    for expected in np.arange(1, 100, 0.5):
        counts = np.arange(400)
        if side > 0:
            limit = counts[pdtrc(counts - 1, expected) <= RARE][0]
            seen = pdtrc(limit - 1, 2 * expected)
        else:
            below = counts[pdtr(counts, expected) <= RARE]
            seen = pdtr(below[-1], expected / 2) if len(below) else 0
        if seen >= 0.5:
            return float(expected)
    raise AssertionError("with enough events a factor of two is seen")


@dataclass(frozen=True)
class Law:
    """By which law of chance the points vary: `counts` are events over cases or days, the others are measured.

    Where the law `is_share`, too few who were treated are counted as too many who were not. `longer_by`: what belongs
    to each value beside what is plotted.
    """

    chances: Callable[[Windows, int], Floats]
    counts: bool
    is_share: bool = False
    longer_by: int = 0


def _shares(windows: Windows, side: int) -> Floats:
    """Fisher's exact test: so many of the events of window and baseline fall into the window."""
    events, size = np.round(windows.events), np.round(windows.size)
    all_events, all_size = events + np.round(windows.base_events), size + np.round(windows.base_size)
    tails = [_at_least(*each) for each in zip(events, size, all_events, all_size, strict=True)]
    return _loosened(np.array(tails), windows)


def _at_least(drawn: float, size: float, marked: float, total: float) -> float:
    """So many marked or more among `size` drawn from `total` (hypergeometric); scipy.stats takes long to load."""
    each = np.arange(drawn, min(size, marked) + 1)
    chosen, left_out = _log_ways(marked, each), _log_ways(total - marked, size - each)
    return float(min(1.0, np.exp(chosen + left_out - _log_ways(total, size)).sum())) if drawn > 0 else 1.0


def _log_ways(total: float, chosen: Floats | float) -> Floats:
    return np.asarray(gammaln(total + 1) - gammaln(np.add(chosen, 1)) - gammaln(np.subtract(total, chosen) + 1))


def _rates(windows: Windows, side: int) -> Floats:
    """Two Poisson counts: given their sum, the one in the window is binomial (Przyborowski and Wilenski 1940)."""
    events, others = windows.events, windows.base_events
    share = windows.size / (windows.size + windows.base_size)
    if side > 0:
        chances = np.where(events > 0, betainc(np.maximum(events, 1e-9), others + 1, share), 1.0)
    else:
        chances = np.where(others > 0, betaincc(events + 1, np.maximum(others, 1e-9), share), 1.0)
    return _loosened(chances, windows)


def _gaps(windows: Windows, side: int) -> Floats:
    """Waiting times are exponential: the ratio of two means of them has an F distribution."""
    ratio = windows.events / windows.expected
    chances = (fdtrc if side > 0 else fdtr)(2 * windows.size, 2 * windows.base_size, ratio)
    return np.asarray(chances, np.float64)


def _means(windows: Windows, side: int) -> Floats:
    """The mean of the window against the baseline's, by Student's t with the spread from one point to the next."""
    distance = (windows.events - windows.expected) / windows.size
    error = windows.spread * np.sqrt(1 / windows.size + 1 / windows.base_size)
    return np.asarray(stdtr(windows.freedom, -side * distance / error), np.float64)


MEASURED = Law(_means, counts=False)
SHARES = Law(_shares, counts=True, is_share=True)
RATES = Law(_rates, counts=True)
TIMES = Law(_gaps, counts=False)
CASES = replace(TIMES, longer_by=1)  # the case that ends the gap
LAWS = {"p": SHARES, "pp": SHARES, "np": SHARES, "u": RATES, "up": RATES, "c": RATES, "g": CASES, "t": TIMES}


def _windows(chart: Chart, side: int, law: Law) -> Windows | None:
    there = _there(chart)
    size = chart.points.size[there] if law.counts else np.ones(int(there.sum()))
    events = chart.points.value[there] * size + law.longer_by
    if law.is_share and side < 0:
        events = size - events
    settled = chart.settled[there]
    newest = np.array([points for points in WINDOWS if points <= len(events)], int)
    base_places = _beside(np.ones(len(events)), settled, newest)[1]
    kept = base_places >= ENOUGH
    spread = _spread(events[settled], size[settled], law, screened=chart.screened)
    if not kept.any() or not spread > 0:
        return None
    events_in, events_base = _beside(events, settled, newest)
    size_in, size_base = _beside(size, settled, newest)
    return Windows(
        points=newest[kept],
        events=events_in[kept],
        size=size_in[kept],
        base_events=events_base[kept],
        base_size=size_base[kept],
        freedom=RANGES * (base_places[kept] - 1),
        spread=spread,
    )


def _beside(values: Floats, settled: np.ndarray, newest: np.ndarray) -> tuple[Floats, Floats]:
    """Summed in each window, and over the baseline without the window."""
    inside, based = np.cumsum(values[::-1]), np.cumsum((values * settled)[::-1])
    return inside[newest - 1], based[-1:] - based[newest - 1]


def _spread(events: Floats, size: Floats, law: Law, *, screened: bool) -> float:
    """Of measured values sigma; of counts by how much they vary beyond what counting explains (Laney), at least 1."""
    if law.chances is _gaps:
        return 1.0
    between = Baseline(individual(events), screened, ordered=True)
    if not law.counts:
        return between.sigma(events)
    rate = events.sum() / size.sum()
    variance = rate * (1 - rate) if law.is_share else rate
    if not variance > 0:
        return 1.0
    return max(1.0, between.sigma((events / size - rate) / np.sqrt(variance / size)))


def _loosened(chances: Floats, windows: Windows) -> Floats:
    """The same distance in a world that varies more than counting explains, by an estimate that errs itself.

    Only what counting does not explain is estimated: the less of it there is, the surer is the whole. That small
    chances stay as rare as they say is tried in the tests.
    """
    if windows.spread == 1:
        return chances
    whole = windows.spread**2
    freedom = windows.freedom * whole / (whole - 1)
    return np.asarray(stdtr(freedom, ndtri(chances) / windows.spread), np.float64)


def _together(chances: Floats) -> float:
    """One chance for all windows, which overlap and so err together (Simes 1986)."""
    ranks = np.arange(1, len(chances) + 1)
    return float(min(1.0, np.min(np.sort(chances) * len(chances) / ranks)))


def _yearly(chart: Chart, windows: Windows) -> float:
    """The events that the baseline's rate lets expect within a year of such points."""
    return float(windows.base_events[0] / windows.base_size[0] * np.mean(chart.points.size[_there(chart)]) * YEAR)


def _there(chart: Chart) -> Flags:
    """The points of the last phase that were observed and count."""
    return (chart.phase == chart.phase[-1]) & chart.counted & ~np.isnan(chart.points.value)
