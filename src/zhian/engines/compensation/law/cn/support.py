"""What dependants get under regime B: year by year, by age, by those who share the support, within an annual cap."""

from ...formula import term, total
from .ages import cannot_work, dependants_age, years_until


@term("各年扶养额", "support in a year")
def support_in(case, year, lost, figure, home, option):
    """当年城镇、农村各份额相加；有城镇被扶养人的以城镇消费支出为限，都是农村的以农村为限。

    The urban and rural shares of the year; within the urban consumption if anyone is urban, else the rural one."""
    town = lost * total(urban_share(d, year, option) for d in case.dependants)
    country = lost * total(rural_share(d, year, option) for d in case.dependants)
    urban, rural = urban_consumption(figure, home), rural_consumption(figure, home)
    if town > 0:
        return min(urban * town + rural * country, urban)
    return rural * min(country, 1)


@term("城镇居民消费支出", "urban consumption")
def urban_consumption(figure, home):
    """法院地与住所地取高者。

    The higher of the court's place and the claimant's home."""
    return max(figure.urban_consumption, home.urban_consumption)


@term("农村居民消费支出", "rural consumption")
def rural_consumption(figure, home):
    """法院地与住所地取高者。

    The higher of the court's place and the claimant's home."""
    return max(figure.rural_consumption, home.rural_consumption)


@term("城镇份额", "urban share")
def urban_share(dependant, year, option):
    """城镇被扶养人当年的份额。

    The share of an urban dependant in that year."""
    return 0 if dependant.rural else share(dependant, year, option)


@term("农村份额", "rural share")
def rural_share(dependant, year, option):
    """农村被扶养人当年的份额。

    The share of a rural dependant in that year."""
    return share(dependant, year, option) if dependant.rural else 0


@term("份额", "share")
def share(dependant, year, option):
    """在扶养年限以内，按共同扶养的人数分担；最后一年不足一年的按所余部分。

    Within the years of support, divided by those who support; of a last part of a year, that part."""
    return part_of_year(dependant, year, option) / dependant.supporters


@term("当年扶养期间", "part of the year")
def part_of_year(dependant, year, option):
    """这一年里需要扶养的部分。

    The part of that year in which support is due."""
    until = support_years(dependant, option)
    if until <= year:
        return 0
    return 1 if until >= year + 1 else until - year


@term("扶养年限", "years of support")
def support_years(dependant, option):
    """未成年人到18岁；成年人须无劳动能力又无其他生活来源，二十年，60岁以后逐年减少，75岁起五年。

    A minor up to 18; an adult only without capacity and means: twenty years, fewer above 60, five from 75."""
    age = dependants_age(dependant, option)
    if age < 18:
        return years_until(18, dependant, option)
    if not cannot_work(dependant, option):
        return 0
    return years(age) if dependant.no_income else 0


@term("赔偿年限", "years of compensation")
def years(age):
    """二十年；60岁以后每大一岁少一年；75岁起五年。

    Twenty; one less for each year above 60; five from 75."""
    if age < 60:
        return 20
    return 80 - age if age < 75 else 5
