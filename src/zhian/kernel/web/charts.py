"""Bars and columns: every one a link with its value in words, no style attribute, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

COLUMN = 140  # the tallest column, in pixels


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
    """A bar with its share of the largest, in per cent."""

    bar: Bar
    share: float

    @property
    def height(self) -> int:
        """Of a standing column, in pixels."""
        return round(self.share * COLUMN / 100)


def drawn(bars: Sequence[Bar]) -> list[Drawn]:
    """The bars on one scale, which begins at zero and ends at the largest."""
    largest = max((bar.value for bar in bars), default=0) or 1
    return [Drawn(bar, round(100 * bar.value / largest, 1)) for bar in bars]
