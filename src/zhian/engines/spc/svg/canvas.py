"""What every picture is made of: a frame, two axes, lines, letters and colours.

Colours and letters stand in the picture itself, so that it needs no style sheet; a page may override them by class.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, isnan, log10

import numpy as np

from ..points import Floats

Said = Callable[[float], str]  # how a number is written

WIDTH, HEIGHT = 960, 400
LEFT, RIGHT, TOP, BOTTOM = 58, 128, 58, 54  # around the plot
SIZE, SMALL = 13, 12  # of the letters
LETTERS = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
MOST_LABELS, LEAST_GAP = 26, 16  # on the horizontal axis; between two texts above each other
INK, SOFT, LINE, ACCENT, BAD, GOOD, WARN, BAND = (
    "#1b2228", "#5d6771", "#e2dfd7", "#0f5575", "#ac2219", "#2b6632", "#7d4c00", "#efede8",
)  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """From a value to its place between `start` and `end` of the picture, with the marks of the axis."""

    low: float
    high: float
    marks: tuple[float, ...]
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def upright(values: Floats) -> Axis:
    """The vertical axis, with round marks around all these values."""
    return _axis(values, HEIGHT - BOTTOM, TOP)


def level(values: Floats) -> Axis:
    """The horizontal axis of numbers."""
    return _axis(values, LEFT, WIDTH - RIGHT)


def _axis(values: Floats, start: float, end: float) -> Axis:
    there = values[np.isfinite(values)]
    low, high = float(np.min(there, initial=np.inf)), float(np.max(there, initial=-np.inf))
    if not low < high:
        low, high = (low - 1, high + 1) if low == high else (0.0, 1.0)
    step = _round_step((high - low) / 5)
    first, last = floor(low / step), ceil(high / step)
    return Axis(first * step, last * step, tuple(mark * step for mark in range(first, last + 1)), start, end)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, not below `rough`."""
    power: float = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough)


def column(place: float, count: int) -> float:
    """The middle of one of so many columns, counted from 0."""
    return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / count


def framed(title: str, words: str, parts: Iterable[str]) -> str:
    """The SVG element; `words` say what it shows to whoever cannot see it."""
    return (
        f'<svg class="control-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-size="{SIZE}" font-family="{LETTERS}"><title>{escape(title)}</title><desc>{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def nothing(said: str) -> str:
    return text(WIDTH / 2, HEIGHT / 2, said, anchor="middle", colour=SOFT)


def grid(axis: Axis, said: Said) -> Iterator[str]:
    """Lines across at the marks of a vertical axis, each with its number."""
    for mark in axis.marks:
        yield line(LEFT, axis.at(mark), WIDTH - RIGHT, axis.at(mark), LINE)
        yield text(LEFT - 8, axis.at(mark) + 4, said(mark), anchor="end", colour=SOFT, size=SMALL)


def numbered(axis: Axis, said: Said, name: str) -> Iterator[str]:
    """A horizontal axis of numbers, with what they are below it."""
    yield line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, SOFT)
    for mark in axis.marks:
        yield text(axis.at(mark), HEIGHT - BOTTOM + 18, said(mark), anchor="middle", colour=SOFT, size=SMALL)
    yield text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 38, name, anchor="middle", colour=SOFT, size=SMALL)


def named(names: Sequence[str]) -> Iterator[str]:
    """A horizontal axis of names, one a column; a second line of a name stands below, in bold."""
    every = ceil(len(names) / MOST_LABELS)
    yield line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, SOFT)
    for place in range(0, len(names), max(every, 1)):
        x = column(place, len(names))
        for row, words in enumerate(names[place].split("\n")):
            y, colour = HEIGHT - BOTTOM + 18 + row * 16, INK if row else SOFT
            yield text(x, y, words, anchor="middle", colour=colour, bold=bool(row), size=SMALL)


def ends(axis: Axis, lines: Iterable[tuple[str, float, str]]) -> Iterator[str]:
    """Right of the plot each line's words, at its last value and in its colour, moved apart so that all can be read."""
    last = -float("inf")
    for words, value, colour in sorted((end for end in lines if not isnan(end[1])), key=lambda end: -end[1]):
        last = max(axis.at(value) + 4, last + LEAST_GAP)
        yield text(WIDTH - RIGHT + 8, last, words, colour=colour, bold=colour != SOFT, size=SMALL)


def curve(points: Iterable[tuple[float, float]], colour: str, *, use: str, width: float = 1.6, dashes: str = "") -> str:
    """A line through places of the picture; it breaks where one is nan."""
    path, pen = [], "M"
    for x, y in points:
        if isnan(y):
            pen = "M"
            continue
        path.append(f"{pen}{x:.1f},{y:.1f}")
        pen = "L"
    return (
        f'<path class="{use}" fill="none" stroke="{colour}" stroke-width="{width:g}"{_dashed(dashes)} '
        f'd="{"".join(path)}"/>'
    )


def dot(x: float, y: float, told: str) -> str:
    """A point like any other; `told` when one points at it."""
    return (
        f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{ACCENT}" stroke="#fff">'
        f"<title>{escape(told)}</title></circle>"
    )


def alarm(x: float, y: float, told: str) -> str:
    """A point beyond the limits: in a ring, so that it is not known by its colour alone."""
    return (
        f'<circle class="beyond-ring" cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="#fff" stroke="{BAD}"/>'
        f'<circle class="beyond" cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{BAD}"><title>{escape(told)}</title></circle>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dashes: str = "", use: str = "rule"
) -> str:
    return (
        f'<line class="{use}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{_dashed(dashes)}/>'
    )


def text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK, bold: bool = False, size: int = SIZE
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )


def _dashed(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""
