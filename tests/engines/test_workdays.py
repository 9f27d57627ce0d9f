"""Working days as the State Council arranges them, checked against published calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.workdays import add_workdays, is_workday


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2024, 2, 10), False),  # Spring Festival
        (date(2024, 2, 18), True),  # a Sunday worked for it
        (date(2024, 10, 1), False),  # National Day
        (date(2024, 10, 12), True),  # a Saturday worked for it
        (date(2025, 1, 26), True),  # a Sunday worked before Spring Festival
        (date(2025, 10, 8), False),  # the last day of the long holiday
        (date(2024, 7, 6), False),  # a plain Saturday
        (date(2024, 7, 8), True),  # a plain Monday
    ],
)
def test_holidays_and_weekends_that_are_worked(day, is_worked):
    assert is_workday(day) == is_worked


def test_five_working_days_over_a_long_holiday():
    assert add_workdays(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert add_workdays(date(2024, 9, 30), 5) == date(2024, 10, 12)


def test_years_that_are_not_published_yet_count_monday_to_friday():
    assert add_workdays(date(2999, 1, 4), 1) == date(2999, 1, 7)


def test_the_hospitals_own_days_come_first():
    monday = date(2024, 7, 8)
    assert not is_workday(monday, {monday: False})
    assert add_workdays(date(2024, 7, 5), 1, {monday: False}) == date(2024, 7, 9)


@given(start=st.dates(date(2010, 1, 1), date(2025, 12, 31)), days=st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(start, days):
    end = add_workdays(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_workday, between)) == days
    assert is_workday(end)
