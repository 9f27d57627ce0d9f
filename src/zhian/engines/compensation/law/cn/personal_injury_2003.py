"""最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释（法释〔2003〕20号）: what courts award. Regime B.

Town and countryside have figures of their own here. Later texts keep most of these heads under new numbers.
"""

from datetime import date
from fractions import Fraction

from ...facts.answers import FIXED, FULL, MOST, NO_INCOME, UNCERTIFIED, UNFIXED
from ...formula import ceiling, floor, term, total
from ...words import Words
from .. import Instrument
from .ages import age
from .levels import coefficient
from .papers import counted_journey, counted_receipt, not_reimbursed, share_of_harm
from .support import support_in, years
from .wages import a_day, daily_wage, monthly_wage, yearly_wage

law = Instrument(
    "B",
    Words("人身损害赔偿解释（2003）", "Personal-injury interpretation (2003)"),
    date(2004, 5, 1),
    date(2020, 12, 31),
    figures_of="trial",
    figures_place="court",
    source="法释〔2003〕20号",
    verified="待核对",  # the numbers of its articles; its rules were read in the text of 2020
)
CIVIL_LAW = Words("侵权责任法第十六条（合理费用）", "Tort Law, Art. 16 (reasonable cost)")
LONGEST_TERM = 20  # years; also the longest term of support and of later care


# --- heads


@law.head(
    "医疗费",
    "medical expenses",
    "19",
    evidence=("医疗费单据、病历和诊断证明", "receipts, the medical record and diagnoses"),
)
def medical(case):
    """到一审辩论终结为止的治疗单据，只计治疗损害所必要的；第三方已报销的扣除。

    Receipts up to the close of the debate, as far as treating the harm needed them, less what a third party repaid."""
    return not_reimbursed(total(before_the_debate(receipt) for receipt in case.receipts), case)


@law.head(
    "后续治疗费",
    "further treatment",
    "19",
    evidence=("证明必然发生及其金额的医疗证明或鉴定意见", "an opinion that it is certain to arise, and its cost"),
)
def further_treatment(case):
    """医疗证明或鉴定确定必然发生的将来费用；不能确定的，实际发生后另行主张。

    Future cost that is certain by an opinion; what is not certain may be claimed once it has arisen."""
    return total(certain_treatment(treatment) for treatment in case.further)


@law.head("误工费", "lost earnings", "20", evidence=("收入证明、休养证明", "proof of income, certificates of rest"))
def lost_earnings(case, figure, option):
    """误工天数乘每日收入：有固定收入按实际减少，没有的按最近三年平均，证明不了的按相近行业的平均工资。

    The days lost at a day's income: what was really lost, else the mean of three years, else the wage of the trade."""
    if case.income_kind == NO_INCOME:
        return 0
    return daily_income(case, figure, option) * total(days_away(absence, case) for absence in case.absences)


@law.head(
    "护理费",
    "nursing",
    "21",
    evidence=("护理人数和期限的医嘱或鉴定意见、护理人员收入", "an opinion on carers and days, the carers' income"),
)
def nursing(case, figure, option):
    """到恢复自理或定残为止：天数、人数、每日标准和依赖程度相乘。

    Until the patient manages alone or disability is fixed: days, carers, a day's rate and the degree of dependence."""
    return total(cost_of_care(care, figure, option) for care in case.care)


@law.head(
    "定残后护理费", "later nursing", "21", evidence=("护理依赖程度鉴定意见", "an opinion on the dependence on care")
)
def nursing_later(case, figure, option):
    """定残以后的护理：按依赖程度和合理年限，最长二十年。

    Care after disability was fixed: by dependence, for a reasonable term of twenty years at most."""
    return years_of_care(case) * care_of_a_year(case, figure, option) * carers_later(case, option)


@law.head("交通费", "travel", "22", evidence=("与就医时间、地点相符的票据", "tickets that match the visits"))
def transport(case):
    """患者和必要的陪护人员就医、转院的实际花费，凭票据。

    What the patient and a necessary companion really spent on the way to treatment, by ticket."""
    return total(counted_journey(journey) for journey in case.journeys)


@law.head("住院伙食补助费", "food in hospital", "23", evidence=("住院记录", "the record of the stay"))
def food(case, figure):
    """住院天数乘国家机关一般工作人员的出差伙食标准。

    Days in hospital at the travel allowance of ordinary state staff."""
    return figure.food_per_day * case.hospital_days


@law.head(
    "外地就医住宿费",
    "lodging away from home",
    "23",
    evidence=("必须到外地治疗而不能住院的证明、票据", "proof that treatment elsewhere was needed, receipts"),
)
def lodging(case):
    """确有必要到外地治疗而因客观原因不能住院的，患者和陪护人员的合理花费。

    Where treatment elsewhere was needed and no bed was to be had, the reasonable cost of patient and companion."""
    return total(counted_lodging(stay) for stay in case.lodgings)


@law.head(
    "营养费", "nutrition", "24", evidence=("加强营养的医嘱或鉴定意见", "a medical opinion that nutrition is needed")
)
def nutrition(case):
    """按医疗机构意见的营养期和每日标准，或一次性金额。

    By medical opinion: days at a daily rate, or one sum."""
    return case.nutrition_sum + case.nutrition_per_day * case.nutrition_days


@law.head(
    "残疾赔偿金",
    "disability compensation",
    "25",
    evidence=("伤残等级鉴定意见、户籍或居住证明", "an opinion on the disability level, proof of residence"),
)
def disability(case, figure, home, option):
    """一年收入乘年数再乘伤残系数；城镇、农村分别用各自的收入；住所地更高的用更高的。

    A year's income, urban or rural, times the years and the index of disability; the home's figure if higher."""
    if case.died:
        return 0
    return yearly_income(case, figure, home) * years_granted(case, option) * disability_index(case, option)


@law.head(
    "残疾辅助器具费",
    "devices",
    "26",
    evidence=("配制机构关于价格、更换周期和期限的意见", "the fitter's opinion on price, renewal and term"),
)
def devices(case, option):
    """普通适用的器具，按配制机构意见的更换周期和期限；没有期限意见的先计一件。

    Of an ordinary fitting type, as often as the fitter's opinion says; one where it names no term."""
    return total(cost_of_device(device) * device_count(device, option) for device in case.devices)


@law.head("丧葬费", "funeral", "27", evidence=("死亡证明", "the death certificate"))
def funeral(case, figure, option):
    """六个月的职工平均工资。

    Six months of the average wage."""
    return 6 * monthly_wage(figure, option) if case.died else 0


@law.head(
    "被扶养人生活费",
    "dependants",
    "28",
    evidence=("亲属关系、无劳动能力和无收入来源的证明", "proof of kinship, incapacity and want of means"),
)
def dependants(case, figure, home, option):
    """逐年相加：每名被扶养人按城镇或农村的消费支出和分担的份额计，每年合计不超过一个人的消费支出。

    Year by year: each dependant's share of the urban or rural consumption, all together no more than one person's."""
    lost = lost_capacity(case, option)
    if option.capacity == "outside":
        return lost * total(support_in(case, year, 1, figure, home, option) for year in range(LONGEST_TERM))
    return total(support_in(case, year, lost, figure, home, option) for year in range(LONGEST_TERM))


@law.head(
    "死亡赔偿金",
    "death compensation",
    "29",
    evidence=("死亡证明、户籍或居住证明", "the death certificate, proof of residence"),
)
def death(case, figure, home, option):
    """一年收入乘按年龄确定的年数；城镇、农村分别用各自的收入。

    A year's income, urban or rural, for the years that the age gives."""
    return yearly_income(case, figure, home) * years(age(case, option)) if case.died else 0


@law.head(
    "亲属办理丧葬的合理费用",
    "relatives' cost of the funeral",
    "17",
    evidence=("亲属票据和误工证明", "the relatives' tickets and proof of absence"),
)
def relatives(case, figure, option):
    """死亡的，亲属办理丧事的交通、住宿和误工。

    On death, what travel, lodging and lost work cost the relatives who arranged the funeral."""
    if not case.died:
        return 0
    return total(relative_cost(relative, figure, option) for relative in case.relatives)


@law.head(
    "精神损害抚慰金",
    "mental damages",
    "18",
    evidence=("后果严重的证明", "proof that the harm is serious"),
    kind="mental",
)
def mental(case):
    """法律没有公式：死亡、残疾或后果严重的，按请求的金额，由法院酌定。

    No formula: on death, disability or serious harm the sum that is asked for, at the court's discretion."""
    return case.mental_asked if harm_is_serious(case) else 0


@law.head("其他损失", "other losses", CIVIL_LAW, evidence=("票据", "receipts"))
def other_loss(case):
    """案件列明按责任比例分担的其他损失。

    Other losses that the case lists as shared by the ratio."""
    return case.other_loss


@law.head("鉴定费", "appraisal fee", CIVIL_LAW, evidence=("鉴定费票据", "receipts of the appraisal"), kind="fee")
def appraisal(case):
    """鉴定费；是否按责任比例由选项决定。

    The cost of the appraisal; an option says whether it is scaled."""
    return case.appraisal_cost


@law.head("律师费", "lawyer's fee", CIVIL_LAW, evidence=("律师费票据", "the lawyer's invoice"), kind="fee")
def lawyer(case):
    """法院支持的律师费；是否按责任比例由选项决定。

    The lawyer's fee as far as it is granted; an option says whether it is scaled."""
    return case.lawyer_cost


@law.head("其他费用", "other cost", CIVIL_LAW, evidence=("票据", "receipts"), kind="fee")
def other(case):
    """复印、保全等其他费用；是否按责任比例由选项决定。

    Copies, preservation and other cost; an option says whether it is scaled."""
    return case.other_cost


# --- what the heads are made of


@term("辩论终结前的医疗费", "cost before the close of the debate")
def before_the_debate(receipt):
    """一审辩论终结以后才发生的，另行主张。

    What arose only after the first-instance debate had closed is left to another action."""
    return 0 if receipt.after_debate else counted_receipt(receipt)


@term("计入的后续治疗费", "future cost that counts")
def certain_treatment(treatment):
    """只计确定必然发生的。

    Only what is certain to arise."""
    return treatment.amount * share_of_harm(treatment) if treatment.certain else 0


@term("每日收入", "income of a day")
def daily_income(case, figure, option):
    """有固定收入或有三年平均收入的，按其金额；不能证明的，按职工平均工资。

    The income that is fixed, or the mean of three years; the average wage where neither is proved."""
    if case.income_kind == FIXED:
        return own_income(case, option)
    if case.income_kind == UNFIXED:
        return own_or_average(case, figure, option)
    return daily_wage(figure, option)


@term("三年平均收入", "mean income of three years")
def own_or_average(case, figure, option):
    """证明了三年平均收入的按其金额，否则按职工平均工资。

    As proved, else the average wage."""
    if case.daily_income + case.annual_income > 0:
        return own_income(case, option)
    return daily_wage(figure, option)


@term("本人日收入", "own income of a day")
def own_income(case, option):
    """工资、奖金和第二职业的收入。

    Wage, bonus and a second job."""
    return case.daily_income + case.second_daily + a_day(case.annual_income + case.bonus + case.second_annual, option)


@term("误工天数", "days lost")
def days_away(absence, case):
    """住院和有证明的休养；残疾的算到定残前一日，死亡的算到死亡前一日。

    In hospital and certified rest; up to the day before disability was fixed, or before the death."""
    if absence.reason == UNCERTIFIED:
        return 0
    if case.died or case.level > 0:
        return absence.before_fixing
    return absence.days


@term("护理费用", "cost of care")
def cost_of_care(care, figure, option):
    """天数乘每日标准乘依赖程度；人数由选项决定。

    Days at a day's rate and the degree of dependence; an option says how many carers count."""
    carers = care.carers if option.carers == "stated" else 1
    return care.days * carers * care_rate(care, figure, option) * dependence(care.level)


@term("护理每日标准", "rate of a day")
def care_rate(care, figure, option):
    """有护理人员收入或当地护工标准的按其金额，否则按职工日平均工资。

    The carer's income or the local rate where it is told, else the average wage of a day."""
    if care.rate + care.annual_rate > 0:
        return care.rate + a_day(care.annual_rate, option)
    return daily_wage(figure, option)


@term("依赖系数", "degree of dependence")
def dependence(level):
    """完全依赖100%，大部分80%，部分50%（通行做法，待核对）。

    Full dependence 100%, for the most part 80%, partial 50% (customary, to be verified)."""
    if level == FULL:
        return 1
    return Fraction(8, 10) if level == MOST else Fraction(1, 2)


@term("护理年限", "years of care")
def years_of_care(case):
    """合理年限，最长二十年。

    A reasonable term, twenty years at most."""
    return min(case.care_later_years, LONGEST_TERM)


@term("一年护理费", "care of a year")
def care_of_a_year(case, figure, option):
    """一年的护理标准乘依赖程度。

    A year's rate times the degree of dependence."""
    told = case.care_later_rate * 365 + case.care_later_annual
    return (told if told > 0 else yearly_wage(figure, option)) * dependence(case.care_later_level)


def carers_later(case, option):
    return case.care_later_carers if option.carers == "stated" else 1


@term("年收入标准", "income of a year")
def yearly_income(case, figure, home):
    """城镇可支配收入或农村纯收入，法院地与住所地取高者（第三十条）。

    Urban or rural income, the higher of the court's place and the claimant's home (Art. 30)."""
    if case.rural:
        return max(figure.rural_income, home.rural_income)
    return max(figure.urban_income, home.urban_income)


@term("给付年限", "years granted")
def years_granted(case, option):
    """按年龄确定；年限届满后仍无劳动能力和生活来源而另诉的，继续给付五至十年（2022年修正文本第十九条）。

    By age; who has neither capacity nor means when that term has ended may sue for five to ten years more (Art. 19 of
    the text of 2022)."""
    return case.continued_years if case.continued_years > 0 else years(age(case, option))


@term("伤残赔偿指数", "index of disability")
def disability_index(case, option):
    """最重一处的系数，加其余各处的附加指数；附加部分合计不超过10%，总数不超过100%。

    The heaviest injury's coefficient and the added indices of the others: these 10% in sum, all 100% at most."""
    if case.level == 0:
        return 0
    return min(coefficient(case.level) + min(total(added(i, option) for i in case.injuries), Fraction(1, 10)), 1)


@term("附加指数", "added index")
def added(injury, option):
    """鉴定意见写明的按其指数（每处不超过10%），否则按选项。

    As the opinion states (10% each at most), else as the option says."""
    if injury.index > 0:
        return min(injury.index, Fraction(1, 10))
    if option.further_levels == "by_level":
        return (11 - injury.level) / Fraction(100)
    return Fraction(2, 100) if option.further_levels == "two_percent" else Fraction(1, 100)


@term("每件费用", "cost of one device")
def cost_of_device(device):
    """普通适用的按其价格和安装费；豪华型的只按普通型的价格。

    Price and fitting of an ordinary type; a luxury one counts at the price of an ordinary one."""
    return device.fitting + (device.price if device.popular else device.popular_price)


@term("器具件数", "number of devices")
def device_count(device, option):
    """配制机构意见的期限除以使用年限；没有期限意见的一件。

    The term of the fitter's opinion by the years that one lasts; one where there is none."""
    if option.device_count == "ceiling":
        return max(ceiling(device.years / device.life), 1)
    return floor(device.years / device.life) + 1


@term("丧失劳动能力程度", "capacity that was lost")
def lost_capacity(case, option):
    """死亡为全部；残疾按赔偿指数。

    All of it on death; by the index on disability."""
    return 1 if case.died else disability_index(case, option)


@term("计入的住宿费", "lodging that counts")
def counted_lodging(stay):
    """损害以前的和不必要的不计。

    Nothing from before the harm, and nothing needless."""
    if stay.before:
        return 0
    return stay.amount if stay.necessary else 0


@term("亲属费用", "cost of a relative")
def relative_cost(relative, figure, option):
    """交通、住宿和误工；误工有收入证明的按其金额，否则按职工平均工资。

    Travel, lodging and lost days, at the proved income or else the average wage."""
    return relative.transport + relative.lodging + relative_income(relative, figure, option) * relative.days


@term("亲属日收入", "the relative's income of a day")
def relative_income(relative, figure, option):
    """无劳动收入的不计；有证明的按其金额；否则按职工平均工资。

    Nothing for who earns nothing; as proved; else the average wage."""
    if relative.income_kind == NO_INCOME:
        return 0
    if relative.daily_income + relative.annual_income > 0:
        return relative.daily_income + a_day(relative.annual_income, option)
    return daily_wage(figure, option)


@term("精神损害后果", "the mental harm counts", yes_or_no=True)
def harm_is_serious(case):
    """死亡、残疾，或另有证据证明后果严重。

    Death, disability, or other proof that the harm is serious."""
    if case.died or case.level > 0:
        return 1
    return case.serious
