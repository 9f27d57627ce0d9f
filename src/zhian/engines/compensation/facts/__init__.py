"""The facts of a case that a rule may ask for, with their words, units and permitted bounds. No law in here."""

from fractions import Fraction
from typing import Any

from ..words import Words
from .fact import YUAN, Fact
from .single import CASE
from .tables import ROW_FIGURES, TABLES

__all__ = ["CASE", "FIGURE", "ROW_FIGURES", "TABLES", "Fact", "exact", "fact"]

FIGURE = Fact(Words("公布数据", "published figure"), 0, 1_000_000, 100, unit=YUAN)


def fact(name: str) -> Fact:
    """The declaration behind a name in a formula: `age_act`, `ratio:medical`, `dependants.age`."""
    table, _, own = name.partition(":")[0].rpartition(".")
    if table:
        return FIGURE if own in ROW_FIGURES.get(table, ()) else TABLES[table].facts[own]
    return CASE[own]


def exact(name: str, value: Any) -> Fraction | int:
    """The value of one fact, exact, in its unit. Raises ValueError for a float or a value out of its bounds."""
    known = fact(name)
    if type(value) is int and known.low <= value <= known.high:
        return value
    given = Fraction(str(value)) if isinstance(value, int | str | Fraction) and not isinstance(value, bool) else None
    if given is None or not known.low <= given <= known.high or (given * known.den).denominator != 1:
        raise ValueError(
            f"{name}（{known.zh}）= {value!r}: allowed {known.low} to {known.high} in steps of 1/{known.den}, no float"
        )
    return given
