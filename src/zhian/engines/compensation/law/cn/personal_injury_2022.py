"""最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释（2022年修正），2022-05-01起施行。B 制。"""

from datetime import date

from ...formula import term, total
from .. import Instrument
from .medical_accident_2002 import coefficient

law = Instrument("人身损害赔偿解释（2022）", date(2022, 5, 1), date.max, figures_of="trial_year")


@law.head("医疗费", "第六条")
def medical(case):
    """根据医疗机构出具的医药费、住院费等收款凭证确定。"""
    return case.medical


@law.head("残疾赔偿金", "第十二条")
def disability(case, figure):
    """按照受诉法院所在地上一年度城镇居民人均可支配收入标准，自定残之日起按二十年计算。
    但六十周岁以上的，年龄每增加一岁减少一年；七十五周岁以上的，按五年计算。"""
    return 0 if case.died else figure.urban_income * years(case.age) * coefficient(case.level)


@law.head("丧葬费", "第十四条")
def funeral(case, figure):
    """按照受诉法院所在地上一年度职工月平均工资标准，以六个月总额计算。"""
    return 6 * (figure.wage / 12) if case.died else 0


@law.head("死亡赔偿金", "第十五条")
def death(case, figure):
    """按照受诉法院所在地上一年度城镇居民人均可支配收入标准，按二十年计算；年龄减年同残疾赔偿金。"""
    return figure.urban_income * years(case.age) if case.died else 0


@law.head("被扶养人生活费", "第十六、十七条")
def dependants(case, figure, option):
    """被扶养人有数人的，年赔偿总额累计不超过上一年度城镇居民人均消费支出额。"""
    lost = lost_capacity(case)
    if option.capacity == "outside":
        return figure.urban_consumption * lost * total(in_year(case, y, 1) for y in range(20))
    return figure.urban_consumption * total(in_year(case, y, lost) for y in range(20))


@term("丧失劳动能力系数")
def lost_capacity(case):
    """死亡为1；伤残按等级。"""
    return 1 if case.died else coefficient(case.level)


@term("各年份额")
def in_year(case, year, lost):
    """当年各被扶养人份额之和，不超过1。"""
    return min(1, lost * total(share(d, year) for d in case.dependants))


@term("份额")
def share(dependant, year):
    """扶养年限以内，按扶养人数分担。"""
    return 1 / dependant.supporters if year < support_years(dependant) else 0


@term("扶养年限")
def support_years(dependant):
    """未成年人计算至十八周岁；无劳动能力又无其他生活来源的计算二十年；六十周岁以上年龄每增一岁减一年；七十五周岁以上五年。"""
    if dependant.age < 18:
        return 18 - dependant.age
    return years(dependant.age) if dependant.incapable else 0


@term("赔偿年限")
def years(age):
    """二十年；六十周岁以上年龄每增加一岁减少一年；七十五周岁以上五年。"""
    if age < 60:
        return 20
    return 80 - age if age < 75 else 5
