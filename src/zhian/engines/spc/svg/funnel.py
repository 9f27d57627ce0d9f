"""A funnel as a picture: departments or hospitals by their size, within what chance explains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..funnel import Funnel
from ..points import Floats
from . import canvas
from .canvas import ACCENT, INK, LEFT, RIGHT, SOFT, WIDTH, Axis, Said, text

USUAL, RARE = 95, 99.8  # per cent of units that chance alone keeps within


@dataclass(frozen=True)
class FunnelPicture:
    """What is drawn: each unit of the funnel by its name and size (cases, or expected events).

    `is_widened`: the limits that allow for units that differ anyway. `factor`: 100 for per cent.
    """

    funnel: Funnel
    names: Sequence[str]
    sizes: Floats
    title: str
    words: str
    size_name: str
    said: Said = lambda value: f"{value:g}"
    is_widened: bool = True
    factor: float = 1


def funnel_svg(picture: FunnelPicture) -> str:
    """The picture as an SVG element; units beyond 99.8 % stand in a ring and are named."""
    limits = picture.funnel.widened if picture.is_widened else picture.funnel.plain
    drawn = (picture.funnel.value, *limits[USUAL], *limits[RARE])
    upright = canvas.upright(np.append(np.concatenate(drawn), picture.funnel.target) * picture.factor)
    level = canvas.level(np.append(picture.sizes, 0))
    parts = [*canvas.grid(upright, picture.said), *_limits(picture, level, upright), *_units(picture, level, upright)]
    return canvas.framed(
        picture.title, picture.words, [*parts, *canvas.numbered(level, lambda size: f"{size:,.0f}", picture.size_name)]
    )


def _limits(picture: FunnelPicture, level: Axis, upright: Axis) -> Iterator[str]:
    limits = picture.funnel.widened if picture.is_widened else picture.funnel.plain
    order = np.argsort(picture.sizes)
    ends = []
    for chance, dashes in ((USUAL, "2 3"), (RARE, "6 4")):
        for edge in limits[chance]:
            places = ((level.at(picture.sizes[unit]), upright.at(edge[unit] * picture.factor)) for unit in order)
            yield canvas.curve(places, SOFT, use="limit", width=1.2, dashes=dashes)
        ends.append((f"{chance:g} %", float(limits[chance].upper[order[-1]]) * picture.factor, SOFT))
    target = picture.funnel.target * picture.factor
    yield canvas.line(LEFT, upright.at(target), WIDTH - RIGHT, upright.at(target), INK, width=1.4, use="centre")
    yield from canvas.ends(upright, [*ends, (picture.said(target), target, INK)])


def _units(picture: FunnelPicture, level: Axis, upright: Axis) -> Iterator[str]:
    outside = picture.funnel.outside(RARE, widened=picture.is_widened)
    for name, size, value, is_outside in zip(
        picture.names, picture.sizes, picture.funnel.value * picture.factor, outside, strict=True
    ):
        x, y, told = level.at(size), upright.at(value), f"{name} {picture.said(value)}"
        if is_outside:
            yield canvas.alarm(x, y, told)
            yield text(x + 12, y - 8, name, colour=ACCENT, size=canvas.SMALL)
        else:
            yield canvas.dot(x, y, told)
