"""人身损害赔偿解释（法释〔2022〕14号修正）: one standard for town and countryside. Regime B.

Three heads change; the others are kept under the same numbers.
"""

from datetime import date

from ...formula import term, total
from ...words import Words
from .. import Instrument
from .ages import age
from .personal_injury_2003 import LONGEST_TERM, disability_index, lost_capacity, years_granted
from .personal_injury_2020 import ARTICLES
from .personal_injury_2020 import law as before
from .support import share, urban_consumption, years

law = Instrument(
    "B",
    Words("人身损害赔偿解释（2022年修正）", "Personal-injury interpretation (amended 2022)"),
    date(2022, 5, 1),
    date.max,
    figures_of="trial",
    figures_place="court",
    source="法释〔2022〕14号",
    verified="2025-04-19",
)
CHANGED = ("disability", "death", "dependants")
law.keep(before, {head: article for head, article in ARTICLES.items() if head not in CHANGED})


@law.head(
    "残疾赔偿金", "disability compensation", "12", evidence=("伤残等级鉴定意见", "an opinion on the disability level")
)
def disability(case, figure, home, option):
    """不分城乡，一年城镇居民收入乘年数再乘伤残指数；住所地更高的用更高的。

    For town and countryside alike: a year's urban income times the years and the index of disability; the home's
    figure where it is higher."""
    if case.died:
        return 0
    return yearly_income(figure, home) * years_granted(case, option) * disability_index(case, option)


@law.head("死亡赔偿金", "death compensation", "15", evidence=("死亡证明", "the death certificate"))
def death(case, figure, home, option):
    """不分城乡，一年城镇居民收入乘按年龄确定的年数。

    For town and countryside alike: a year's urban income for the years that the age gives."""
    return yearly_income(figure, home) * years(age(case, option)) if case.died else 0


@law.head(
    "被扶养人生活费",
    "dependants",
    Words("第十六条、第十七条", "Arts. 16 and 17"),
    evidence=("亲属关系、无劳动能力和无收入来源的证明", "proof of kinship, incapacity and want of means"),
)
def dependants(case, figure, home, option):
    """逐年相加各被扶养人的份额，每年合计不超过一份城镇居民消费支出；并入残疾或死亡赔偿金。

    Year by year the shares of all dependants, together one urban consumption at most; it is part of the compensation
    for disability or death."""
    consumption, lost = urban_consumption(figure, home), lost_capacity(case, option)
    if option.capacity == "outside":
        return consumption * lost * total(shares_in(case, year, 1, option) for year in range(LONGEST_TERM))
    return consumption * total(shares_in(case, year, lost, option) for year in range(LONGEST_TERM))


@term("年收入标准", "income of a year")
def yearly_income(figure, home):
    """城镇居民人均可支配收入，法院地与住所地取高者（第十八条）。

    Urban disposable income, the higher of the court's place and the claimant's home (Art. 18)."""
    return max(figure.urban_income, home.urban_income)


@term("各年份额", "shares in a year")
def shares_in(case, year, lost, option):
    """当年各份额之和，不超过一。

    The shares of the year, one at most."""
    return min(lost * total(share(d, year, option) for d in case.dependants), 1)


law.arrange(ARTICLES)
