"""Counting facts in a few questions, and what follows from counts: sums, shares, medians."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet


class Tally:
    """How many facts have each combination of values in some columns, asked once and added up as one likes."""

    def __init__(self, facts: QuerySet, *columns: str) -> None:
        self.columns = columns
        asked = facts.order_by().values_list(*columns).annotate(count=Count("*"))
        self.counts = {tuple(values): count for *values, count in asked}

    def by(self, *columns: str) -> Counter:
        """The counts by some of the columns: by a value where it is one column, else by tuples."""
        places = [self.columns.index(column) for column in columns]
        found: Counter = Counter()
        for values, count in self.counts.items():
            key = values[places[0]] if len(places) == 1 else tuple(values[place] for place in places)
            found[key] += count
        return found

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def medians(counts: Mapping[tuple[Any, int | None], int]) -> dict[Any, float]:
    """From counts by (group, value) the median of each group; values that are None are left out."""
    groups: dict[Any, Counter] = {}
    for (group, value), count in counts.items():
        if value is not None:
            groups.setdefault(group, Counter())[value] += count
    return {group: median(found.items()) for group, found in groups.items()}


def median(counted: Iterable[tuple[int, int]]) -> float:
    """The median of values that are each there so many times. Raises ValueError where there is none."""
    ordered = sorted(counted)
    total = sum(count for _value, count in ordered)
    if not total:
        raise ValueError("There is no median of nothing.")
    return (_at(ordered, (total - 1) // 2) + _at(ordered, total // 2)) / 2


def share(part: float, whole: float) -> float | None:
    """In per cent; None of nothing."""
    return 100 * part / whole if whole else None


def _at(ordered: list[tuple[int, int]], place: int) -> int:
    """The value at this place, counted from 0."""
    for value, count in ordered:
        if place < count:
            return value
        place -= count
    raise IndexError(place)
