"""医疗事故处理条例（国务院令第351号）第五十条，2002-09-01起施行。A 制。"""

from datetime import date

from ...formula import term, to_fen, to_yuan_down, total
from .. import Instrument

law = Instrument("医疗事故处理条例", date(2002, 9, 1), date.max, figures_of="accident_year")


@law.head("医疗费", "第五十条第（一）项")
def medical(case):
    """按照医疗事故对患者造成的人身损害进行治疗所发生的医疗费用计算，凭据支付，但不包括原发病医疗费用。"""
    return case.medical


@law.head("误工费", "第五十条第（二）项")
def lost_earnings(case, figure, option):
    """有固定收入的，按照本人因误工减少的固定收入计算，对收入高于医疗事故发生地上一年度职工年平均工资3倍以上的，
    按照3倍计算；无固定收入的，按照医疗事故发生地上一年度职工年平均工资计算。"""
    return daily_loss(case, figure, option) * case.lost_days


@law.head("住院伙食补助费", "第五十条第（三）项")
def food(case, figure):
    """按照医疗事故发生地国家机关一般工作人员的出差伙食补助标准计算。"""
    return figure.food_per_day * case.hospital_days


@law.head("陪护费", "第五十条第（四）项")
def nursing(case, figure, option):
    """患者住院期间需要专人陪护的，按照医疗事故发生地上一年度职工年平均工资计算。"""
    return daily_wage(figure, option) * case.care_days * case.carers


@law.head("残疾生活补助费", "第五十条第（五）项")
def disability_allowance(case, figure, option):
    """根据伤残等级，按照医疗事故发生地居民年平均生活费计算，自定残之月起最长赔偿30年；
    但是，60周岁以上的，不超过15年；70周岁以上的，不超过5年。"""
    if case.died:
        return 0
    return figure.living_cost * allowance_years(case.age, option) * coefficient(case.level)


@law.head("丧葬费", "第五十条第（七）项")
def funeral(case, figure):
    """按照医疗事故发生地规定的丧葬费补助标准计算。"""
    return figure.funeral_subsidy if case.died else 0


@law.head("被扶养人生活费", "第五十条第（八）项")
def dependants(case, figure):
    """以死者生前或者残疾者丧失劳动能力前实际扶养且没有劳动能力的人为限，按照居民最低生活保障标准计算。"""
    if case.died or case.level > 0:
        return 12 * figure.subsistence * total(support_years(d) / d.supporters for d in case.dependants)
    return 0


@term("日误工损失")
def daily_loss(case, figure, option):
    """有固定收入的按收入，以日平均工资的3倍为限；无固定收入的按日平均工资。"""
    if case.has_fixed_income:
        return min(case.daily_income, 3 * daily_wage(figure, option))
    return daily_wage(figure, option)


@term("日平均工资")
def daily_wage(figure, option):
    """年平均工资折算为日。"""
    wage = figure.wage / option.divisor
    if option.day_rate == "fen":
        return to_fen(wage)
    return to_yuan_down(wage) if option.day_rate == "yuan" else wage


@term("赔偿年限")
def allowance_years(age, option):
    """60周岁计算15年，每增加1岁减少1年，70周岁以上5年。"""
    if age < 60:
        return 30
    if age < 70:
        return 75 - age if option.sixties == "decline" else 15
    return 5


@term("伤残系数")
def coefficient(level):
    """一级100%，每低一级减10%；四级医疗事故无伤残等级，不计算。"""
    return (11 - level) / 10 if level > 0 else 0


@term("扶养年限")
def support_years(dependant):
    """不满16周岁的扶养到16周岁；年满16周岁但无劳动能力的20年；60周岁以上不超过15年；70周岁以上不超过5年。"""
    if dependant.age < 16:
        return 16 - dependant.age
    if dependant.age >= 70:
        return 5
    if dependant.age >= 60:
        return 15
    return 20 if dependant.incapable else 0
