"""A control chart as one picture (SVG), the same on the screen, in Word and on paper.

State is never colour alone: what speaks for a special cause has a shape of its own, and the words say it again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from math import isnan

import numpy as np

from ..chart import Chart
from ..points import Floats, floats
from ..rules import Signal
from . import canvas
from .canvas import (
    ACCENT,
    BAND,
    BOTTOM,
    GOOD,
    HEIGHT,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    TOP,
    WARN,
    WIDTH,
    Axis,
    Said,
    line,
)


@dataclass(frozen=True)
class Note:
    """An event that belongs to the chart, at the period `at` (counted from 0)."""

    at: int
    text: str


@dataclass(frozen=True)
class Wording:
    """What the picture says beside the numbers; the caller gives it in the reader's language."""

    upper: str = "上限"
    centre: str = "中心线"
    lower: str = "下限"
    target: str = "目标"
    beyond: str = "超出控制限"
    pattern: str = "特殊原因"
    value: str = "数值"
    nothing: str = "没有数据"


@dataclass(frozen=True)
class Picture:
    """What is drawn: the chart with its periods, what each point means, and how numbers are written."""

    chart: Chart
    periods: Sequence[str]
    title: str
    words: str  # what the picture shows, in a sentence for whoever cannot see it
    said: Said = field(default=lambda value: f"{value:g}")
    signals: Sequence[Signal | None] = ()
    target: float | None = None  # that holds at every point
    targets: Sequence[float | None] = ()  # instead, those that held at each
    notes: Sequence[Note] = ()
    wording: Wording = field(default_factory=Wording)

    @property
    def aims(self) -> Floats:
        """The target at each point; nan where none held."""
        return floats(self.targets or [self.target] * len(self.chart.value))


def svg(picture: Picture) -> str:
    """The picture as an SVG element, `WIDTH` by `HEIGHT` of its own units."""
    chart = picture.chart
    if np.isnan(chart.value).all():
        return canvas.framed(picture.title, picture.words, [canvas.nothing(picture.wording.nothing)])
    lines = (chart.value, chart.lower, chart.upper, chart.centre, picture.aims)
    axis = canvas.upright(np.concatenate(lines))
    parts = [*canvas.grid(axis, picture.said)]
    for layer in (_bands, _target, _phases, _notes, _curve, _points, _right_labels):
        parts += layer(picture, axis)
    return canvas.framed(picture.title, picture.words, [*parts, *canvas.named(picture.periods)])


def _x(picture: Picture, place: float) -> float:
    return canvas.column(place, len(picture.chart.value))


def _bands(picture: Picture, axis: Axis) -> Iterator[str]:
    """Each phase's limits as steps, since they move with the denominators, and its centre line."""
    chart = picture.chart
    for stretch in chart.stretches():
        upper, lower = _steps(picture, axis, stretch, chart.upper), _steps(picture, axis, stretch, chart.lower)
        if upper and lower:
            yield f'<path class="band" fill="{BAND}" d="M{upper}L{" ".join(reversed(lower.split(" ")))}Z"/>'
        for edge in filter(None, (upper, lower)):
            yield f'<path class="limit" fill="none" stroke="{SOFT}" stroke-dasharray="5 4" d="M{edge}"/>'
        if centre := _steps(picture, axis, stretch, chart.centre):
            yield f'<path class="centre" fill="none" stroke="{INK}" stroke-width="1.4" d="M{centre}"/>'


def _steps(picture: Picture, axis: Axis, stretch: np.ndarray, line: Floats) -> str:
    corners = []
    for place in stretch:
        if not isnan(line[place]):
            y = axis.at(line[place])
            corners += [f"{_x(picture, place - 0.5):.1f},{y:.1f}", f"{_x(picture, place + 0.5):.1f},{y:.1f}"]
    return " ".join(corners)


def _target(picture: Picture, axis: Axis) -> Iterator[str]:
    """As it held: a step to the next one, and open where there was none."""
    places = np.flatnonzero(~np.isnan(picture.aims))
    changed = np.flatnonzero((np.diff(places) > 1) | (np.diff(picture.aims[places]) != 0)) + 1
    for held in filter(len, np.split(places, changed)):
        left = LEFT if held[0] == 0 else _x(picture, held[0] - 0.5)
        right = WIDTH - RIGHT if held[-1] == len(picture.aims) - 1 else _x(picture, held[-1] + 0.5)
        y = axis.at(picture.aims[held[0]])
        yield line(left, y, right, y, GOOD, width=1.8, dashes="2 3", use="target")


def _phases(picture: Picture, axis: Axis) -> Iterator[str]:
    for phase in picture.chart.phases[1:]:
        x = _x(picture, phase.start - 0.5)
        yield line(x, TOP - 30, x, HEIGHT - BOTTOM, SOFT, dashes="6 4", use="phase")
        yield _beside(x, TOP - 20, phase.why, colour=SOFT)


def _notes(picture: Picture, axis: Axis) -> Iterator[str]:
    for note in picture.notes:
        x = _x(picture, note.at)
        yield line(x, TOP - 44, x, HEIGHT - BOTTOM, WARN, width=1.4, use="note")
        yield _beside(x, TOP - 36, f"▼ {note.text}", colour=WARN, bold=True)


def _beside(x: float, y: float, words: str, *, colour: str, bold: bool = False) -> str:
    """Right of a line while there is room, else left of it."""
    is_right = x < WIDTH * 0.6
    return canvas.text(
        x + (6 if is_right else -6), y, words, anchor="start" if is_right else "end", colour=colour, bold=bold
    )


def _curve(picture: Picture, axis: Axis) -> Iterator[str]:
    places = ((_x(picture, place), axis.at(value)) for place, value in enumerate(picture.chart.value))
    yield canvas.curve(places, ACCENT, use="curve")


def _points(picture: Picture, axis: Axis) -> Iterator[str]:
    chart = picture.chart
    for place, value in enumerate(chart.value):
        if isnan(value):
            continue
        x, y = _x(picture, place), axis.at(value)
        told = f"{picture.periods[place]} {picture.said(value)}"
        if not chart.counted[place]:
            cross = f"M{x - 4:.1f},{y - 4:.1f}l8,8m0,-8l-8,8"
            yield f'<path class="excluded" stroke="{SOFT}" d="{cross}">{_told(told)}</path>'
        elif chart.outside[place]:
            yield canvas.alarm(x, y, told)
        elif place < len(picture.signals) and picture.signals[place] is not None:
            ring = f'fill="#fff" stroke="{ACCENT}" stroke-width="2.4"'
            yield f'<circle class="pattern" cx="{x:.1f}" cy="{y:.1f}" r="5" {ring}>{_told(told)}</circle>'
        else:
            yield canvas.dot(x, y, told)


def _told(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def _right_labels(picture: Picture, axis: Axis) -> Iterator[str]:
    """Name and value of each line where it ends, moved apart so that none covers another."""
    chart, words = picture.chart, picture.wording
    ends = [
        (words.upper, chart.upper[-1], SOFT),
        (words.centre, chart.centre[-1], INK),
        (words.lower, chart.lower[-1], SOFT),
    ]
    if not isnan(picture.aims[-1]):
        ends.append((words.target, picture.aims[-1], GOOD))
    labels = ((f"{word} {picture.said(value)}", value, colour) for word, value, colour in ends)
    yield from canvas.ends(axis, labels)
