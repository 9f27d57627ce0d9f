"""Charts with a memory as a picture: sums and averages over cases or periods, with the limits they may reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..points import Flags, Floats
from . import canvas
from .canvas import ACCENT, INK, SOFT, Axis, Said, column, curve


@dataclass(frozen=True)
class Series:
    """A line of the picture with its name; `alarms` marks the points beyond a limit."""

    name: str
    values: Floats
    alarms: Flags | None = None


@dataclass(frozen=True)
class SumPicture:
    """What is drawn: the lines, the limits (a value for each point), and how periods and numbers are written."""

    lines: Sequence[Series]
    limits: Sequence[Series]
    periods: Sequence[str]
    title: str
    words: str
    said: Said = lambda value: f"{value:g}"


def sum_svg(picture: SumPicture) -> str:
    """The picture as an SVG element."""
    series = [*picture.lines, *picture.limits]
    axis = canvas.upright(np.concatenate([each.values for each in series]))
    count = len(picture.periods)
    parts = [*canvas.grid(axis, picture.said)]
    parts += [_curve(each, axis, count, SOFT, dashes="5 4") for each in picture.limits]
    for number, each in enumerate(picture.lines):
        parts.append(_curve(each, axis, count, ACCENT, dashes="" if number == 0 else "8 3"))
        alarms = np.flatnonzero(each.alarms) if each.alarms is not None else ()
        parts += [_alarm(picture, each, int(place), axis) for place in alarms]
    ends = [(f"{each.name} {picture.said(each.values[-1])}", each.values[-1], INK) for each in picture.lines]
    ends += [(f"{each.name} {picture.said(each.values[-1])}", each.values[-1], SOFT) for each in picture.limits]
    return canvas.framed(
        picture.title, picture.words, [*parts, *canvas.ends(axis, ends), *canvas.named(picture.periods)]
    )


def _curve(series: Series, axis: Axis, count: int, colour: str, *, dashes: str) -> str:
    places = ((column(place, count), axis.at(value)) for place, value in enumerate(series.values))
    return curve(places, colour, use="limit" if colour == SOFT else "curve", dashes=dashes)


def _alarm(picture: SumPicture, series: Series, place: int, axis: Axis) -> str:
    value = series.values[place]
    told = f"{picture.periods[place]} {picture.said(value)}"
    return canvas.alarm(column(place, len(picture.periods)), axis.at(value), told)
