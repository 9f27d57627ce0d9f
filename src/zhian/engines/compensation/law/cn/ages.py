"""Ages and the years that they give, for both regimes."""

from fractions import Fraction

from ...formula import term


@term("年龄", "age")
def age(case, option):
    """按所选时点的周岁。

    Full years on the day that is chosen."""
    if option.age_on == "act":
        return case.age_act
    return case.age_debate if option.age_on == "debate_closed" else case.age_fixed


def years_until(birthday, dependant, option):
    """The years that a minor still needs; an option says how part of a year counts."""
    left = birthday - dependant.age
    if option.part_years == "months":
        return left - dependant.months / Fraction(12)
    if option.part_years == "days":
        return left - min(dependant.days, 364) / Fraction(365)
    if option.part_years == "complete":
        return left - 1 if dependant.days > 0 else left
    return left
