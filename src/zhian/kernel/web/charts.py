"""Bars and columns as SVG geometry: every bar a link, no style attribute, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, LABEL, VALUE = 540, 30, 170, 50  # of a bar chart, in its own units
BREADTH, HEIGHT, FOOT, HEAD = 1120, 220, 34, 22  # of a column chart


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: what it is called, how large it is, what is behind it, and its meaning as a tone."""

    label: str
    value: float
    url: str = ""
    tone: str = ""
    said: str = ""  # the value in words, with its unit

    @property
    def words(self) -> str:
        return self.said or f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with its place in the picture."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> float:
        """The base line of words beside a lying bar."""
        return self.y + self.height - 3

    @property
    def value_y(self) -> float:
        """The base line of the value above a standing column."""
        return round(self.y - 6, 1)


def bars(rows: Sequence[Bar]) -> dict:
    """Lying bars, one a row; for names that are long."""
    longest = max((row.value for row in rows), default=0) or 1
    room = WIDTH - LABEL - VALUE
    drawn = [
        Drawn(row, LABEL, i * ROW + 7, round(room * row.value / longest, 1), ROW - 14) for i, row in enumerate(rows)
    ]
    return {"drawn": drawn, "width": WIDTH, "height": ROW * len(rows), "label": LABEL - 12, "room": room}


def columns(rows: Sequence[Bar]) -> dict:
    """Standing columns on a zero line; for months and other steps in time."""
    top = max((row.value for row in rows), default=0) or 1
    step = BREADTH / (len(rows) or 1)
    width = min(44, step * 0.62)
    room = HEIGHT - FOOT - HEAD
    drawn = []
    for i, row in enumerate(rows):
        height = round(room * row.value / top, 1)
        drawn.append(Drawn(row, round(i * step + (step - width) / 2, 1), HEIGHT - FOOT - height, round(width, 1), height))
    return {"drawn": drawn, "width": BREADTH, "height": HEIGHT, "base": HEIGHT - FOOT, "label": HEIGHT - 12}

