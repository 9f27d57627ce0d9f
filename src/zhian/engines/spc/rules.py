"""Rule sets, as data: which patterns speak for a special cause, and where in a chart they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.lib.stride_tricks import sliding_window_view

from .chart import Chart, apart
from .points import Flags, Floats
from .runs import runs


@dataclass(frozen=True)
class Signal:
    """A pattern that was found: by which rule, at which points (indices), on which side (1, -1, 0 for neither)."""

    rule: str
    points: tuple[int, ...]
    side: int


@dataclass(frozen=True)
class Pattern:
    """One rule of a set: its kind (a key of KINDS) and what that kind wants to know."""

    code: str
    kind: str
    zh: str
    en: str
    wants: dict[str, Any]


@dataclass(frozen=True)
class RuleSet:
    """Patterns in the order in which they speak for a point. `marks`: the completing point, or the whole pattern."""

    code: str
    zh: str
    en: str
    source: str
    verified: bool
    marks: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Stretch:
    """The points of one phase that count, in order: `place` is their index in the chart, `side` of the centre line."""

    chart: Chart
    number: int
    place: np.ndarray
    value: Floats
    score: Floats
    side: np.ndarray
    outside: Flags


# A window of points (first and last, counted within the stretch), the side, and which of them make the pattern.
Found = tuple[int, int, int, Flags]
Finder = Callable[..., Iterator[Found]]


def signals(chart: Chart, rule_set: str) -> list[Signal]:
    """Every pattern of the rule set in the chart, phase by phase; points excluded or missing are not seen."""
    about = rule_sets()[rule_set]
    return [
        signal
        for stretch in _stretches(chart)
        for pattern in about.patterns
        for signal in _signals(stretch, pattern, is_whole=about.marks == "whole")
    ]


def spoken_for(chart: Chart, rule_set: str) -> list[Signal | None]:
    """For each point the first signal of the set, in the set's own order, that marks it."""
    order = {pattern.code: rank for rank, pattern in enumerate(rule_sets()[rule_set].patterns)}
    marked: list[Signal | None] = [None] * len(chart.value)
    for signal in sorted(signals(chart, rule_set), key=lambda signal: -order[signal.rule]):
        for place in signal.points:
            marked[place] = signal
    return marked


@cache
def rule_sets() -> dict[str, RuleSet]:
    """The rule sets that the program brings along."""
    told = yaml.safe_load(files(__package__).joinpath("rules.yaml").read_text("utf-8"))
    return {code: _rule_set(code, about) for code, about in told.items()}


def _rule_set(code: str, about: dict[str, Any]) -> RuleSet:
    patterns = tuple(_pattern(rule) for rule in about["rules"])
    return RuleSet(code, about["zh"], about["en"], about["source"], about["verified"], about["marks"], patterns)


def _pattern(rule: dict[str, Any]) -> Pattern:
    wants = {name: value for name, value in rule.items() if name not in ("code", "kind", "zh", "en")}
    return Pattern(rule["code"], rule["kind"], rule["zh"], rule["en"], wants)


def _stretches(chart: Chart) -> Iterator[Stretch]:
    for number, places in enumerate(chart.stretches()):
        place = places[chart.counted[places] & ~np.isnan(chart.value[places])]
        yield Stretch(
            chart, number, place, chart.value[place], chart.score[place], chart.side[place], chart.outside[place]
        )


def _signals(stretch: Stretch, pattern: Pattern, *, is_whole: bool) -> Iterator[Signal]:
    """A pattern is completed by a point of its own: one that lies far out, not one that comes after two that did."""
    for first, last, side, members in FINDERS[pattern.kind](stretch, **pattern.wants):
        marked = stretch.place[first : last + 1][members] if is_whole else stretch.place[last : last + 1][members[-1:]]
        if len(marked):
            yield Signal(pattern.code, tuple(int(place) for place in marked), side)


def _beyond(stretch: Stretch, sigmas: int) -> Iterator[Found]:
    lower, upper = (line[stretch.place] for line in stretch.chart.bands[sigmas])
    for side, beyond in ((1, apart(stretch.value, upper) > 0), (-1, apart(stretch.value, lower) < 0)):
        for place in np.flatnonzero(beyond):
            yield int(place), int(place), side, np.array([True])


def _windows(each: np.ndarray, points: int) -> np.ndarray:
    """Every window of so many points, a row each; none where there are too few points."""
    return sliding_window_view(each, points) if len(each) >= points else np.empty((0, points), each.dtype)


def _shift(stretch: Stretch, points: int) -> Iterator[Found]:
    """So many in a row above, or below, the centre line."""
    for side in (1, -1):
        yield from _filled(stretch.side == side, points, side)


def _filled(flags: Flags, points: int, side: int) -> Iterator[Found]:
    for first in np.flatnonzero(_windows(flags, points).all(axis=1)):
        yield int(first), int(first) + points - 1, side, np.ones(points, bool)


def _trend(stretch: Stretch, points: int) -> Iterator[Found]:
    """So many points, each higher (or each lower) than the one before it."""
    steps = np.sign(np.diff(stretch.value))
    for side in (1, -1):
        for first in np.flatnonzero(_windows(steps == side, points - 1).all(axis=1)):
            yield int(first), int(first) + points - 1, side, np.ones(points, bool)


def _alternating(stretch: Stretch, points: int) -> Iterator[Found]:
    steps = np.sign(np.diff(stretch.value))
    turns = steps[1:] * steps[:-1] < 0
    for first in np.flatnonzero(_windows(turns, points - 2).all(axis=1)):
        yield int(first), int(first) + points - 1, 0, np.ones(points, bool)


def _zone(
    stretch: Stretch,
    sigmas: int,
    count: int,
    of: int,
    all_on_one_side: bool = False,
    inside_limits: bool = False,
) -> Iterator[Found]:
    """So many of so many points beyond so many sigmas, on one side; the last of them completes the pattern."""
    for side in (1, -1):
        far = stretch.score * side > sigmas
        if inside_limits:
            far &= ~stretch.outside
        fits = _windows(far, of).sum(axis=1) >= count
        if all_on_one_side:
            fits &= _windows(stretch.side == side, of).all(axis=1)
        for first in np.flatnonzero(fits):
            members = far[first : first + of]
            yield int(first), int(first) + of - 1, side, members


def _within(stretch: Stretch, sigmas: int, points: int) -> Iterator[Found]:
    yield from _filled(np.abs(stretch.score) <= sigmas, points, 0)


def _avoiding(stretch: Stretch, sigmas: int, points: int) -> Iterator[Found]:
    """Far out all along, and on both sides."""
    sides = _windows(stretch.side, points)
    both: Flags = np.any(sides > 0, axis=1) & np.any(sides < 0, axis=1)
    for first, last, side, members in _filled(np.abs(stretch.score) > sigmas, points, 0):
        if both[first]:
            yield first, last, side, members


def _runs(stretch: Stretch) -> Iterator[Found]:
    """The whole phase speaks; its last point is marked as the one that is up to date."""
    found = runs(stretch.chart)[stretch.number]
    if found.is_unusual:
        last = len(stretch.place) - 1
        yield 0, last, int(stretch.side[last]), np.ones(len(stretch.place), bool)


FINDERS: dict[str, Finder] = {
    "beyond": _beyond,
    "shift": _shift,
    "trend": _trend,
    "alternating": _alternating,
    "zone": _zone,
    "within": _within,
    "avoiding": _avoiding,
    "runs": _runs,
}
