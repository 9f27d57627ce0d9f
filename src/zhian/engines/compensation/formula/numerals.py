"""How exact numbers are written: 1,234.56; 90%; 1/3; a date."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..words import Words
from .nodes import Node

YES, NO = Words("是", "yes"), Words("否", "no")
DATE = Words("日期", "date")  # the unit of a fact that is a day's number, `date.toordinal()`


def yuan(value: Fraction) -> str:
    """Whole fen by construction, so nothing is rounded here."""
    return f"{Decimal(value.numerator) / value.denominator:,.2f}"


def number(value: Fraction) -> str:
    """Exact where it ends or is a small fraction such as 1/3; else its first digits."""
    return f"{value.numerator}/{value.denominator}" if is_plain(value) and not terminates(value) else digits(value)


def digits(value: Fraction) -> str:
    """As a decimal, with … where it does not end."""
    if terminates(value):
        return f"{Decimal(value.numerator) / value.denominator:,f}"
    return f"{int(value * 10_000) / Decimal(10_000):,.4f}…"


def is_plain(value: Fraction) -> bool:
    """Whether it can be written exactly in a few digits."""
    return terminates(value) or max(abs(value.numerator), value.denominator) < 100


def terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def of_its_kind(n: Node, numerator: int, language: str) -> str:
    """The value of a node: yes or no, a code by its own words, a day as a date, a part of a whole in per cent."""
    whole, rest = divmod(numerator, n.den)
    if is_yes_or_no(n):
        return (YES if whole else NO).said_in(language)
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


def is_yes_or_no(n: Node) -> bool:
    """A fact that holds or does not, and a term that says so of itself; other noughts and ones are quantities."""
    if n.op == "term":
        return bool(n.about.yes_or_no)
    return n.op == "given" and (n.low, n.high, n.den) == (0, 1, 1) and not n.about.codes
