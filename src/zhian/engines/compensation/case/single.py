"""The facts of a case that stand once: the patient, the harm, the income, the stay, money, shares."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ..facts.answers import GRADES
from .days import age_reader, covered, reckoned_from

Told = Mapping[str, Any]
Days = Mapping[str, date]


def told_facts(told: Told, days: Days) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for part in (_person, _harm, _income, _hospital, _later, _money, _ratios):
        facts |= part(told, days)
    return {name: value for name, value in facts.items() if value is not None}


def _person(told: Told, days: Days) -> dict[str, Any]:
    patient = told.get("patient", {})
    household, age = patient.get("household"), age_reader(patient, days.get("act"))
    ages = {f"age_{name}": age(day) for name, day in reckoned_from(days).items()}
    return ages | {"rural": None if household is None else int(household == "rural")}


def _harm(told: Told, days: Days) -> dict[str, Any]:
    accident, injuries = told.get("accident", {}), told.get("injuries")
    names, grade = [zh for zh, _ in GRADES], accident.get("grade")
    if accident.get("established") is False:
        grade = names[0]
    level = min((row["level"] for row in injuries if row.get("level")), default=0) if injuries is not None else None
    died = bool(days.get("death")) or grade == names[1]
    return {
        "not_accident": 1 if accident.get("established") is False else None,
        "grade": names.index(grade) if grade else None, "level": level,
        "died": 1 if died else None,
    }  # fmt: skip


KINDS = {"none": 0, "fixed": 1, "unfixed": 2, "unprovable": 3}
TIMES = {"month": 12, "year": 1}


def _income(told: Told, days: Days) -> dict[str, Any]:
    income = told.get("income", {})
    second = income.get("second_job", {})
    employer = income.get("employer")
    amount, per = second.get("amount"), second.get("per", "month")
    return earned(income) | {
        "bonus": income.get("bonus"), "bonus_limit": income.get("bonus_limit"),
        "second_daily": amount if per == "day" else None,
        "second_annual": amount * TIMES[per] if amount is not None and per in TIMES else None,
        "private_employer": None if employer is None else int(employer == "private"),
        "tax_proof": None if income.get("tax_proof") is None else int(income["tax_proof"]),
    }  # fmt: skip


def earned(income: Mapping[str, Any]) -> dict[str, Any]:
    """Income of the patient or of a relative: by the day, or else by the year."""
    amount, per, kind = income.get("amount"), income.get("per", "month"), income.get("kind")
    kind = kind or (None if amount is None else "fixed")
    return {
        "income_kind": KINDS[kind] if kind else None,
        "daily_income": amount if per == "day" else None,
        "annual_income": amount * TIMES[per] if amount is not None and per in TIMES else None,
    }


def _hospital(told: Told, days: Days) -> dict[str, Any]:
    stays = told.get("stays")
    counted = covered(stays, days.get("act")) if stays else set()
    return {"hospital_days": len(counted) if stays else told.get("hospital_days")}


def _later(told: Told, days: Days) -> dict[str, Any]:
    care, nutrition = told.get("permanent_care"), told.get("nutrition", {})
    facts = {
        "continued_years": told.get("continued_years"),
        "nutrition_days": nutrition.get("days"), "nutrition_per_day": nutrition.get("per_day"),
        "nutrition_sum": nutrition.get("sum"),
    }  # fmt: skip
    if care is not None:
        facts |= {
            "care_later_years": care.get("years", 20), "care_later_level": LEVELS[care.get("level", "full")],
            "care_later_rate": paid(care, "day"), "care_later_annual": paid(care, "month", "year"),
            "care_later_carers": care.get("carers"),
        }  # fmt: skip
    return facts


def paid(care: Mapping[str, Any], *times: str) -> Fraction | None:
    """A carer's rate where it is told for one of these times; a month's as that of a year."""
    per, rate = care.get("per", "day"), care.get("rate")
    return None if rate is None or per not in times else rate * TIMES.get(per, 1)


LEVELS = {"full": 0, "most": 1, "part": 2}


def _money(told: Told, days: Days) -> dict[str, Any]:
    mental, other, paid = told.get("mental", {}), told.get("other", []), told.get("prepaid", [])
    cost = lambda kind, inside=None: _sum(  # noqa: E731
        row["amount"] for row in other if row.get("kind", "other") == kind and row.get("amount") is not None
        and (inside is None or bool(row.get("inside_ratio")) is inside)
    )  # fmt: skip
    given = lambda *by: _sum(row["amount"] for row in paid if row.get("by", "hospital") in by and row.get("amount"))  # noqa: E731
    return {
        "mental_years": mental.get("years"), "mental_asked": mental.get("asked"),
        "serious": None if mental.get("serious") is None else int(mental["serious"]),
        "appraisal_cost": cost("appraisal"), "lawyer_cost": cost("lawyer"),
        "other_cost": cost("other", False), "other_loss": cost("other", True),
        "prepaid": given("hospital", "insurer"), "reimbursed": given("third_party"),
    }  # fmt: skip


def _sum(amounts: Any) -> Fraction | None:
    return sum(found) if (found := list(amounts)) else None


def _ratios(told: Told, days: Days) -> dict[str, Any]:
    responsibility = told.get("responsibility", {})
    heads = {f"ratio:{head}": share for head, share in responsibility.get("heads", {}).items()}
    return {"ratio": responsibility.get("ratio"), **heads}
