"""A control chart as one picture (SVG), the same on the screen, in Word and on paper.

Colours and letters stand in the picture itself, so that it needs no style sheet; a page may override them by class.
State is never colour alone: what speaks for a special cause has a shape of its own, and the words say it again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, isnan, log10

import numpy as np

from .chart import Chart
from .points import Floats
from .rules import Signal

WIDTH, HEIGHT = 960, 400
LEFT, RIGHT, TOP, BOTTOM = 58, 128, 58, 54  # around the plot
SIZE, SMALL = 13, 12  # of the letters
LETTERS = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
MOST_LABELS, LEAST_GAP = 26, 16  # on the horizontal axis; between two texts above each other
INK, SOFT, LINE, ACCENT, BAD, GOOD, WARN, BAND = (
    "#1b2228", "#5d6771", "#e2dfd7", "#0f5575", "#ac2219", "#2b6632", "#7d4c00", "#efede8",
)  # fmt: skip


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
class Axis:
    """From a value to its height in the picture, with the marks of the axis."""

    low: float
    high: float
    marks: tuple[float, ...]

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


@dataclass(frozen=True)
class Picture:
    """What is drawn: the chart with its periods, what each point means, and how numbers are written."""

    chart: Chart
    periods: Sequence[str]
    title: str
    words: str  # what the picture shows, in a sentence for whoever cannot see it
    said: Callable[[float], str] = field(default=lambda value: f"{value:g}")
    signals: Sequence[Signal | None] = ()
    target: float | None = None
    notes: Sequence[Note] = ()
    wording: Wording = field(default_factory=Wording)


def svg(picture: Picture) -> str:
    """The picture as an SVG element, `WIDTH` by `HEIGHT` of its own units."""
    parts = [f"<title>{escape(picture.title)}</title><desc>{escape(picture.words)}</desc>"]
    if np.isnan(picture.chart.value).all():
        parts.append(_text(WIDTH / 2, HEIGHT / 2, picture.wording.nothing, anchor="middle", colour=SOFT))
    else:
        axis = _axis(picture)
        for layer in (_grid, _bands, _target, _phases, _notes, _curve, _points, _right_labels, _periods):
            parts += layer(picture, axis)
    return (
        f'<svg class="control-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-size="{SIZE}" font-family="{LETTERS}">{"".join(parts)}</svg>'
    )


def _axis(picture: Picture) -> Axis:
    """Round marks around all that is drawn."""
    chart = picture.chart
    drawn = np.concatenate([chart.value, chart.lower, chart.upper, chart.centre, [picture.target or np.nan]])
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    if low == high:
        low, high = low - 1, high + 1
    step = _round_step((high - low) / 5)
    first, last = floor(low / step), ceil(high / step)
    return Axis(first * step, last * step, tuple(mark * step for mark in range(first, last + 1)))


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, not below `rough`."""
    power: float = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough)


def _x(picture: Picture, place: float) -> float:
    return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / len(picture.chart.value)


def _grid(picture: Picture, axis: Axis) -> Iterator[str]:
    for mark in axis.marks:
        yield _line(LEFT, axis.y(mark), WIDTH - RIGHT, axis.y(mark), LINE)
        yield _text(LEFT - 8, axis.y(mark) + 4, picture.said(mark), anchor="end", colour=SOFT, size=SMALL)


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
            y = axis.y(line[place])
            corners += [f"{_x(picture, place - 0.5):.1f},{y:.1f}", f"{_x(picture, place + 0.5):.1f},{y:.1f}"]
    return " ".join(corners)


def _target(picture: Picture, axis: Axis) -> Iterator[str]:
    if picture.target is not None:
        y = axis.y(picture.target)
        yield _line(LEFT, y, WIDTH - RIGHT, y, GOOD, width=1.8, dashes="2 3", use="target")


def _phases(picture: Picture, axis: Axis) -> Iterator[str]:
    for phase in picture.chart.phases[1:]:
        x = _x(picture, phase.start - 0.5)
        yield _line(x, TOP - 30, x, HEIGHT - BOTTOM, SOFT, dashes="6 4", use="phase")
        yield _beside(x, TOP - 20, phase.why, colour=SOFT)


def _notes(picture: Picture, axis: Axis) -> Iterator[str]:
    for note in picture.notes:
        x = _x(picture, note.at)
        yield _line(x, TOP - 44, x, HEIGHT - BOTTOM, WARN, width=1.4, use="note")
        yield _beside(x, TOP - 36, f"▼ {note.text}", colour=WARN, bold=True)


def _beside(x: float, y: float, text: str, *, colour: str, bold: bool = False) -> str:
    """Right of a line while there is room, else left of it."""
    is_right = x < WIDTH * 0.6
    return _text(x + (6 if is_right else -6), y, text, anchor="start" if is_right else "end", colour=colour, bold=bold)


def _curve(picture: Picture, axis: Axis) -> Iterator[str]:
    """A line through the points; it breaks where nothing was observed."""
    path, pen = [], "M"
    for place, value in enumerate(picture.chart.value):
        if isnan(value):
            pen = "M"
            continue
        path.append(f"{pen}{_x(picture, place):.1f},{axis.y(value):.1f}")
        pen = "L"
    yield f'<path class="curve" fill="none" stroke="{ACCENT}" stroke-width="1.6" d="{"".join(path)}"/>'


def _points(picture: Picture, axis: Axis) -> Iterator[str]:
    chart = picture.chart
    for place, value in enumerate(chart.value):
        if isnan(value):
            continue
        x, y = _x(picture, place), axis.y(value)
        told = f"<title>{escape(f'{picture.periods[place]} {picture.said(value)}')}</title>"
        if not chart.counted[place]:
            yield f'<path class="excluded" stroke="{SOFT}" d="M{x - 4:.1f},{y - 4:.1f}l8,8m0,-8l-8,8">{told}</path>'
        elif chart.outside[place]:
            yield f'<circle class="beyond-ring" cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="#fff" stroke="{BAD}"/>'
            yield f'<circle class="beyond" cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{BAD}">{told}</circle>'
        elif place < len(picture.signals) and picture.signals[place] is not None:
            ring = f'fill="#fff" stroke="{ACCENT}" stroke-width="2.4"'
            yield f'<circle class="pattern" cx="{x:.1f}" cy="{y:.1f}" r="5" {ring}>{told}</circle>'
        else:
            yield f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{ACCENT}" stroke="#fff">{told}</circle>'


def _right_labels(picture: Picture, axis: Axis) -> Iterator[str]:
    """Name and value of each line where it ends, moved apart so that none covers another."""
    chart, words = picture.chart, picture.wording
    ends = [
        (words.upper, chart.upper[-1], SOFT),
        (words.centre, chart.centre[-1], INK),
        (words.lower, chart.lower[-1], SOFT),
    ]
    if picture.target is not None:
        ends.append((words.target, picture.target, GOOD))
    last = -float("inf")
    for word, value, colour in sorted((end for end in ends if not isnan(end[1])), key=lambda end: -end[1]):
        last = max(axis.y(value) + 4, last + LEAST_GAP)
        label = f"{word} {picture.said(value)}"
        yield _text(WIDTH - RIGHT + 8, last, label, colour=colour, bold=colour != SOFT, size=SMALL)


def _periods(picture: Picture, axis: Axis) -> Iterator[str]:
    every = ceil(len(picture.periods) / MOST_LABELS)
    yield _line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, SOFT)
    for place, period in enumerate(picture.periods):
        if place % every == 0:
            for row, line in enumerate(period.split("\n")):
                y = HEIGHT - BOTTOM + 18 + row * 16
                yield _text(
                    _x(picture, place),
                    y,
                    line,
                    anchor="middle",
                    colour=INK if row else SOFT,
                    bold=bool(row),
                    size=SMALL,
                )


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dashes: str = "", use: str = "rule"
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line class="{use}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, bold: bool = False, size: int = SIZE
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )
