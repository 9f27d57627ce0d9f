"""Ages on the day that the open question chooses."""

from datetime import date
from fractions import Fraction

from .stated import option


def patients_age(case):
    return age_of(case["patient"], case)


def is_incapable(person, case):
    """The old need no proof that they cannot work."""
    return person.get("incapable", age_of(person, case) >= 60)


def age_of(person, case):
    """Full years on the chosen day; without a birthday, the age at the act and the years since."""
    day, act = reference_day(case), case["dates"]["act"]
    if "born" not in person:
        return min(130, person["age"] + full_years(act, day))
    return full_years(person["born"], day)


def full_years(first, last):
    return max(0, last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


def years_until(end, person, case):
    """What a minor still needs; the part of a year that has begun may count whole, not at all, by months or by days."""
    left = end - age_of(person, case)
    if "born" not in person or person["born"] > reference_day(case):
        return left
    born, day = person["born"], reference_day(case)
    birthday = birthday_in(born.year + age_of(person, case), born)
    since = (day - birthday).days
    months = (day.year - birthday.year) * 12 + day.month - born.month - (day.day < born.day)
    return {
        "years": left,
        "complete": left - 1 if since > 0 else left,
        "months": left - Fraction(months, 12),
        "days": left - Fraction(min(since, 364), 365),
    }[option(case, "part_years")]


def birthday_in(year, born):
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February, in a common year
        return date(year, 3, 1)


def reference_day(case):
    dates = case["dates"]
    fixing = dates.get("death") or dates.get("fixed") or dates["act"]
    named = {"fixing": fixing, "act": dates["act"], "debate_closed": dates.get("debate_closed", fixing)}
    return named[option(case, "age_on")]
