"""What both regimes count in the same way: receipts, devices, days and wages."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from .stated import amount, figure, half_up, option


def fees(case):
    """What stands beside the harm; `other` that is marked as inside the ratio is a loss like the rest."""
    heads = {"other_loss": Fraction(0), "appraisal": Fraction(0), "lawyer": Fraction(0), "other": Fraction(0)}
    for cost in case.get("other", []):
        kind = cost.get("kind", "other")
        heads["other_loss" if kind == "other" and cost.get("inside_ratio") else kind] += amount(cost["amount"])
    return heads


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
