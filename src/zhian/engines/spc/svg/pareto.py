"""The vital few as a picture: bars, most first, and the share of all up to each."""

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from ..pareto import Bar
from . import canvas
from .canvas import ACCENT, BOTTOM, GOOD, HEIGHT, LEFT, RIGHT, SOFT, WIDTH, Axis, column, text

NARROW = 0.7  # of a column


def pareto_svg(bars: Sequence[Bar], title: str, words: str, *, nothing: str = "没有数据") -> str:
    """The picture as an SVG element; the vital few are filled, the others only outlined."""
    if not bars:
        return canvas.framed(title, words, [canvas.nothing(nothing)])
    total = sum(bar.count for bar in bars)
    axis = canvas.upright(np.array([0.0, total]))
    parts = [*canvas.grid(axis, lambda count: f"{count:g}"), *_bars(bars, axis), *_shares(bars, axis, total)]
    return canvas.framed(title, words, [*parts, *canvas.named([bar.name for bar in bars])])


def _bars(bars: Sequence[Bar], axis: Axis) -> Iterator[str]:
    width = (WIDTH - LEFT - RIGHT) / len(bars) * NARROW
    for place, bar in enumerate(bars):
        x, y = column(place, len(bars)), axis.at(bar.count)
        look = f'fill="{ACCENT}"' if bar.vital else f'fill="none" stroke="{ACCENT}"'
        yield (
            f'<rect class="bar" x="{x - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" '
            f'height="{HEIGHT - BOTTOM - y:.1f}" {look}><title>{escape(bar.name)} {bar.count}</title></rect>'
        )
        yield text(x, y - 6, str(bar.count), anchor="middle", size=canvas.SMALL)


def _shares(bars: Sequence[Bar], axis: Axis, total: int) -> Iterator[str]:
    places = [(column(place, len(bars)), axis.at(float(bar.cumulative) * total)) for place, bar in enumerate(bars)]
    yield canvas.curve(places, SOFT, use="cumulative")
    for share in (0.8, 1.0):
        y = axis.at(share * total)
        yield text(WIDTH - RIGHT + 8, y + 4, f"{share:.0%}", colour=GOOD if share < 1 else SOFT, size=canvas.SMALL)
    yield canvas.line(LEFT, axis.at(0.8 * total), WIDTH - RIGHT, axis.at(0.8 * total), GOOD, dashes="2 3", use="target")
