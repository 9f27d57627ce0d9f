"""Rounding, always a step of its own with a name: half up or down, to the fen, to the yuan, to a whole number."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..words import Words
from .nodes import INT64, Exact, Node, Unsound, known, node
from .ways import bounds


@dataclass(frozen=True)
class Rounding:
    """To a multiple of `to`, up from `up_from` of the way to the next one."""

    words: Words
    to: Fraction
    up_from: str  # "half", "anything" or "never"

    def whole(self, den: int) -> tuple[int, int, int, int]:
        """Of n / den, rounded is (n * times + shift) // by * grain, over the denominator of `to`."""
        share = Fraction(self.to.denominator, den * self.to.numerator)
        times, by = share.numerator, share.denominator
        if self.up_from == "half" and by % 2 and by > 1:
            times, shift, by = times * 2, by, by * 2
        elif self.up_from == "half":
            shift = by // 2
        else:
            shift = by - 1 if self.up_from == "anything" else 0
        return times, shift, by, self.to.numerator

    def number(self, value: Fraction) -> Fraction:
        times, shift, by, grain = self.whole(value.denominator)
        return Fraction((value.numerator * times + shift) // by * grain, self.to.denominator)


FEN = Fraction(1, 100)
ROUNDINGS = {
    "half_up": Rounding(Words("四舍五入到分", "rounded half up to the fen"), FEN, "half"),
    "fen_down": Rounding(Words("舍去分以下", "rounded down to the fen"), FEN, "never"),
    "yuan_down": Rounding(Words("舍去元以下", "rounded down to the yuan"), Fraction(1), "never"),
}
CEILING = Rounding(Words("进一取整", "rounded up to a whole number"), Fraction(1), "anything")
FLOOR = Rounding(Words("舍去小数取整", "rounded down to a whole number"), Fraction(1), "never")


def rounded(amount: Exact, how: Rounding | str) -> Any:
    """An amount, which cannot be negative, rounded as told or as one of `ROUNDINGS` says."""
    if isinstance(amount, Node) and bounds(amount)[0] < 0:
        raise Unsound("an amount that may be negative is rounded: say which way first")
    return _rounded(amount, how if isinstance(how, Rounding) else ROUNDINGS[how])


def to_fen(amount: Exact) -> Any:
    return rounded(amount, "half_up")


def to_fen_down(amount: Exact) -> Any:
    return rounded(amount, "fen_down")


def to_yuan_down(amount: Exact) -> Any:
    return rounded(amount, "yuan_down")


def ceiling(value: Exact) -> Any:
    """The next whole number: 35 years at 10 a device are 4 devices."""
    return _rounded(value, CEILING)


def floor(value: Exact) -> Any:
    """The whole number below."""
    return _rounded(value, FLOOR)


def _rounded(value: Exact, how: Rounding) -> Any:
    if not isinstance(value, Node):
        return how.number(Fraction(value))
    if value.op == "known":
        return known(how.number(Fraction(value.low, value.den)))
    if value.den == how.to.denominator and how.to.numerator == 1:  # a sum of whole fen
        return value
    times, shift, by, grain = how.whole(value.den)
    low, high = bounds(value)
    if max(-low, high) * times + shift > INT64:
        raise Unsound("rounding may leave int64: round earlier")
    ends = (low * times + shift) // by * grain, (high * times + shift) // by * grain
    return node("round", (value,), ends, how.to.denominator, table=value.table, about=how)
