"""Months in a row: `2026`, `2026-03`, `2025-07:2026-06`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FORM = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Months:
    """From the month of `since` to the month of `until`, both included. Texts such as "2026-01" are taken as well."""

    since: date
    until: date

    def __init__(self, since: date | str, until: date | str) -> None:
        object.__setattr__(self, "since", _first(since, 1))
        object.__setattr__(self, "until", _first(until, 12))
        if self.since > self.until:
            raise ValueError(f"{since} > {until}")

    @classmethod
    def of(cls, text: str) -> "Months":
        """A year, a month, or two of them with a colon between. Raises ValueError."""
        since, _, until = text.partition(":")
        return cls(since, until or since)

    def __iter__(self) -> Iterator[date]:
        month = self.since
        while month <= self.until:
            yield month
            month = moved(month, 1)

    def __contains__(self, month: date) -> bool:
        return self.since <= month <= self.until

    def __len__(self) -> int:
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1

    @property
    def names(self) -> list[str]:
        """As the lake names them: 2026-01."""
        return [f"{month:%Y-%m}" for month in self]

    def begun_earlier(self, months: int) -> "Months":
        return Months(moved(self.since, -months), self.until)


def moved(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def _first(told: date | str, of_year: int) -> date:
    if isinstance(told, date):
        return told.replace(day=1)
    found = FORM.fullmatch(told)
    if not found:
        raise ValueError(told)
    return date(int(found[1]), int(found[2] or of_year), 1)
