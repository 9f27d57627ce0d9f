"""What a case says twice and differently, or says and takes back: each as the field, its value, and the reason."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..facts.answers import GRADES
from ..fields import Fault, fault
from ..words import Words
from .days import covered, full_years

Told = Mapping[str, Any]
NO_ACCIDENT, DEATH = GRADES[0][0], GRADES[1][0]


def contradictions(told: Told) -> Iterator[Fault]:
    """An age that is not the birthday's, a grade without an accident, two numbers of days, an income of nobody."""
    days = told.get("dates", {})
    yield from _ages(told, days.get("act"))
    yield from _grade(told.get("accident", {}), days)
    yield from _twice("hospital_days", told, "stays", days.get("act"))
    yield from _twice("lost_days", told, "absences", days.get("act"))
    yield from _income(told)
    yield from _after_death(told.get("stays", []), days.get("death"))


def _ages(told: Told, act: date | None) -> Iterator[Fault]:
    persons = [("patient", told.get("patient", {}))]
    persons += [(f"dependants[{k}]", row) for k, row in enumerate(told.get("dependants", []), 1)]
    for where, person in persons:
        born, age = person.get("born"), person.get("age")
        if born and act and age is not None and age != full_years(born, act):
            years = full_years(born, act)
            yield fault(
                f"{where}.age", age,
                Words(f"与出生日期{born}不符：损害发生时{years}周岁", f"born on {born}, {years} years old at the act"),
            )  # fmt: skip


def _grade(accident: Told, days: Told) -> Iterator[Fault]:
    grade, established = accident.get("grade"), accident.get("established")
    if grade == NO_ACCIDENT and established:
        yield fault("accident.grade", grade, Words("构成医疗事故的须有等级", "an accident has a grade"))
    if grade not in (None, NO_ACCIDENT) and established is False:
        yield fault("accident.grade", grade, Words("不构成医疗事故的没有等级", "what is no accident has no grade"))
    if grade == DEATH and days.get("fixed") and not days.get("death"):
        yield fault(
            "accident.grade", grade,
            Words("一级甲等是死亡：写死亡日，不写定残日", "1A is death: tell its day, and no day of fixing"),
        )  # fmt: skip


def _twice(number: str, told: Told, periods: str, act: date | None) -> Iterator[Fault]:
    """The days of periods may be told as their number as well, but as the same."""
    if number in told and told.get(periods) and told[number] != (counted := _days(told[periods], act)):
        said = Words(f"所列各期间合计{counted}天", f"the periods that are listed make up {counted} days")
        yield fault(number, told[number], said)


def _days(periods: list[dict[str, Any]], act: date | None) -> int:
    dated = [row for row in periods if row.get("from")]
    return len(covered(dated, act)) + sum(row.get("days") or 0 for row in periods if not row.get("from"))


def _income(told: Told) -> Iterator[Fault]:
    loses_days = bool(told.get("lost_days") or told.get("absences")) and "lost_earnings" not in told.get("amounts", {})
    persons = [("income", told.get("income", {}), loses_days)]
    persons += [
        (f"relatives[{k}].income", row.get("income", {}), bool(row.get("days")))
        for k, row in enumerate(told.get("relatives", []), 1)
    ]
    for where, income, matters in persons:
        kind, amount = income.get("kind"), income.get("amount")
        if kind == "none" and amount:
            yield fault(f"{where}.amount", amount, Words("无劳动收入的不写收入金额", "who earns nothing has no income"))
        if kind == "fixed" and amount is None and matters:
            said = Words("有固定收入的须写明收入金额", "say how much a fixed income is")
            yield fault(f"{where}.amount", "—", said)


def _after_death(stays: list[dict[str, Any]], death: date | None) -> Iterator[Fault]:
    for k, row in enumerate(stays, 1):
        if death and row["from"] > death:
            yield fault(
                f"stays[{k}].from", row["from"], Words(f"不能晚于死亡日 {death}", f"not after the death, {death}")
            )
