"""Ages and the years that they give, for both regimes."""

from fractions import Fraction

from ...facts.answers import INCAPABLE, UNTOLD
from ...formula import term


@term("年龄", "age")
def age(case, option):
    """按所选时点的周岁。

    Full years on the day that is chosen."""
    if option.age_on == "act":
        return case.age_act
    return case.age_debate if option.age_on == "debate_closed" else case.age_fixed


@term("被扶养人年龄", "the dependant's age")
def dependants_age(dependant, option):
    """按所选时点的周岁。

    Full years on the day that is chosen."""
    if option.age_on == "act":
        return dependant.age_act
    return dependant.age_debate if option.age_on == "debate_closed" else dependant.age_fixed


@term("没有劳动能力", "cannot work", yes_or_no=True)
def cannot_work(dependant, option):
    """写明的按所写；没有写明的，六十周岁以上的人视为没有劳动能力。

    As it is told; where it is not told, who is sixty or older is taken to be unable."""
    if dependant.capacity == UNTOLD:
        return 1 if dependants_age(dependant, option) >= 60 else 0
    return 1 if dependant.capacity == INCAPABLE else 0


def years_until(birthday, dependant, option):
    """The years that a minor still needs; an option says how part of a year counts."""
    left = birthday - dependants_age(dependant, option)
    if option.part_years == "months":
        return left - since_birthday(dependant, "months", option) / Fraction(12)
    if option.part_years == "days":
        return left - min(since_birthday(dependant, "days", option), 364) / Fraction(365)
    if option.part_years == "complete":
        return left - 1 if since_birthday(dependant, "days", option) > 0 else left
    return left


def since_birthday(dependant, what, option):
    """The months or days since the last birthday, on the day that is chosen."""
    day = {"act": "act", "debate_closed": "debate"}.get(option.age_on, "fixed")
    return getattr(dependant, f"{what}_{day}")
