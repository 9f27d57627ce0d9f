"""条例 (2002) Arts. 50-52: the gross of each head."""

from fractions import Fraction

from .ages import age_of, is_incapable, patients_age, years_until
from .counting import (
    a_day,
    carers,
    died,
    further,
    hospital_days,
    how_many,
    lost_days,
    price,
    share_of_harm,
    slips,
    treatment,
    wage_a_day,
)
from .stated import amount, figure, option

# A grade's place is its level of disability; 0 is death.
GRADES = [f"一级{part}等" for part in "甲乙"] + [f"二级{part}等" for part in "甲乙丙丁"]
GRADES += [f"三级{part}等" for part in "甲乙丙丁戊"]


def gross_a(case):
    """条例 Art. 50: the gross of every head in yuan, not yet rounded."""
    grade = case["accident"]["grade"]
    dead = died(case)
    level = GRADES.index(grade) if grade in GRADES else 0
    disabled = level > 0
    coefficient = Fraction(11 - level, 10) if disabled else Fraction(0)
    living = figure(case, "living_cost")
    day = wage_a_day(case)

    heads = {}
    heads["medical"] = treatment(case, case.get("receipts", [])) + sum(
        amount(r.get("basic", r["amount"])) * share_of_harm(r) for r in further(case)
    )
    heads["lost_earnings"] = lost_days(case, ends=dead or disabled, last_day_counts=True) * earnings_a(case, day)
    heads["food"] = hospital_days(case) * figure(case, "food_per_day")
    heads["nursing"] = sum(
        c["days"] * carers(c, case) * day for c in case.get("care", []) if c.get("in_hospital", True)
    )
    heads["disability_allowance"] = 0
    heads["devices"] = 0
    if disabled and not dead:
        heads["disability_allowance"] = living * years_a(patients_age(case), case, young=30) * coefficient
    if disabled:
        heads["devices"] = sum(device_a(d, patients_age(case), case) for d in case.get("devices", []))
    heads["funeral"] = figure(case, "funeral_subsidy") if dead else 0
    heads["dependants"] = sum(dependant_a(d, case) for d in case.get("dependants", [])) if dead or disabled else 0
    heads["transport"] = sum(amount(r["amount"]) for r in slips(case, "transport"))
    nightly = figure(case, "lodging_per_day")
    heads["lodging"] = sum(min(amount(r["amount"]), nightly * r.get("nights", 1)) for r in slips(case, "lodging"))
    heads["mental"] = living * mental_years_a(case, dead, coefficient)
    return heads | relatives_a(case, day, dead)


def mental_years_a(case, dead, coefficient):
    """50(11): at most six years of living cost for the dead, three for the disabled; grade 4 is an open question."""
    asked = amount(case.get("mental", {}).get("years", 6))
    if not dead and not coefficient:
        return min(asked, 1) if option(case, "mental_grade4") == "discretionary" else 0
    most = 6 if dead else 3
    if option(case, "mental_years") == "stated":
        return min(asked, most)
    return most * coefficient if option(case, "mental_years") == "by_level" and not dead else most


def dependant_a(person, case):
    """50(8): subsistence until 16; 20 years without capacity; 15 from 60, 5 from 70; shared by the supporters."""
    age = age_of(person, case)
    if age < 16:
        years = years_until(16, person, case)
    elif not is_incapable(person, case):
        years = 0
    else:
        years = years_a(age, case, young=20)
    supporters = person.get("supporters", 1) if option(case, "supporters_a") == "divide" else 1
    return 12 * figure(case, "subsistence") * years / supporters


def years_a(age, case, young):
    """50(5), 50(8): the full term below 60, then 15 falling to 5 at 70 (or 15 for all the sixties)."""
    if age < 60:
        return young
    if age >= 70:
        return 5
    return 75 - age if option(case, "sixties") == "decline" else 15


def earnings_a(case, day):
    """50(2): a day's own loss up to three times the average wage; the average wage without a fixed income."""
    income = case.get("income", {"kind": "unfixed"})
    if income["kind"] == "none":
        return 0
    base = day
    if income["kind"] == "fixed":
        bonus = min(amount(income.get("bonus", 0)), amount(income.get("bonus_limit", 10**7)))
        base = a_day(income, case, bonus)
        if base > 3 * day and income.get("employer") == "private" and not income.get("tax_proof"):
            base = day
    second = a_day(income["second_job"], case) if "second_job" in income else 0
    if option(case, "second_job") == "inside_cap":
        return min(base + second, 3 * day)
    return min(base, 3 * day) + second


def relatives_a(case, day, dead):
    """Art. 51: two near relatives who take part in the handling; on death two more at the funeral."""
    relatives = case.get("relatives", [])
    people = [r for r in relatives if r.get("purpose", "handling") == "handling"][:2]
    if dead:
        people += [r for r in relatives if r.get("purpose") == "funeral"][:2]
    nightly = figure(case, "lodging_per_day")
    return {
        "relatives_transport": sum(amount(r.get("transport", 0)) for r in people),
        "relatives_lost_earnings": sum(r["days"] * relatives_day(r, case, day, 3 * day) for r in people),
        "relatives_lodging": sum(min(amount(r.get("lodging", 0)), nightly * r.get("nights", 0)) for r in people),
    }


def relatives_day(relative, case, day, most):
    income = relative.get("income", {"kind": "unfixed"})
    if income["kind"] == "none":
        return 0
    return min(a_day(income, case), most) if income["kind"] == "fixed" else day


def device_a(device, age, case):
    """50(6): certified, at the price of a popular type with its fitting, as often as it wears out until 75."""
    if not device.get("certified"):
        return 0
    return price(device) * how_many(Fraction(max(0, 75 - age), device["life"]), case)
