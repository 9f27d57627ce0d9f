"""The facts of a case, their permitted bounds, and the questions that the law leaves open. No law in here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .words import NOTHING, Words


@dataclass(frozen=True)
class Fact:
    """`den`: parts of the unit in a column (money in fen: 100). `low`, `high`: bounds in the unit."""

    zh: str
    low: int
    high: int
    den: int = 1
    unit: Words = NOTHING
    codes: Mapping[int, Words] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return Words(self.zh, self.zh)


def money(zh: str, high: int = 100_000_000) -> Fact:
    return Fact(zh, 0, high, 100)


def ratio(zh: str) -> Fact:
    return Fact(zh, 0, 1, 10_000)


CASE = {
    "age": Fact("定残（死亡）时周岁", 0, 130),
    "level": Fact("伤残等级", 0, 10),  # 0: none
    "died": Fact("死亡", 0, 1),
    "medical": money("医疗费单据"),
    "daily_income": money("固定日收入", 1_000_000),
    "has_fixed_income": Fact("有固定收入", 0, 1),
    "lost_days": Fact("误工天数", 0, 10_000),
    "hospital_days": Fact("住院天数", 0, 10_000),
    "care_days": Fact("住院陪护天数", 0, 10_000),
    "carers": Fact("陪护人数", 0, 5),
    "ratio": ratio("责任比例"),  # ratio:<head> overrides it for one head
}
DEPENDANT = {
    "age": Fact("被扶养人周岁", 0, 130),
    "incapable": Fact("无劳动能力", 0, 1),
    "supporters": Fact("扶养人数", 1, 10),
}
MOST_DEPENDANTS = 20
FIGURE = Fact("公布数据", 0, 1_000_000, 100)


@dataclass(frozen=True)
class Option:
    """A question that the law leaves open: the first answer is the default."""

    zh: str
    answers: dict
    source: str

    @property
    def default(self):
        return next(iter(self.answers))


OPTIONS = {
    "divisor": Option("年工资折日", {365: "÷365", 360: "÷12÷30", 261: "÷12÷21.75"}, "条例未规定"),
    "day_rate": Option("日工资取整", {"exact": "不取整", "fen": "先四舍五入到分", "yuan": "先舍去至元"}, "条例未规定"),
    "sixties": Option("60至69周岁", {"decline": "每增1岁减1年", "flat": "一律15年"}, "第五十条第（五）项只规定上限"),
    "rounding": Option("各项金额", {"fen": "四舍五入到分", "down": "舍去分以下"}, "法律未规定"),
    "capacity": Option(
        "伤残系数", {"inside": "先乘系数再适用年上限", "outside": "适用年上限后再乘系数"}, "解释第十七条未规定次序"
    ),
}


def exact(fact: Fact, name: str, value) -> Fraction | int:
    """The value of one fact, exact; a float or a value out of bounds is refused."""
    if type(value) is int and fact.low <= value <= fact.high:
        return value
    given = Fraction(str(value)) if not isinstance(value, float) else None
    if given is None or not fact.low <= given <= fact.high or (given * fact.den).denominator != 1:
        raise ValueError(
            f"{name}（{fact.zh}）= {value!r}: allowed {fact.low} to {fact.high} in steps of 1/{fact.den}, no float"
        )
    return given
