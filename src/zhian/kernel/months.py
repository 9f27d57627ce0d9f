"""Months, and stretches of them: what figures are counted by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MOST = 240  # in one stretch: twenty years


@dataclass(frozen=True, slots=True)
class Months:
    """From the first to the last month, both included, each by its first day."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not 1 <= len(self) <= MOST:
            raise ValueError(f"{self.first} to {self.last} are {len(self)} months, not 1 to {MOST}.")

    def __len__(self) -> int:
        return max(0, _number(self.last) - _number(self.first) + 1)

    def __iter__(self) -> Iterator[date]:
        return (_month(number) for number in range(_number(self.first), _number(self.last) + 1))

    @property
    def before(self) -> "Months":
        """As many months just before."""
        return until(later(self.first, -1), len(self))


def month_of(day: date) -> date:
    """The first day of the month."""
    return date(day.year, day.month, 1)


def later(month: date, count: int) -> date:
    """The month so many months later, earlier where negative."""
    return _month(_number(month) + count)


def until(last: date, count: int) -> Months:
    """So many months, the last of them given."""
    return Months(later(last, 1 - count), month_of(last))


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
