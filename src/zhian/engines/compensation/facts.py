"""The facts of a case that a rule may ask for, with their words, units and permitted bounds. No law in here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .words import NOTHING, Words

YUAN, YEARS, DAYS = Words("元", "yuan"), Words("年", "years"), Words("天", "days")
PERSONS = Words("人", "persons")


@dataclass(frozen=True)
class Fact:
    """A number that a rule may ask for.

    `den`: parts of the unit in a column (money in fen: 100). `low`, `high`: bounds in the unit, from which int64 is
    proved safe. `default` is what holds where the case says nothing; `codes` says what each number stands for.
    """

    words: Words
    low: int
    high: int
    den: int = 1
    default: int = 0
    unit: Words = NOTHING
    codes: Mapping[int, Words] = field(default_factory=dict)

    @property
    def zh(self) -> str:
        return self.words.zh

    @property
    def en(self) -> str:
        return self.words.en


@dataclass(frozen=True)
class Table:
    """A long table: so many rows a case at most, each with these facts."""

    words: Words
    most: int
    facts: Mapping[str, Fact]


def money(zh: str, en: str, high: int = 100_000_000, default: int = 0) -> Fact:
    return Fact(Words(zh, en), 0, high, 100, default, YUAN)


def ratio(zh: str, en: str, default: int = 1) -> Fact:
    return Fact(Words(zh, en), 0, 1, 10_000, default)


def whole(zh: str, en: str, low: int, high: int, unit: Words = NOTHING, default: int | None = None) -> Fact:
    return Fact(Words(zh, en), low, high, 1, low if default is None else default, unit)


def yes_no(zh: str, en: str, default: int = 0) -> Fact:
    return Fact(Words(zh, en), 0, 1, 1, default)


def code(zh: str, en: str, *answers: tuple[str, str], default: int = 0) -> Fact:
    """One of several answers, numbered from nought in the order given."""
    return Fact(Words(zh, en), 0, len(answers) - 1, 1, default, codes={k: Words(*a) for k, a in enumerate(answers)})


GRADES = (
    ("未构成医疗事故", "no accident established"),
    ("一级甲等", "grade 1A"),
    ("一级乙等", "grade 1B"),
    *((f"二级{zh}等", f"grade 2{en}") for zh, en in zip("甲乙丙丁", "ABCD", strict=True)),
    *((f"三级{zh}等", f"grade 3{en}") for zh, en in zip("甲乙丙丁戊", "ABCDE", strict=True)),
    ("四级", "grade 4"),
)
NO_INCOME, FIXED, UNFIXED, UNPROVABLE = range(4)
INCOME = code(
    "收入情况",
    "kind of income",
    ("无劳动收入", "no labour income"),
    ("有固定收入", "fixed income"),
    ("无固定收入", "no fixed income"),
    ("收入无法证明", "income that cannot be proved"),
    default=UNFIXED,
)
ACCIDENT, ORIGINAL, MIXED = range(3)
HOSPITAL, CERTIFIED, UNCERTIFIED = range(3)
DAILY = money("日收入", "income a day", 100_000)
ANNUAL = money("年收入", "income a year", 10_000_000)
FULL, MOST, PART = range(3)
DEPENDENCE = code(
    "护理依赖程度",
    "dependence on care",
    ("完全护理依赖", "full dependence"),
    ("大部分护理依赖", "dependence for the most part"),
    ("部分护理依赖", "partial dependence"),
)

UNTOLD, CAPABLE, INCAPABLE = range(3)
CAPACITY = code(
    "劳动能力",
    "capacity to work",
    ("未说明劳动能力", "capacity not told"),
    ("有劳动能力", "able to work"),
    ("无劳动能力", "unable to work"),
)
PURPOSE = code(
    "治疗目的",
    "what was treated",
    ("治疗医疗损害", "the harm of the accident"),
    ("治疗原发病", "the original disease"),
    ("兼治损害与原发病", "both together"),
)


def _dependants_ages(day: str, zh: str, en: str) -> dict[str, Fact]:
    """A dependant's age on one of the days from which support may be reckoned."""
    return {
        f"age_{day}": whole(f"被扶养人{zh}周岁", f"the dependant's age {en}", 0, 130, YEARS),
        f"months_{day}": whole(f"{zh}满周岁后的整月数", f"whole months since the birthday {en}", 0, 11),
        f"days_{day}": whole(f"{zh}满周岁后的天数", f"days since the birthday {en}", 0, 365, DAYS),
    }


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

TABLES: dict[str, Table] = {
    "dependants": Table(
        Words("被扶养人", "dependants"),
        20,
        {
            **_dependants_ages("fixed", "定残（死亡）时", "when disability was fixed (or at death)"),
            **_dependants_ages("act", "损害发生时", "at the act"),
            **_dependants_ages("debate", "一审辩论终结时", "when the first-instance debate closed"),
            "capacity": CAPACITY,
            "no_income": yes_no("无其他生活来源", "without other means", 1),
            "supporters": whole("扶养人数", "persons who share the support", 1, 10, PERSONS),
            "rural": yes_no("被扶养人为农村居民", "the dependant is a rural resident"),
        },
    ),
    "receipts": Table(
        Words("医疗费单据", "medical receipts"),
        200,
        {
            "amount": money("单据金额", "amount of the receipt", 10_000_000),
            "before": yes_no("发生于医疗事故之前", "from before the accident"),
            "purpose": PURPOSE,
            "accident_share": ratio("其中损害治疗所占份额", "part that treats the harm"),
            "approved": yes_no("经批准或在当地就医", "approved, or treated locally", 1),
            "unrelated": yes_no("自购与损害无关的药品", "bought by oneself, unrelated to the harm"),
            "overstay": yes_no("治愈后无正当理由不出院", "stayed on after the cure without reason"),
            "after_debate": yes_no("发生于一审辩论终结之后", "from after the close of the debate"),
        },
    ),
    "further": Table(
        Words("后续治疗", "further treatment"),
        50,
        {
            "amount": money("后续治疗费用", "cost of further treatment", 10_000_000),
            "basic": money("按基本医疗的费用", "cost at the rate of basic medical care", 10_000_000),
            "purpose": PURPOSE,
            "accident_share": ratio("其中损害治疗所占份额", "part that treats the harm"),
            "certain": yes_no("必然发生", "certain to arise", 1),
        },
    ),
    "journeys": Table(
        Words("交通费单据", "travel receipts"),
        200,
        {
            "amount": money("票据金额", "amount of the ticket", 100_000),
            "before": yes_no("发生于医疗事故之前", "from before the accident"),
            "necessary": yes_no("就医所必需", "needed for the treatment", 1),
        },
    ),
    "lodgings": Table(
        Words("住宿费单据", "lodging receipts"),
        100,
        {
            "amount": money("住宿票据金额", "amount of the lodging receipt", 1_000_000),
            "nights": whole("住宿夜数", "nights", 1, 1_000),
            "before": yes_no("发生于医疗事故之前", "from before the accident"),
            "necessary": yes_no("就医所必需", "needed for the treatment", 1),
        },
    ),
    "devices": Table(
        Words("残疾辅助器具", "devices"),
        20,
        {
            "price": money("器具价格", "price of the device", 1_000_000),
            "fitting": money("安装费", "cost of fitting", 1_000_000),
            "life": whole("使用年限", "years that it lasts", 1, 20, YEARS),
            "years": whole("配制机构意见的赔偿期限", "term in the fitter's opinion", 0, 100, YEARS),
            "certified": yes_no("有医疗机构证明", "certified by a medical institution"),
            "popular": yes_no("国产普及型", "of a popular domestic type", 1),
            "popular_price": money("国产普及型价格", "price of the popular domestic type", 1_000_000),
        },
    ),
    "injuries": Table(
        Words("其余伤残", "further injuries"),
        10,
        {
            "level": whole("其余伤残的等级", "level of the further injury", 1, 10),
            "index": Fact(Words("鉴定意见的附加指数", "added index in the opinion"), 0, 1, 100),
        },
    ),
    "absences": Table(
        Words("误工期间", "days away from work"),
        100,
        {
            "days": whole("误工天数", "days away", 0, 10_000, DAYS),
            "to_fixing": whole("至定残当日的天数", "days up to the day of fixing", 0, 10_000, DAYS),
            "before_fixing": whole("至定残前一日的天数", "days up to the day before fixing", 0, 10_000, DAYS),
            "reason": code(
                "误工原因",
                "reason",
                ("住院", "in hospital"),
                ("有证明的休养", "certified rest"),
                ("无证明的休养", "rest without a certificate"),
            ),
        },
    ),
    "care": Table(
        Words("护理期间", "periods of care"),
        50,
        {
            "days": whole("护理天数", "days of care", 0, 10_000, DAYS),
            "in_hospital": yes_no("住院期间", "in hospital", 1),
            "carers": whole("护理人数", "carers", 1, 5, PERSONS),
            "level": DEPENDENCE,
            "rate": money("护理每人每日标准", "rate for a carer and day", 10_000),
            "annual_rate": money("护理人员年收入", "a carer's income a year", 10_000_000),
        },
    ),
    "relatives": Table(
        Words("亲属", "relatives"),
        20,
        {
            "order": whole("同类亲属中的次序", "place among the relatives of its kind", 1, 20),
            "funeral": yes_no("参加丧葬活动", "took part in the funeral"),
            "days": whole("亲属误工天数", "days that the relative lost", 0, 1_000, DAYS),
            "income_kind": INCOME,
            "daily_income": DAILY,
            "annual_income": ANNUAL,
            "transport": money("亲属交通费", "the relative's travel", 100_000),
            "lodging": money("亲属住宿费", "the relative's lodging", 100_000),
            "nights": whole("亲属住宿夜数", "the relative's nights", 0, 1_000),
        },
    ),
}
# What is published and belongs to a row: looked up at the dependant's own place.
ROW_FIGURES = {"dependants": ("subsistence",)}
FIGURE = Fact(Words("公布数据", "published figure"), 0, 1_000_000, 100, unit=YUAN)


def fact(name: str) -> Fact:
    """The declaration behind a name in a formula: `age_act`, `ratio:medical`, `dependants.age`."""
    table, _, own = name.partition(":")[0].rpartition(".")
    if table:
        return FIGURE if own in ROW_FIGURES.get(table, ()) else TABLES[table].facts[own]
    return CASE[own]


def exact(name: str, value: Any) -> Fraction | int:
    """The value of one fact, exact, in its unit. Raises ValueError for a float or a value out of its bounds."""
    known = fact(name)
    if type(value) is int and known.low <= value <= known.high:
        return value
    given = Fraction(str(value)) if isinstance(value, int | str | Fraction) and not isinstance(value, bool) else None
    if given is None or not known.low <= given <= known.high or (given * known.den).denominator != 1:
        raise ValueError(
            f"{name}（{known.zh}）= {value!r}: allowed {known.low} to {known.high} in steps of 1/{known.den}, no float"
        )
    return given
