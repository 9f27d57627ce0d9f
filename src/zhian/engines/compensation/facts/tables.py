"""What a case may have many of: dependants, receipts, devices, periods of care."""

from ..words import Words
from .answers import CAPACITY, DEPENDENCE, INCOME, PURPOSE
from .fact import DAYS, PERSONS, YEARS, Fact, Table, code, money, ratio, whole, yes_no
from .single import ANNUAL, DAILY


def _dependants_ages(day: str, zh: str, en: str) -> dict[str, Fact]:
    """A dependant's age on one of the days from which support may be reckoned."""
    return {
        f"age_{day}": whole(f"被扶养人{zh}周岁", f"the dependant's age {en}", 0, 130, YEARS),
        f"months_{day}": whole(f"{zh}满周岁后的整月数", f"whole months since the birthday {en}", 0, 11),
        f"days_{day}": whole(f"{zh}满周岁后的天数", f"days since the birthday {en}", 0, 365, DAYS),
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
