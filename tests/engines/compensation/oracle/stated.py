"""What the case states: amounts, published figures, answers to open questions."""

from fractions import Fraction
from math import floor

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


def option(case, name):
    """The answer that the case gives, else the usual one; who states ratios of single heads wants them used."""
    usual = "per_head" if name == "ratio_per_head" and case["responsibility"].get("heads") else DEFAULTS[name]
    return case.get("options", {}).get(name, usual)


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


def half_up(value):
    return floor(value + Fraction(1, 2))
