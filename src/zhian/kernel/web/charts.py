"""Charts: every part a link with its value in words, no style attribute, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

COLUMN = 140  # the tallest column, in pixels
SHADES = 5  # of a heat map, from the palest to the deepest


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: what it is called, how large it is, what is behind it, and its meaning as a tone."""

    label: str
    value: float
    url: str = ""
    tone: str = ""
    said: str = ""  # the value in words, with its unit
    beneath: str = ""  # a second line under the label, such as the year in which the months begin

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


@dataclass(frozen=True, slots=True)
class Stack:
    """A column of several parts, the first at the bottom."""

    label: str
    parts: Sequence[Bar]
    url: str = ""
    beneath: str = ""

    @property
    def value(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a stack, in pixels from above."""

    bar: Bar
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class DrawnStack:
    """A stack with its layers, from the top down."""

    stack: Stack
    layers: Sequence[Layer]

    @property
    def height(self) -> int:
        return sum(layer.height for layer in self.layers)


def drawn_stacks(stacks: Sequence[Stack]) -> list[DrawnStack]:
    """The stacks on one scale, which begins at zero and ends at the tallest."""
    tallest = max((stack.value for stack in stacks), default=0) or 1
    return [_drawn_stack(stack, COLUMN / tallest) for stack in stacks]


def _drawn_stack(stack: Stack, scale: float) -> DrawnStack:
    ends = [round(value * scale) for value in accumulate((part.value for part in stack.parts), initial=0)]
    layers = [
        Layer(part, ends[-1] - end, end - begin)
        for part, begin, end in zip(stack.parts, ends, ends[1:], strict=False)
        if end > begin
    ]
    return DrawnStack(stack, layers[::-1])


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a heat map or of a table with a cell for each column."""

    label: str
    cells: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Shaded:
    """A cell of a heat map and its shade: 0 for nothing, then 1 to SHADES."""

    bar: Bar
    shade: int


def shaded(rows: Sequence[Row]) -> list[tuple[str, list[Shaded]]]:
    """The cells of a heat map, the deepest shade for the largest value."""
    largest = max((cell.value for row in rows for cell in row.cells), default=0) or 1
    return [(row.label, [Shaded(cell, -int(-cell.value * SHADES // largest)) for cell in row.cells]) for row in rows]


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a Pareto chart and the line beside it: shares in per cent of all that was counted."""

    bar: Bar
    share: float  # of the largest bar
    begins: float  # where the line enters from above, halfway from the bar before
    reached: float  # all bars up to this one
    ends: float  # where the line leaves below


def steps(bars: Sequence[Bar], total: float) -> list[Step]:
    """The bars as given, the largest first, with the share of the total that they reach together."""
    reached = [100 * value / (total or 1) for value in accumulate(bar.value for bar in bars)]
    before, after = [0.0, *reached], [*reached[1:], *reached[-1:]]
    return [
        Step(each.bar, each.share, round((last + here) / 2, 1), round(here, 1), round((here + then) / 2, 1))
        for each, last, here, then in zip(drawn(bars), before, reached, after, strict=False)
    ]
