"""Wages: a year's brought down to a day or a month, rounded where an option says so. Both regimes reckon with them."""

from fractions import Fraction

from ...formula import term, to_fen, to_yuan_down


@term("职工年平均工资", "average yearly wage")
def yearly_wage(figure, option):
    """所采用口径的年平均工资。

    The average yearly wage in the series that is chosen."""
    if option.wage_series == "employed":
        return figure.wage_employed
    return figure.wage_industry if option.wage_series == "industry" else figure.wage


@term("日平均工资", "average wage of a day")
def daily_wage(figure, option):
    """上一年度职工年平均工资折算到日。

    The average yearly wage of the year before, brought down to a day."""
    return a_day(yearly_wage(figure, option), option)


@term("职工月平均工资", "average wage of a month")
def monthly_wage(figure, option):
    """职工年平均工资除以十二；行业口径不用于丧葬费。

    The average yearly wage by twelve; a trade's wage is not used for a funeral."""
    return rated((figure.wage_employed if option.wage_series == "employed" else figure.wage) / 12, option)


@term("折算到日", "brought down to a day")
def a_day(yearly, option):
    """年金额除以所选的天数，并按所选办法取整。

    A year's amount by the chosen divisor, rounded as chosen."""
    return rated(yearly / Fraction(option.day_divisor), option)


def rated(rate, option):
    """The rate of a day or month, rounded first if the option says so."""
    if option.day_rate == "fen":
        return to_fen(rate)
    return to_yuan_down(rate) if option.day_rate == "yuan" else rate
