"""The days that stand in codes. `digits`: as they are written there, for the error."""

from datetime import date, timedelta

from .code import UdiError, _


def near(two_digits: int, today: date) -> int:
    """The year that ends so and is nearest to today: from 49 years back to 50 ahead (General Specifications 7.12)."""
    apart = two_digits - today.year % 100
    century = today.year - today.year % 100
    return century + two_digits + (-100 if apart >= 51 else 100 if apart <= -50 else 0)


def real_date(year: int, month: int, day: int, digits: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UdiError(_("%(digits)s is no date."), digits=digits) from None


def last_of_month(year: int, month: int, digits: str) -> date:
    first = real_date(year, month, 1, digits)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def day_of_year(year: int, day: int, digits: str) -> date:
    found = real_date(year, 1, 1, digits) + timedelta(days=day - 1)
    if found.year != year:
        raise UdiError(_("%(digits)s is no date."), digits=digits)
    return found
