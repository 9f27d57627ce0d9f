"""Deadlines counted in Chinese working days: weekends that are worked (调休) and public holidays taken into account."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)


def is_workday(day: date, edits: Mapping[date, bool] | None = None) -> bool:
    """Whether `day` is worked.

    `edits` are the hospital's own exceptions (date → worked or not) and come first. Then the State Council's yearly
    arrangement, as published by the chinesecalendar package; for years that it does not know yet, Monday to Friday.
    """
    if edits and day in edits:
        return edits[day]
    return _in_china(day)


def add_workdays(start: date, days: int, edits: Mapping[date, bool] | None = None) -> date:
    """The date on which `days` working days have passed since `start`, the start itself not counted."""
    day = start
    while days > 0:
        day += DAY
        days -= is_workday(day, edits)
    return day


@cache
def _in_china(day: date) -> bool:
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5
