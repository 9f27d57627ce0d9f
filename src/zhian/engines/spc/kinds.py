"""The kinds of chart: what each plots, and where its centre and its limits lie. Every formula stands here once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import pi, sqrt

import numpy as np

from .factors import OUTLYING_RANGE, c4, c5, d2, d3
from .points import Floats, Points

OUTLYING_NORMALISED = 3.2665  # the same as OUTLYING_RANGE, to the digits of the reference of the I-prime chart
TIME_POWER = 3.6  # raised to its inverse, a waiting time looks normal (Nelson 1994)


@dataclass(frozen=True)
class Lines:
    """Where the limits come from: `centre` is drawn, k sigmas lie around `middle` on the kind's folded scale."""

    centre: Floats
    middle: Floats
    sigma: Floats


@dataclass(frozen=True)
class Baseline:
    """The points from which a phase's limits are worked out.

    `screened`: outlying moving ranges are left out. `ordered`: the points follow each other in time; departments or
    hospitals side by side do not, and have no moving ranges.
    """

    points: Points
    screened: bool
    ordered: bool

    def mean_range(self, values: Floats) -> float:
        """The mean of the moving ranges, once without those that are outliers themselves (Nelson 1982)."""
        return self.typical(np.abs(np.diff(values)), OUTLYING_RANGE)

    def typical(self, ranges: Floats, outlying: float) -> float:
        """Their mean without those beyond so many means; with all of them where nothing would vary without those."""
        ranges = ranges[~np.isnan(ranges)]
        kept = ranges[ranges < outlying * ranges.mean()] if self.screened and len(ranges) else ranges
        ranges = kept if kept.any() else ranges
        return float(ranges.mean()) if len(ranges) else np.nan

    def sigma(self, values: Floats) -> float:
        """From one point to the next where they have an order, else over all of them."""
        if self.ordered:
            return self.mean_range(values) / d2(2)
        there = values[~np.isnan(values)]
        return float(np.std(there, ddof=1)) if len(there) > 1 else np.nan


Rule = Callable[[Baseline, Points], Lines]


@dataclass(frozen=True)
class Kind:
    """A kind of chart.

    `needs`: what a point is made of. `plotted`: what is drawn of it. `lowest`, `highest`: no limit lies beyond.
    `folded`: to the scale on which values look normal, and `unfolded` back.
    """

    code: str
    zh: str
    en: str
    needs: str  # values | ratio | subgroups
    formula: str
    source: str
    lines: Rule
    plotted: Callable[[Points], Points] = field(default=lambda points: points)
    lowest: float = -np.inf
    highest: float = np.inf
    folded: Callable[[Floats], Floats] = field(default=lambda values: values)
    unfolded: Callable[[Floats], Floats] = field(default=lambda values: values)
    independent: bool = True  # no point holds anything of the one before it: only then do runs say something

    def within(self, lowest: float, highest: float) -> "Kind":
        """The same kind where values can be no lower and no higher than this."""
        return replace(self, lowest=max(self.lowest, lowest), highest=min(self.highest, highest))


def _mean(values: Floats, weights: Floats | None = None) -> float:
    there = ~np.isnan(values)
    if not there.any():
        return np.nan
    return float(np.average(values[there], weights=None if weights is None else weights[there]))


def _level(value: float, points: Points) -> Floats:
    return np.full(len(points), value)


def _run(base: Baseline, points: Points) -> Lines:
    there = base.points.value[~np.isnan(base.points.value)]
    centre = _level(float(np.median(there)) if len(there) else np.nan, points)
    return Lines(centre, centre, _level(np.nan, points))


def _individuals(base: Baseline, points: Points) -> Lines:
    centre = _level(_mean(base.points.value), points)
    return Lines(centre, centre, _level(base.sigma(base.points.value), points))


def _individuals_rounded(base: Baseline, points: Points) -> Lines:
    """With 2.66 mean ranges for three sigmas, as the health service of England draws them."""
    centre = _level(_mean(base.points.value), points)
    return Lines(centre, centre, _level(base.mean_range(base.points.value) * 2.66 / 3, points))


def _moving_ranges(base: Baseline, points: Points) -> Lines:
    centre = _level(_mean(base.points.value), points)
    return Lines(centre, _level(0.0, points), centre * OUTLYING_RANGE / 3)


def _normalised_individuals(base: Baseline, points: Points) -> Lines:
    """Individuals whose spread shrinks with the root of their denominators."""
    value, size = base.points.value, base.points.size
    each = sqrt(pi / 2) * np.abs(np.diff(value)) / np.sqrt(1 / size[1:] + 1 / size[:-1])
    centre = _level(_mean(value, size), points)
    return Lines(centre, centre, base.typical(each, OUTLYING_NORMALISED) / np.sqrt(points.size))


def _typical_spread(base: Points, phase: Points) -> float:
    """The mean standard deviation of the baseline, pooled where the subgroups of the phase are unequal.

    An empty subgroup costs a degree of freedom, as it does in the reference, so that limits agree to the last digit.
    """
    if np.isnan(base.spread).all():
        return np.nan
    if len(set(phase.size)) == 1:
        return float(np.nanmean(base.spread))
    return sqrt(float(np.nansum((base.size - 1) * base.spread**2) / np.sum(base.size - 1)))


def _by_size(factor: Callable[[int], float], points: Points) -> Floats:
    return np.array([factor(int(size)) if size > 0 else np.nan for size in points.size])


def _subgroup_means(base: Baseline, points: Points) -> Lines:
    centre = _level(_mean(base.points.value, base.points.size), points)
    return Lines(centre, centre, _typical_spread(base.points, points) / _by_size(c4, points) / np.sqrt(points.size))


def _subgroup_spreads(base: Baseline, points: Points) -> Lines:
    spread = _typical_spread(base.points, points)
    centre = _level(spread, points)
    return Lines(centre, centre, spread * _by_size(c5, points) / _by_size(c4, points))


def _subgroup_ranges(base: Baseline, points: Points) -> Lines:
    sigma = _mean(base.points.reach / _by_size(d2, base.points))
    centre = sigma * _by_size(d2, points)
    return Lines(centre, centre, sigma * _by_size(d3, points))


def _proportions(base: Baseline, points: Points) -> Lines:
    share = _mean(base.points.value, base.points.size)
    centre = _level(share, points)
    return Lines(centre, centre, np.sqrt(share * (1 - share) / points.size))


def _numbers(base: Baseline, points: Points) -> Lines:
    share = _mean(base.points.value / base.points.size, base.points.size)
    return Lines(share * points.size, share * points.size, np.sqrt(points.size * share * (1 - share)))


def _rates(base: Baseline, points: Points) -> Lines:
    rate = _mean(base.points.value, base.points.size)
    centre = _level(rate, points)
    return Lines(centre, centre, np.sqrt(rate / points.size))


def _counts(base: Baseline, points: Points) -> Lines:
    count = _mean(base.points.value)
    centre = _level(count, points)
    return Lines(centre, centre, np.sqrt(centre))


def _laney(plain: Rule) -> Rule:
    """The limits of `plain`, widened or narrowed by how much the points really vary from one to the next."""

    def lines(base: Baseline, points: Points) -> Lines:
        expected = plain(base, base.points)
        z = (base.points.value - expected.centre) / expected.sigma
        found = plain(base, points)
        return Lines(found.centre, found.middle, found.sigma * base.sigma(z))

    return lines


def _cases_between(base: Baseline, points: Points) -> Lines:
    mean = _mean(base.points.value)
    median = _run(base, points).centre
    return Lines(median, _level(mean, points), _level(sqrt(mean * (mean + 1)), points))


def _time_between(base: Baseline, points: Points) -> Lines:
    folded = _folded(base.points.value)
    middle = _level(_mean(folded), points)
    return Lines(_unfolded(middle), middle, _level(base.sigma(folded), points))


def _folded(values: Floats) -> Floats:
    """Waiting times as they would be if they were normal."""
    return values ** (1 / TIME_POWER)


def _unfolded(values: Floats) -> Floats:
    return np.clip(values, 0, None) ** TIME_POWER


def _moving(points: Points) -> Points:
    return replace(points, value=np.abs(np.diff(points.value, prepend=np.nan)))


def _counted(points: Points) -> Points:
    return replace(points, value=points.value * points.size)


def _spreading(points: Points) -> Points:
    return replace(points, value=points.spread)


def _reaching(points: Points) -> Points:
    return replace(points, value=points.reach)


MONTGOMERY = "Montgomery, Introduction to Statistical Quality Control"
LANEY = "Laney 2002, Quality Engineering 14(4)"
# fmt: off
_ALL = (
    Kind("run", "运行图", "Run chart", "values", "x̃", "Perla, Provost, Murray 2011", _run),
    Kind("i", "单值图", "Individuals", "values", "x̄ ± 3·MR̄/1.128", MONTGOMERY, _individuals),
    Kind("xmr", "XmR 图", "Individuals (XmR)", "values", "x̄ ± 2.66·MR̄", "NHS England, Making Data Count",
         _individuals_rounded),
    Kind("mr", "移动极差图", "Moving ranges", "values", "MR̄, 3.267·MR̄", MONTGOMERY, _moving_ranges, _moving, 0,
         independent=False),
    Kind("ip", "I′ 图", "I-prime", "ratio", "Σy/Σn ± 3·s̄/√nᵢ", "Taylor 2017", _normalised_individuals),
    Kind("xbar", "均值图", "Subgroup means", "subgroups", "x̿ ± 3·s̄/(c₄√nᵢ)", MONTGOMERY, _subgroup_means),
    Kind("s", "标准差图", "Standard deviations", "subgroups", "s̄ ± 3·s̄·c₅/c₄", MONTGOMERY,
         _subgroup_spreads, _spreading, 0),
    Kind("r", "极差图", "Ranges", "subgroups", "R̄ ± 3·R̄·d₃/d₂", MONTGOMERY, _subgroup_ranges, _reaching, 0),
    Kind("p", "P 图", "Proportions", "ratio", "p̄ ± 3·√(p̄(1−p̄)/nᵢ)", MONTGOMERY, _proportions, lowest=0, highest=1),
    Kind("pp", "P′ 图", "Proportions, Laney", "ratio", "p̄ ± 3·σₚᵢ·σ_z", LANEY,
         _laney(_proportions), lowest=0, highest=1),
    Kind("np", "NP 图", "Numbers", "ratio", "np̄ ± 3·√(np̄(1−p̄))", MONTGOMERY, _numbers, _counted, 0),
    Kind("u", "U 图", "Rates", "ratio", "ū ± 3·√(ū/nᵢ)", MONTGOMERY, _rates, lowest=0),
    Kind("up", "U′ 图", "Rates, Laney", "ratio", "ū ± 3·σᵤᵢ·σ_z", LANEY, _laney(_rates), lowest=0),
    Kind("c", "C 图", "Counts", "values", "c̄ ± 3·√c̄", MONTGOMERY, _counts, lowest=0),
    Kind("g", "G 图", "Cases between", "values", "ḡ ± 3·√(ḡ(ḡ+1))", "Benneyan 2001", _cases_between, lowest=0),
    Kind("t", "T 图", "Time between", "values", "(x̄′ ± 3·MR̄′/1.128)^3.6, x′ = x^(1/3.6)", "Nelson 1994",
         _time_between, lowest=0, folded=_folded, unfolded=_unfolded),
)
# fmt: on
KINDS = {kind.code: kind for kind in _ALL}
