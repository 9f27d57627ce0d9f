"""医疗事故处理条例（国务院令第351号），第五十条、第五十一条: what an established medical accident costs. Regime A.

Details beyond the text follow the founding commentary on these articles; where the text is silent, an option asks.
"""

from datetime import date

from ...facts.answers import FIXED, NO_INCOME, UNCERTIFIED
from ...formula import ceiling, floor, term, total
from ...words import Words
from .. import Instrument
from .ages import age, cannot_work, dependants_age, years_until
from .levels import coefficient
from .papers import counted_journey, counted_receipt, not_reimbursed, share_of_harm
from .wages import a_day, daily_wage

law = Instrument(
    "A",
    Words("医疗事故处理条例", "Regulation on the Handling of Medical Accidents"),
    date(2002, 9, 1),
    date.max,
    figures_of="act",
    figures_place="act",
    source="国务院令第351号",
    verified="2025-04-19",
)
LIFE_SPAN = 75  # the age to which the regulation reckons, by its drafters' own account
MOST_RELATIVES = 2


@law.only_if
def is_accident(case):
    """不构成医疗事故的，条例不予赔偿（第四十九条第二款）。

    Where there is no medical accident the regulation pays nothing (Art. 49(2))."""
    return case.not_accident == 0


# --- the eleven heads


@law.head(
    "医疗费",
    "medical expenses",
    "50(1)",
    evidence=("医疗费单据、病历和用药清单", "receipts, the medical record and lists of items"),
)
def medical(case):
    """逐张审查单据，只计治疗事故损害的部分；结案后确需的治疗按基本医疗的费用计；第三方已报销的部分不重复赔偿。

    Receipt by receipt, what it cost to treat the harm; treatment after the case is closed counts at the rate of
    basic medical care; what a third party has reimbursed is not paid twice."""
    cost = total(counted_receipt(receipt) for receipt in case.receipts)
    return not_reimbursed(cost, case) + total(basic_treatment(treatment) for treatment in case.further)


@law.head(
    "误工费",
    "lost earnings",
    "50(2)",
    evidence=("收入证明、工资表、纳税证明、休养证明", "proof of income, payroll, tax proof, certificates of rest"),
)
def lost_earnings(case, figure, option):
    """每日损失乘误工天数；本身没有劳动收入的人（如未成年人）没有这项损失。

    The loss of a day times the days lost; who earns nothing, such as a child, loses nothing."""
    if case.income_kind == NO_INCOME:
        return 0
    return daily_loss(case, figure, option) * total(days_away(absence, case) for absence in case.absences)


@law.head("住院伙食补助费", "food in hospital", "50(3)", evidence=("住院记录", "the record of the stay"))
def food(case, figure):
    """住院天数乘事故发生地一般工作人员出差的每日伙食补助。

    Days in hospital at the daily allowance of ordinary state staff who travel from the place of the accident."""
    return figure.food_per_day * case.hospital_days


@law.head(
    "陪护费", "care in hospital", "50(4)", evidence=("需要专人陪护的医嘱", "a medical order that a carer is needed")
)
def nursing(case, figure, option):
    """只计住院期间；雇人或亲属陪护都按当地职工的日平均工资。

    In hospital only, by the local average wage of a day, whether hired or a relative."""
    return daily_wage(figure, option) * total(days_of_care(care, option) for care in case.care)


@law.head(
    "残疾生活补助费",
    "disability allowance",
    "50(5)",
    evidence=("载明等级的医疗事故技术鉴定书", "the appraisal that states the grade"),
)
def disability_allowance(case, figure, option):
    """一年生活费乘按年龄确定的年数，再乘等级对应的系数；四级没有对应的伤残等级，不计。

    A year's living cost, for as many years as the age gives, times the coefficient of the grade; none at grade 4."""
    if case.died:
        return 0
    return figure.living_cost * allowance_years(age(case, option), option) * coefficient(disability_level(case.grade))


@law.head(
    "残疾用具费",
    "devices",
    "50(6)",
    evidence=("县级以上医疗机构的配置证明、器具价格", "a certificate of a county-level institution, prices"),
)
def devices(case, option):
    """残疾者所需的器具：普及型价格和安装费，乘到75岁为止需要的件数；四级不计。

    What a disabled patient needs: the price of a popular type and its fitting, as often as it is due up to the age
    of 75; none at grade 4."""
    if disability_level(case.grade) == 0:
        return 0
    return total(
        cost_of_device(device) * device_count(device.life, age(case, option), option) for device in case.devices
    )


@law.head("丧葬费", "funeral", "50(7)", evidence=("死亡证明", "the death certificate"))
def funeral(case, figure):
    """死亡的，按当地规定的补助标准一次计算；大办丧事增加的花费不计。

    On death, the lump sum of the local funeral subsidy; what a lavish funeral costs beyond it does not count."""
    return figure.funeral_subsidy if case.died else 0


@law.head(
    "被扶养人生活费",
    "dependants",
    "50(8)",
    evidence=("亲属关系、实际扶养和无劳动能力的证明", "proof of kinship, actual support and incapacity"),
)
def dependants(case, option):
    """死亡或残疾的患者原来实际扶养的人：每人按其居住地的月低保标准，计算到应扶养的年数。

    Whom a dead or disabled patient really supported: each at the monthly minimum living guarantee of where they
    live, for the years of support."""
    if case.died or disability_level(case.grade) > 0:
        return 12 * total(yearly_support(d, option) for d in case.dependants)
    return 0


@law.head("交通费", "travel", "50(9)", evidence=("与就医时间、地点相符的票据", "tickets that match the visits"))
def transport(case):
    """就医确实需要的交通费，凭票据。

    Necessary travel to treatment, by ticket."""
    return total(counted_journey(journey) for journey in case.journeys)


@law.head("住宿费", "lodging", "50(10)", evidence=("住宿票据", "lodging receipts"))
def lodging(case, figure):
    """凭票据，但每夜不超过一般工作人员出差的住宿标准。

    By receipt, but for each night no more than ordinary state staff may spend on travel."""
    return total(counted_lodging(stay, figure) for stay in case.lodgings)


@law.head("精神损害抚慰金", "mental damages", "50(11)", kind="mental")
def mental(case, figure, option):
    """一年生活费乘年数：死亡最多6年，残疾最多3年；四级是否酌定由选项决定。

    A year's living cost times some years: six at most on death, three on disability; at grade 4 an option decides."""
    return figure.living_cost * years_of_comfort(case, option)


# --- relatives (Art. 51)


@law.head("亲属交通费", "relatives' travel", "51", evidence=("亲属交通票据", "the relatives' tickets"))
def relatives_transport(case):
    """参加处理的近亲属最多两人，另外参加丧葬活动的配偶和直系亲属最多两人。

    Of near relatives who take part in the handling two at most, and of those at the funeral another two."""
    return total(relative_travel(relative, case) for relative in case.relatives)


@law.head(
    "亲属误工费",
    "relatives' lost earnings",
    "51",
    evidence=("亲属收入和误工证明", "proof of the relatives' income and absence"),
)
def relatives_lost_earnings(case, figure, option):
    """每名计入的亲属，按患者误工费的同样办法计算每日损失。

    For each relative that counts, the loss of a day is reckoned as the patient's."""
    return total(relative_loss(relative, case, figure, option) for relative in case.relatives)


@law.head("亲属住宿费", "relatives' lodging", "51", evidence=("亲属住宿票据", "the relatives' lodging receipts"))
def relatives_lodging(case, figure):
    """每名计入的亲属，凭票据并以住宿标准为限。

    For each relative that counts, by receipt and within the standard of a night."""
    return total(relative_lodging(relative, case, figure) for relative in case.relatives)


# --- what the heads are made of


@term("计入的续医费", "later treatment that counts")
def basic_treatment(treatment):
    """结案后确需的治疗，按基本医疗的费用。

    Treatment that is really needed after the case is closed, at the rate of basic medical care."""
    return treatment.basic * share_of_harm(treatment) if treatment.certain else 0


@term("每日误工损失", "loss of a day")
def daily_loss(case, figure, option):
    """本人收入不超过日平均工资的三倍；第二职业实际减少的收入另加，是否在三倍以内由选项决定。

    The own income up to three average wages; what a second job loses is added, inside the cap or on top of it."""
    average = daily_wage(figure, option)
    if option.second_job == "inside_cap":
        return min(main_income(case, average, option) + second_income(case, option), 3 * average)
    return min(main_income(case, average, option), 3 * average) + second_income(case, option)


@term("主业日收入", "income of the main work a day")
def main_income(case, average, option):
    """有固定收入的按其收入；没有固定收入的，以及高于三倍平均工资而只有私营企业证明、没有纳税证明的，按日平均工资。

    Fixed income as it is; the average wage for those without one, and where more than three wages rest on a private
    firm's certificate without tax proof."""
    if case.income_kind != FIXED:
        return average
    return average if lacks_proof(case, average, option) else fixed_income(case, option)


@term("第二职业日收入", "income of a second job a day")
def second_income(case, option):
    """依法从事的第二职业每日减少的收入。

    What a lawful second job loses in a day."""
    return case.second_daily + a_day(case.second_annual, option)


@term("收入证明不足", "the proof of income falls short", yes_or_no=True)
def lacks_proof(case, average, option):
    """私营企业出具的高于三倍平均工资的证明，没有纳税材料印证。

    A private firm certifies more than three average wages, and no tax papers bear it out."""
    if case.private_employer and not case.tax_proof:
        return 1 if fixed_income(case, option) > 3 * average else 0
    return 0


@term("固定日收入", "fixed income of a day")
def fixed_income(case, option):
    """工资加奖金；奖金以单位上年度人均数计，不超过奖金税起征点。

    Wage and bonus; the bonus is the unit's average of the year before, up to the threshold of the bonus tax."""
    return case.daily_income + a_day(case.annual_income + min(case.bonus, case.bonus_limit), option)


@term("误工天数", "days lost")
def days_away(absence, case):
    """住院和有证明的休养；残疾或死亡的算到鉴定书作出（死亡）当日为止。

    In hospital and certified rest; with a disability or on death, up to the day of the appraisal or the death."""
    if absence.reason == UNCERTIFIED:
        return 0
    if case.died or disability_level(case.grade) > 0:
        return absence.to_fixing
    return absence.days


@term("陪护人日", "days of a carer")
def days_of_care(care, option):
    """住院期间的陪护天数；人数由选项决定。

    Days of care in hospital; an option says how many carers count."""
    if not care.in_hospital:
        return 0
    return care.days * care.carers if option.carers == "stated" else care.days


@term("补助年数", "years of allowance")
def allowance_years(age, option):
    """不满60岁30年；60岁15年，以后每大一岁少一年；70岁起5年。

    Thirty years below 60; fifteen at 60 and one less for each year above; five from 70."""
    if age < 60:
        return 30
    if age < 70:
        return 75 - age if option.sixties == "decline" else 15
    return 5


@term("伤残等级", "disability level")
def disability_level(grade):
    """一级乙等至三级戊等依次为一至十级；一级甲等是死亡，四级没有等级。

    Grades 1B to 3E are levels one to ten; 1A is death, and grade 4 has none."""
    if grade < 2:
        return 0
    return grade - 1 if grade <= 11 else 0


@term("每件费用", "cost of one device")
def cost_of_device(device):
    """须有医疗机构证明；不是国产普及型的，只按普及型的价格。

    Only what is certified; where it is no popular domestic type, at the price of one."""
    if not device.certified:
        return 0
    return device.fitting + (device.price if device.popular else device.popular_price)


@term("器具件数", "number of devices")
def device_count(life, age, option):
    """到75岁的年数除以使用年限，至少一件。

    The years up to 75 by the years that one lasts, at least one."""
    left = max(LIFE_SPAN - age, 0)
    if option.device_count == "ceiling":
        return max(ceiling(left / life), 1)
    return floor(left / life) + 1


@term("年扶养额", "support of a person")
def yearly_support(dependant, option):
    """月低保标准乘扶养年数，由共同扶养的人分担。

    The monthly guarantee times the years of support, shared by those who support."""
    support = dependant.subsistence * support_years(dependant, option)
    return support / dependant.supporters if option.supporters_a == "divide" else support


@term("扶养年数", "years of support")
def support_years(dependant, option):
    """到16岁；16岁以上没有劳动能力的20年，60岁起逐年减少，70岁起5年。

    Up to 16; twenty years for those above who cannot work, fewer from 60, five from 70."""
    age = dependants_age(dependant, option)
    if age < 16:
        return years_until(16, dependant, option)
    if not cannot_work(dependant, option):
        return 0
    return 20 if age < 60 else allowance_years(age, option)


@term("计入的住宿费", "lodging that counts")
def counted_lodging(stay, figure):
    """票据与标准取低者；事故之前的和不必要的不计。

    The lower of receipt and standard; nothing from before the accident, and nothing needless."""
    if stay.before:
        return 0
    return min(stay.amount, figure.lodging_per_day * stay.nights) if stay.necessary else 0


@term("抚慰金年数", "years of mental damages")
def years_of_comfort(case, option):
    """死亡以6年为限，残疾以3年为限；没有残疾的由选项决定。

    Six at most on death, three on disability; without disability an option decides."""
    level = disability_level(case.grade)
    if case.died:
        return min(case.mental_years, 6) if option.mental_years == "stated" else 6
    if level == 0:
        return min(case.mental_years, 1) if option.mental_grade4 == "discretionary" else 0
    if option.mental_years == "by_level":
        return 3 * coefficient(level)
    return min(case.mental_years, 3) if option.mental_years == "stated" else 3


@term("计入的亲属", "the relative counts", yes_or_no=True)
def takes_part(relative, case):
    """参加处理的前两人；死亡的，参加丧葬活动的另计前两人。

    The first two who take part in the handling; on death, the first two at the funeral besides."""
    if relative.funeral and not case.died:
        return 0
    return 1 if relative.order <= MOST_RELATIVES else 0


@term("亲属交通", "the relative's travel")
def relative_travel(relative, case):
    """计入的亲属的票据。

    The tickets of a relative that counts."""
    return relative.transport if takes_part(relative, case) else 0


@term("亲属误工损失", "the relative's loss")
def relative_loss(relative, case, figure, option):
    """固定收入按实际减少，以日平均工资三倍为限；无固定收入按日平均工资；无劳动收入的不计。

    Fixed income up to three average wages; the average wage without fixed income; nothing for who earns nothing."""
    if not takes_part(relative, case):
        return 0
    if relative.income_kind == NO_INCOME:
        return 0
    average = daily_wage(figure, option)
    if relative.income_kind != FIXED:
        return average * relative.days
    return min(relative.daily_income + a_day(relative.annual_income, option), 3 * average) * relative.days


@term("亲属住宿", "the relative's lodging")
def relative_lodging(relative, case, figure):
    """计入的亲属，票据与标准取低者。

    For a relative that counts, the lower of receipt and standard."""
    if not takes_part(relative, case):
        return 0
    return min(relative.lodging, figure.lodging_per_day * relative.nights)
