"""Levels of disability. Both regimes take ten per cent less for each level below the first."""

from fractions import Fraction

from ...formula import term


@term("伤残系数", "coefficient")
def coefficient(level):
    """一级100%，以下每级少10%；没有等级的为零。

    100% at level one, 10% less for each level below; nothing without a level."""
    return (11 - level) / Fraction(10) if level > 0 else 0
