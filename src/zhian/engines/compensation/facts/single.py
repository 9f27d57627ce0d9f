"""What a case has once."""

from ..words import Words
from .answers import DEPENDENCE, GRADES, INCOME
from .fact import DAYS, PERSONS, YEARS, Fact, code, money, ratio, whole, yes_no

DAILY = money("日收入", "income a day", 100_000)
ANNUAL = money("年收入", "income a year", 10_000_000)
CASE: dict[str, Fact] = {
    "died": yes_no("患者死亡", "the patient died"),
    "not_accident": yes_no("经鉴定不构成医疗事故", "no medical accident, by the appraisal"),
    "grade": code("医疗事故等级", "grade of the accident", *GRADES),
    "level": whole("伤残等级（最重一处）", "disability level (the heaviest)", 0, 10),  # 0: none
    "age_fixed": whole("定残（死亡）时周岁", "age when disability was fixed (or at death)", 0, 130, YEARS),
    "age_act": whole("损害发生时周岁", "age at the act", 0, 130, YEARS),
    "age_debate": whole("一审辩论终结时周岁", "age when the first-instance debate closed", 0, 130, YEARS),
    "rural": yes_no("农村居民", "rural resident"),
    "income_kind": INCOME,
    "daily_income": DAILY,
    "annual_income": ANNUAL,
    "bonus": money("单位上年度人均奖金", "the unit's bonus per head of the year before", 10_000_000),
    "bonus_limit": money("奖金税起征点", "threshold of the bonus tax", 10_000_000, 10_000_000),
    "second_daily": money("第二职业日收入", "income of a second job a day", 100_000),
    "second_annual": money("第二职业年收入", "income of a second job a year", 10_000_000),
    "private_employer": yes_no("证明单位为私营企业", "the certificate is a private firm's"),
    "tax_proof": yes_no("有纳税证明", "there is tax proof"),
    "hospital_days": whole("住院天数", "days in hospital", 0, 10_000, DAYS),
    "nutrition_days": whole("营养期", "days of extra nutrition", 0, 10_000, DAYS),
    "nutrition_per_day": money("营养费每日标准", "nutrition a day", 1_000),
    "nutrition_sum": money("营养费（一次性）", "nutrition as one sum", 1_000_000),
    "care_later_years": whole("定残后护理年限", "years of care after disability was fixed", 0, 60, YEARS),
    "care_later_level": DEPENDENCE,
    "care_later_rate": money("定残后护理每日标准", "later care a day", 10_000),
    "care_later_annual": money("定残后护理年标准", "later care a year", 10_000_000),
    "care_later_carers": whole("定残后护理人数", "carers later", 1, 5, PERSONS),
    "continued_years": whole("期满后继续给付年限", "years granted after the term ended", 0, 10, YEARS),
    "mental_years": Fact(Words("精神损害抚慰金年数", "years of mental damages"), 0, 6, 10, 6, YEARS),
    "mental_asked": money("请求的精神损害抚慰金", "mental damages asked for", 10_000_000),
    "serious": yes_no("造成严重精神损害", "the mental harm is serious"),
    "reimbursed": money("第三方已报销的医疗费", "medical cost that a third party has reimbursed"),
    "appraisal_cost": money("鉴定费", "cost of the appraisal", 10_000_000),
    "lawyer_cost": money("律师费", "lawyer's fee", 10_000_000),
    "other_cost": money("其他费用", "other cost", 10_000_000),
    "other_loss": money("其他损失", "other losses", 10_000_000),
    "prepaid": money("已先行支付", "paid in advance"),
    "ratio": ratio("责任比例", "share of responsibility"),  # ratio:<head> overrides it for one head
}
