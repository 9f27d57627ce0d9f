"""解释 and 民法典 1179: the gross of each head."""

from datetime import date
from fractions import Fraction

from .ages import age_of, is_incapable, patients_age, years_until
from .counting import (
    a_day,
    a_year,
    after_debate,
    carers,
    died,
    fees,
    funeral_wage,
    further,
    hospital_days,
    how_many,
    lost_days,
    price,
    rate,
    share_of_harm,
    slips,
    treatment,
    wage_a_day,
    wage_series,
)
from .stated import amount, figure, higher, option

DEPENDENCE = {"full": Fraction(1), "most": Fraction(4, 5), "part": Fraction(1, 2)}


def gross_b(case):
    """解释 Arts. 6-17 and 23, 民法典 1179: the gross of every head in yuan, not yet rounded."""
    dead = died(case)
    index = index_b(case)
    age = patients_age(case)
    day = wage_a_day(case)
    one_standard = case["dates"]["act"] >= date(2022, 5, 1)
    rural = not one_standard and case["patient"].get("household") == "rural"
    income = higher(case, "rural_income" if rural else "urban_income")

    heads = {}
    heads["medical"] = treatment(case, [r for r in case.get("receipts", []) if not after_debate(r, case)])
    heads["further_treatment"] = sum(amount(r["amount"]) * share_of_harm(r) for r in further(case))
    heads["lost_earnings"] = lost_days(case, ends=dead or index > 0, last_day_counts=False) * earnings_b(case, day)
    heads["nursing"] = sum(
        c["days"] * carers(c, case) * (amount(c.get("rate", 0)) or day) * DEPENDENCE[c.get("level", "full")]
        for c in case.get("care", [])
    )
    heads["nursing_later"] = later_care(case)
    heads["transport"] = sum(amount(r["amount"]) for r in slips(case, "transport"))
    heads["food"] = hospital_days(case) * figure(case, "food_per_day")
    heads["lodging"] = sum(amount(r["amount"]) for r in slips(case, "lodging"))
    asked = case.get("nutrition", {})
    heads["nutrition"] = amount(asked.get("sum", 0)) + asked.get("days", 0) * amount(asked.get("per_day", 0))
    term = case.get("continued_years", years_b(age))  # Art. 19: five to ten years more, in an action of its own
    heads["disability"] = 0 if dead else income * term * index
    heads["devices"] = sum(
        price(d) * how_many(Fraction(d.get("years", 0), d["life"]), case) for d in case.get("devices", [])
    )
    heads["funeral"] = 6 * rate(funeral_wage(case) / 12, case) if dead else 0
    heads["death"] = income * years_b(age) if dead else 0
    heads["dependants"] = dependants_b(case, Fraction(1) if dead else index, one_standard)
    if case["dates"]["act"] < date(2021, 1, 1):  # the text of 2003 has dependants (Art. 28) before death (Art. 29)
        heads["death"] = heads.pop("death")
    heads["relatives"] = sum(relative_b(r, case, day) for r in case.get("relatives", [])) if dead else 0
    serious = dead or index > 0 or case.get("mental", {}).get("serious")
    heads["mental"] = amount(case.get("mental", {}).get("asked", 0)) if serious else 0
    return heads | fees(case)


def later_care(case):
    """Art. 8: after disability is fixed, for at most twenty years."""
    care = case.get("permanent_care")
    if care is None:
        return 0
    yearly = 365 * amount(care.get("rate", 0)) or figure(case, wage_series(case))
    return min(20, care.get("years", 20)) * yearly * DEPENDENCE[care.get("level", "full")] * carers(care, case)


def index_b(case):
    """The worst injury's coefficient; each further one adds, at most 10 % in all, and never over 100 %."""
    injuries = sorted(case.get("injuries", []), key=lambda injury: injury["level"])
    if not injuries:
        return Fraction(0)
    more = Fraction(0)
    for injury in injuries[1:]:
        by_level = Fraction(11 - injury["level"], 100)
        answers = {"one_percent": Fraction(1, 100), "two_percent": Fraction(2, 100), "by_level": by_level}
        stated = amount(injury.get("index", 0))
        more += min(stated, Fraction(1, 10)) if stated else answers[option(case, "further_levels")]
    return min(Fraction(1), Fraction(11 - injuries[0]["level"], 10) + min(more, Fraction(1, 10)))


def years_b(age):
    """Arts. 12, 15: twenty years; 80 less the age from 60; five from 75."""
    if age < 60:
        return 20
    return 80 - age if age < 75 else 5


def dependants_b(case, lost, one_standard):
    """Art. 17: year by year each one's share, all together at most one person's consumption of a year.

    Before May 2022 people of town and countryside have figures of their own; who is of the town sets the limit.
    """
    urban, rural = higher(case, "urban_consumption"), higher(case, "rural_consumption")
    people = []
    for person in case.get("dependants", []):
        household = person.get("household", case["patient"].get("household"))
        standard = rural if household == "rural" and not one_standard else urban
        people.append((term_b(person, case), Fraction(standard, person.get("supporters", 1)), standard))
    owed = Fraction(0)
    for year in range(20):
        shares = [(share * min(1, max(0, term - year)), standard) for term, share, standard in people]
        limit = urban if any(share and standard == urban for share, standard in shares) else rural
        owed_this_year = sum(share for share, _ in shares)
        if option(case, "capacity") == "inside":
            owed += min(limit, lost * owed_this_year)
        else:
            owed += lost * min(limit, owed_this_year)
    return owed


def term_b(person, case):
    age = age_of(person, case)
    if age < 18:
        return years_until(18, person, case)
    return years_b(age) if is_incapable(person, case) and person.get("no_income", True) else 0


def earnings_b(case, day):
    """Art. 7: the real loss of a day, or the mean of three years; the average wage where neither is proved."""
    income = case.get("income", {"kind": "unfixed"})
    if income["kind"] == "none":
        return 0
    if income["kind"] == "unprovable" or (income["kind"] == "unfixed" and not amount(income.get("amount", 0))):
        return day
    second = income.get("second_job", {})
    by_the_day = amount(second.get("amount", 0)) if second.get("per") == "day" else 0
    return a_day(income, case, amount(income.get("bonus", 0)) + a_year(second)) + by_the_day


def relative_b(relative, case, day):
    income = relative.get("income", {"kind": "unfixed"})
    own = a_day(income, case) if amount(income.get("amount", 0)) else day
    loss = 0 if income["kind"] == "none" else own * relative["days"]
    return amount(relative.get("transport", 0)) + amount(relative.get("lodging", 0)) + loss
