"""Ages and days, from dates."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

Rows = list[dict[str, Any]]
ONE_DAY = timedelta(days=1)


def age_reader(person: Mapping[str, Any], act: date | None) -> Callable[[date | None], int | None]:
    """Full years on a day: from the birthday, or else from the age at the act."""
    born, age = person.get("born"), person.get("age")

    def on(day: date | None) -> int | None:
        if born and day:
            return full_years(born, day)
        if age is None or not (act and day):
            return age
        return min(130, age + full_years(act, max(act, day)))

    return on


def full_years(born: date, day: date) -> int:
    """Age in full years on a day (周岁: from the day after the birthday's eve, that is, on the birthday itself)."""
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def since_birthday(born: date | None, day: date | None) -> tuple[int, int]:
    """Whole months and days since the last birthday."""
    if not born or not day or day < born:
        return 0, 0
    months = (day.month - born.month - (day.day < born.day)) % 12
    year = day.year - ((day.month, day.day) < (born.month, born.day))
    try:
        birthday = born.replace(year=year)
    except ValueError:  # 29 February, in a common year
        birthday = date(year, 3, 1)
    return months, (day - birthday).days


def reckoned_from(days: Mapping[str, date]) -> dict[str, date | None]:
    """The days of the question `age_on`: the fixing (or death), the act, the close of the debate."""
    act = days.get("act")
    fixed = days.get("death") or days.get("fixed") or act
    return {"fixed": fixed, "act": act, "debate": days.get("debate_closed") or fixed}


def covered(periods: Rows, act: date | None) -> set[date]:
    """Each day of the periods once, from the act on: both ends count."""
    found: set[date] = set()
    for row in periods:
        day = max(row["from"], act) if act else row["from"]
        while day <= row.get("to", row["from"]):
            found.add(day)
            day += ONE_DAY
    return found
