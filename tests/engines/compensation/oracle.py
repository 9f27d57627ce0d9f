"""The law of compensation once more, as plainly as it can be written: one case document, exact fractions, no engine.

It is there to disagree with the engine where the engine is wrong, so it shares nothing with it but the names of fields,
heads and answers. Read it with the text of the instruments beside it: 条例 is 医疗事故处理条例 (2002) Arts. 50-52,
解释 is the personal-injury interpretation, its 2022 numbering.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

GRADES = ["一级甲等", "一级乙等", "二级甲等", "二级乙等", "二级丙等", "二级丁等"]
GRADES += [
    "三级甲等",
    "三级乙等",
    "三级丙等",
    "三级丁等",
    "三级戊等",
]  # its place is the level of disability; 0 is death
DEFAULTS = {
    "wage_series": "staff",
    "day_divisor": 365,
    "day_rate": "exact",
    "rounding": "half_up",
    "age_on": "fixing",
    "part_years": "years",
    "sixties": "decline",
    "second_job": "inside_cap",
    "carers": "one",
    "device_count": "ceiling",
    "mental_grade4": "none",
    "mental_years": "stated",
    "supporters_a": "divide",
    "capacity": "inside",
    "further_levels": "one_percent",
    "ratio_per_head": "one",
    "mental_ratio": "scaled",
    "fees_ratio": "outside",
    "prepaid": "after",
}


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


DEPENDENCE = {"full": Fraction(1), "most": Fraction(4, 5), "part": Fraction(1, 2)}


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


def fees(case):
    """What stands beside the harm; `other` that is marked as inside the ratio is a loss like the rest."""
    heads = {"other_loss": Fraction(0), "appraisal": Fraction(0), "lawyer": Fraction(0), "other": Fraction(0)}
    for cost in case.get("other", []):
        kind = cost.get("kind", "other")
        heads["other_loss" if kind == "other" and cost.get("inside_ratio") else kind] += amount(cost["amount"])
    return heads


# What both regimes count in the same way.


def died(case):
    return "death" in case["dates"] or case["accident"].get("grade") == "一级甲等"


def counts(receipt, case):
    """Nothing from before the act, of the original disease, unrelated, not approved, or from a stay after the cure."""
    if receipt["on"] < case["dates"]["act"] or receipt.get("for") == "original":
        return False
    return receipt.get("approved", True) and not receipt.get("unrelated") and not receipt.get("overstay")


def after_debate(receipt, case):
    """解释 Art. 6: what had not arisen when the first-instance debate closed is left to another action."""
    return receipt["on"] > case["dates"].get("debate_closed", date.max)


def share_of_harm(receipt):
    shares = {"accident": Fraction(1), "original": Fraction(0), "mixed": amount(receipt.get("accident_share", 1))}
    return shares[receipt.get("for", "accident")]


def treatment(case, receipts):
    """What treated the harm, less what a third party has paid back."""
    bills = [r for r in receipts if r.get("kind", "medical") == "medical" and counts(r, case)]
    back = sum(amount(p["amount"]) for p in case.get("prepaid", []) if p["by"] == "third_party")
    return max(0, sum(amount(r["amount"]) * share_of_harm(r) for r in bills) - back)


def further(case):
    """Treatment still to come that is certain to be needed."""
    return [r for r in case.get("receipts", []) if r.get("kind") == "further" and r.get("certain", True)]


def slips(case, kind):
    """Tickets of travel or lodging that were needed for treatment, none from before the act."""
    mine = [r for r in case.get("receipts", []) if r.get("kind") == kind]
    return [r for r in mine if r.get("necessary", True) and r["on"] >= case["dates"]["act"]]


def price(device):
    popular = device.get("type", "popular") == "popular"
    return amount(device.get("fitting", 0)) + amount(device["price"] if popular else device.get("popular_price", 0))


def how_many(times, case):
    """How often a device is due in a term, at least once."""
    return max(1, ceil(times)) if option(case, "device_count") == "ceiling" else 1 + floor(times)


def lost_days(case, ends, last_day_counts):
    """Days of excused absence from the act on; with a disability or death they end on that day, or the day before."""
    act = case["dates"]["act"]
    end = case["dates"].get("death") or case["dates"].get("fixed")
    if not ends or end is None:
        end = date.max - timedelta(days=1)
    until = end + timedelta(days=1) if last_day_counts else end
    number = 0 if case.get("absences") else case.get("lost_days", 0)
    days, seen = min(number, (until - act).days), set()
    for period in case.get("absences", []):
        own = days_between(max(act, period["from"]), period["to"]) - seen
        seen |= own
        if period.get("why") != "uncertified":
            days += sum(day < until for day in own)
    return days


def hospital_days(case):
    """Each day once, with the day of admission and of discharge, from the act on."""
    if "stays" not in case:
        return case.get("hospital_days", 0)
    act = case["dates"]["act"]
    return len(set().union(*(days_between(max(act, stay["from"]), stay["to"]) for stay in case["stays"])))


def days_between(first, last):
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def carers(care, case):
    return care.get("carers", 1) if option(case, "carers") == "stated" else 1


def wage_series(case):
    return {"staff": "wage", "employed": "wage_employed", "industry": "wage_industry"}[option(case, "wage_series")]


def funeral_wage(case):
    """A trade's wage says nothing about a funeral."""
    return figure(case, "wage_employed" if option(case, "wage_series") == "employed" else "wage")


def wage_a_day(case):
    return rate(figure(case, wage_series(case)) / option(case, "day_divisor"), case)


def a_day(income, case, bonus=0):
    """A day's part of an income: money of a day as it is, money of a month or year with the bonus over the divisor."""
    by_the_day = amount(income.get("amount", 0)) if income.get("per") == "day" else 0
    return by_the_day + rate((a_year(income) + bonus) / option(case, "day_divisor"), case)


def a_year(income):
    """The year's money of an income that is told by the month or year."""
    return {"day": 0, "month": 12, "year": 1}[income.get("per", "month")] * amount(income.get("amount", 0))


def rate(exact, case):
    """A rate of a day or month, rounded before it is multiplied where the open question says so."""
    if option(case, "day_rate") == "fen":
        return Fraction(half_up(exact * 100), 100)
    return Fraction(floor(exact)) if option(case, "day_rate") == "yuan" else exact


# Ages.


def patients_age(case):
    return age_of(case["patient"], case)


def is_incapable(person, case):
    """The old need no proof that they cannot work."""
    return person.get("incapable", age_of(person, case) >= 60)


def age_of(person, case):
    """Full years on the chosen day; without a birthday, the age at the act and the years since."""
    day, act = reference_day(case), case["dates"]["act"]
    if "born" not in person:
        return min(130, person["age"] + full_years(act, day))
    return full_years(person["born"], day)


def full_years(first, last):
    return max(0, last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


def years_until(end, person, case):
    """What a minor still needs; the part of a year that has begun may count whole, not at all, by months or by days."""
    left = end - age_of(person, case)
    if "born" not in person or person["born"] > reference_day(case):
        return left
    born, day = person["born"], reference_day(case)
    birthday = birthday_in(born.year + age_of(person, case), born)
    since = (day - birthday).days
    months = (day.year - birthday.year) * 12 + day.month - born.month - (day.day < born.day)
    return {
        "years": left,
        "complete": left - 1 if since > 0 else left,
        "months": left - Fraction(months, 12),
        "days": left - Fraction(min(since, 364), 365),
    }[option(case, "part_years")]


def birthday_in(year, born):
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February, in a common year
        return date(year, 3, 1)


def reference_day(case):
    dates = case["dates"]
    fixing = dates.get("death") or dates.get("fixed") or dates["act"]
    named = {"fixing": fixing, "act": dates["act"], "debate_closed": dates.get("debate_closed", fixing)}
    return named[option(case, "age_on")]


# What is owed.


def award(case, regime):
    """Whole fen: the gross of each head, what is owed for each, in all, and what is left to pay."""
    gross = {name: fen(value, case) for name, value in (gross_a if regime == "A" else gross_b)(case).items()}
    owed, scaled, reached = {}, 0, 0
    for name, value in gross.items():
        if stands_outside(name, case):
            owed[name] = value
        elif option(case, "ratio_per_head") == "per_head":
            owed[name] = half_up(value * ratio_of(name, case))
        else:  # the sum is scaled once; each head is given what the sum grows by
            scaled += value
            owed[name] = half_up(scaled * amount(case["responsibility"]["ratio"])) - reached
            reached += owed[name]
    total = sum(owed.values())
    return gross, owed, total, max(0, total - paid_before(case))


def stands_outside(head, case):
    if head in ("appraisal", "lawyer", "other"):
        return option(case, "fees_ratio") == "outside"
    return head == "mental" and option(case, "mental_ratio") == "unscaled"


def ratio_of(head, case):
    given = case["responsibility"]
    return amount(given.get("heads", {}).get(head, given["ratio"]))


def paid_before(case):
    """What hospital or insurer have paid, in fen; taken off before the ratio it weighs only that share."""
    paid = 100 * sum(amount(p["amount"]) for p in case.get("prepaid", []) if p["by"] != "third_party")
    return paid if option(case, "prepaid") == "after" else half_up(paid * amount(case["responsibility"]["ratio"]))


def fen(yuan, case):
    """The gross of a head in whole fen, rounded as the open question says."""
    how = option(case, "rounding")
    if how == "half_up":
        return half_up(yuan * 100)
    return floor(yuan) * 100 if how == "yuan_down" else floor(yuan * 100)


def half_up(value):
    return floor(value + Fraction(1, 2))


def amount(text):
    return Fraction(str(text))


def figure(case, series):
    """What the case states; else what is published at the court's place."""
    stated = case["figures"].get(series)
    return amount(case["published"][case["places"]["act"], series] if stated is None else stated)


def higher(case, series):
    """Art. 18: the claimant's home where its figure is higher; 医疗损害解释 24(2): and where other hospitals lie."""
    if series in case["figures"]:
        return figure(case, series)
    places = [case["places"]["act"], case["places"].get("home"), *(h.get("place") for h in joint(case))]
    return max(amount(case["published"][place, series]) for place in places if (place, series) in case["published"])


def joint(case):
    return case["responsibility"].get("joint", [])


def borne(case, payable):
    """What each hospital bears, in fen: down to the fen by its share, and a fen more for those that lost most by it."""
    exact = [payable * amount(h["share"]) for h in joint(case)]
    fens = [floor(part) for part in exact]
    by_loss = sorted(range(len(exact)), key=lambda k: exact[k] - fens[k], reverse=True)
    for k in by_loss[: payable - sum(fens)]:
        fens[k] += 1
    return fens


def option(case, name):
    """The answer that the case gives, else the usual one; who states ratios of single heads wants them used."""
    usual = "per_head" if name == "ratio_per_head" and case["responsibility"].get("heads") else DEFAULTS[name]
    return case.get("options", {}).get(name, usual)
