"""The same rules as our engine takes them: ordinary functions, read once, run on one case or on columns."""

import os
from functools import cache

import numpy as np

from zhian.engines.compensation.facts.fact import Fact, money, ratio, whole
from zhian.engines.compensation.formula import Formula, Names, Rows, explored, given, term, to_fen, total
from zhian.engines.compensation.formula.columns import Columns

CASE: dict[str, Fact] = {
    "age": whole("周岁", "age", 0, 130),
    "level": whole("伤残等级", "level", 1, 10),
    "medical": money("医疗费", "medical cost"),
    "ratio": ratio("责任比例", "ratio"),
    "income": money("可支配收入", "income", 1_000_000),
    "consumption": money("消费支出", "consumption", 1_000_000),
}
PEOPLE: dict[str, Fact] = {
    "age": whole("被扶养人周岁", "dependant's age", 0, 130),
    "incapable": whole("无劳动能力", "without capacity", 0, 1),
    "supporters": whole("扶养人数", "supporters", 1, 10),
}
MOST = 20


@term("赔偿年限", "years")
def years(age):
    if age < 60:
        return 20
    return 80 - age if age < 75 else 5


@term("伤残系数", "coefficient")
def coefficient(level):
    return (11 - level) / 10


@term("扶养年限", "years of support")
def support_years(person):
    if person.age < 18:
        return 18 - person.age
    return years(person.age) if person.incapable else 0


@term("份额", "share")
def share(person, year):
    return 1 / person.supporters if year < support_years(person) else 0


@term("当年份额之和", "shares of a year")
def in_year(case, year):
    return min(1, coefficient(case.level) * total(share(person, year) for person in case.people))


def medical(case):
    return case.medical


def disability(case):
    return case.income * years(case.age) * coefficient(case.level)


def dependants(case):
    return case.consumption * total(in_year(case, year) for year in range(20))


@cache
def formula() -> Formula:
    """The heads in fen, each times the ratio, and their sum times the ratio."""
    case = Names(_of_the_case)
    heads = [to_fen(explored(lambda rule=rule: rule(case))) for rule in (medical, disability, dependants)]
    return Formula([*(to_fen(head * case.ratio) for head in heads), to_fen(sum(heads) * case.ratio)])


def _of_the_case(name: str):
    if name == "people":
        return Rows("people", MOST, Names(lambda fact: given(f"people.{fact}", PEOPLE[fact], "people")))
    return given(name, CASE[name])


def one(case: dict, people: list[dict]) -> list[int]:
    """What one case is owed: each fact is held to its bounds, as everywhere."""
    numbers = {name: _held(case[name], about, name) for name, about in CASE.items()}
    rows = {f"people.{name}": [_held(p[name], about, name) for p in people] for name, about in PEOPLE.items()}
    return formula().sums(numbers | rows, {"people": len(people)})


def _held(value: int, about: Fact, name: str) -> int:
    if about.low * about.den <= value <= about.high * about.den:
        return value
    raise ValueError(f"{name} = {value}: allowed {about.low} to {about.high}")


@cache
def columns() -> Columns:
    return Columns(formula())


def batch(cases: dict, people: dict) -> list[np.ndarray]:
    """Three heads and the total, in fen, for every case."""
    count = len(cases["age"])
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(people["case"], minlength=count), out=starts[1:])
    rows = {f"people.{name}": people[name] for name in PEOPLE}
    return columns().run(cases | rows, count, {"people": starts})


def on_cores(count: int) -> None:
    """Keep this process, and what it starts, to so many cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
