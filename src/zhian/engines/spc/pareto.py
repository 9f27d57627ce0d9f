"""The vital few: what stands for most of the harm, most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

FEW = Fraction(4, 5)  # of all, for which the vital few stand


@dataclass(frozen=True)
class Bar:
    """A cause, its number, and the share of all up to and with it; `vital`: among those that make up four fifths."""

    name: str
    count: int
    cumulative: Fraction
    vital: bool


def pareto(counts: Mapping[str, int]) -> list[Bar]:
    """Most frequent first, equal ones in the order given; nothing where nothing was counted."""
    total, so_far, bars = sum(counts.values()), 0, []
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        if count:
            bars.append(Bar(name, count, Fraction(so_far + count, total), Fraction(so_far, total) < FEW))
            so_far += count
    return bars
