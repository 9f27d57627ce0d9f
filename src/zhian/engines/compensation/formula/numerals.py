"""How exact numbers are written: 1,234.56; 90%; 1/3; a date."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..words import Words
from .nodes import Node

DATE = Words("日期", "date")  # the unit of a fact that is a day's number, `date.toordinal()`


def yuan(value: Fraction) -> str:
    """Whole fen by construction, so nothing is rounded here."""
    return f"{Decimal(value.numerator) / value.denominator:,.2f}"


def number(value: Fraction) -> str:
    """Exact: a terminating decimal is written as one, anything else as a fraction."""
    if not terminates(value):
        return f"{value.numerator:,}/{value.denominator:,}"
    return f"{Decimal(value.numerator) / value.denominator:,f}"


def terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def unrounded(value: Fraction) -> str:
    """With the first digits of what does not terminate."""
    if terminates(value):
        return number(value)
    return f"{number(value)}（{value.numerator * 10_000 // value.denominator / Decimal(10_000):,f}…）"


def of_its_kind(n: Node, numerator: int, language: str) -> str:
    """The value of a node: a code by its own words, a day as a date, a part of a whole in per cent."""
    whole, rest = divmod(numerator, n.den)
    if n.op == "given" and not rest:
        if whole in n.about.codes:
            return n.about.codes[whole].said_in(language)
        if n.about.unit == DATE:
            return date.fromordinal(whole).isoformat()
    if n.den > 1 and 0 <= n.low <= n.high <= n.den and numerator and terminates(share := Fraction(numerator, n.den)):
        return f"{number(share * 100)}%"
    if not rest:
        return f"{whole:,}"
    return yuan(Fraction(numerator, n.den)) if n.den == 100 else number(Fraction(numerator, n.den))
