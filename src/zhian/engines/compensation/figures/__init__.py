"""Published figures: the value of a series at a place in a statistical year, with its source."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import yaml


@dataclass(frozen=True)
class Figure:
    zh: str
    place: str
    year: int
    value: Fraction
    source: str


@cache
def published() -> dict[tuple[str, str, int], Figure]:
    text = yaml.safe_load((Path(__file__).parent / "figures.yaml").read_text("utf-8"))
    return {
        (series, row["place"], row["year"]): Figure(
            about["zh"], row["place"], row["year"], Fraction(row["value"]), row["source"]
        )
        for series, about in text.items()
        for row in about["values"]
    }


def figure(series: str, place: str, year: int) -> Figure:
    try:
        return published()[series, place, year]
    except KeyError:
        near = sorted((abs(y - year) + 100 * (p != place), p, y) for s, p, y in published() if s == series)[:3]
        offers = "、".join(f"{p}{y}年" for _, p, y in near)
        raise LookupError(f"no {series} for {place} {year}; published: {offers}") from None


def column(series: str, places: list[str], place: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Fen, for each case by its place (an index into `places`) and statistical year."""
    first, last = int(year.min()), int(year.max())
    table = np.full((len(places), last - first + 1), -1, np.int64)
    for (s, p, y), found in published().items():
        if s == series and p in places and first <= y <= last:
            table[places.index(p), y - first] = found.value * 100
    values = table[place, year - first]
    if len(values) and values.min() < 0:
        missing = int(values.argmin())
        figure(series, places[place[missing]], int(year[missing]))
    return values
