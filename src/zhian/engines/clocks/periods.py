"""How long a deadline is, and when it ends.

Hours are exact. Days are calendar days: the day of the event is not counted (民法典 第二百零一条), and the last ends at
midnight Chinese time. Working days the same, counted by the calendar that the caller brings. Each rule says whether
a last day that is a holiday moves to the next working day (民法典 第二百零三条): those to authorities do not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Literal

from .words import Words

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
DAY = timedelta(days=1)
LAST_MOMENT = time(23, 59, 59)
AT_ONCE_TAKES = timedelta(hours=1)  # a call “at once” is late after this; a convention of ours, no law says it
LONGEST = {"hours": 24 * 366, "days": 3660, "working_days": 2500}

Unit = Literal["at_once", "hours", "days", "working_days"]
AddWorkdays = Callable[[date, int], date]

UNITS = {
    "hours": ("{n} 小时内", "within {n} hours"),
    "days": ("{n} 日内", "within {n} days"),
    "working_days": ("{n} 个工作日内", "within {n} working days"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """So many hours, days or working days, or at once. `rolls`: a last day that is a holiday moves on."""

    unit: Unit
    amount: int = 0
    rolls: bool = False

    def __post_init__(self) -> None:
        if self.unit != "at_once" and self.unit not in LONGEST:
            raise ValueError(f"{self.unit!r} is no unit; there are at_once, {', '.join(LONGEST)}")
        if self.unit != "at_once" and not 1 <= self.amount <= LONGEST[self.unit]:
            raise ValueError(f"{self.amount} {self.unit} is no period; 1 to {LONGEST[self.unit]} are")
        if self.rolls and self.unit != "days":
            raise ValueError("only a last calendar day can move on to the next working day")

    @classmethod
    def of(cls, told: Any) -> "Period":
        """From data: `at_once`, `{hours: 12}`, `{days: 7, rolls: true}`. Raises ValueError."""
        if told == "at_once":
            return cls("at_once")
        if not isinstance(told, dict) or len(units := [name for name in told if name != "rolls"]) != 1:
            raise ValueError(f"a period is at_once, or one unit with a number, not {told!r}")
        amount = told[units[0]]
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise ValueError(f"{units[0]} must be a whole number, not {amount!r}")
        return cls(units[0], amount, bool(told.get("rolls", False)))

    def end(self, start: datetime, add_workdays: AddWorkdays) -> datetime:
        """The last moment in time, of a period that begins at `start`, in Chinese time."""
        begun = start.astimezone(CHINA)
        if self.unit == "at_once":
            return begun
        if self.unit == "hours":
            return begun + timedelta(hours=self.amount)
        if self.unit == "working_days":
            return _end_of(add_workdays(begun.date(), self.amount))
        last = begun.date() + self.amount * DAY
        return _end_of(add_workdays(last - DAY, 1) if self.rolls else last)

    def is_late(self, due: datetime, done: datetime) -> bool:
        """Whether what was due then was done too late."""
        return done > due + (AT_ONCE_TAKES if self.unit == "at_once" else timedelta())

    @property
    def words(self) -> Words:
        if self.unit == "at_once":
            return Words("立即", "at once")
        zh, en = (text.format(n=self.amount) for text in UNITS[self.unit])
        return Words(zh, en.removesuffix("s") if self.amount == 1 else en)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, LAST_MOMENT, CHINA)
