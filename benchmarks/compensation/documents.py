"""A case for each regime, as a lawyer would write it, with the figures that it rests on."""

from datetime import date
from typing import Any

DAYS = {"A": (date(2003, 5, 1), date(2004, 5, 1)), "B": (date(2023, 5, 1), date(2024, 5, 1))}
PLACE = "重庆"
FIGURES = {
    "living_cost": "5767", "food_per_day": "12", "lodging_per_day": "90", "funeral_subsidy": "1500",
    "subsistence": "185", "wage": "11000", "wage_employed": "10800", "wage_industry": "12000", "urban_income": "47435",
    "urban_consumption": "31531", "rural_income": "20820", "rural_consumption": "17964",
}  # fmt: skip
COMMON: dict[str, Any] = {
    "places": {"act": PLACE},
    "patient": {"born": "1968-02-03", "household": "urban"},
    "income": {"kind": "fixed", "amount": "2800", "per": "month", "second_job": {"amount": "600", "per": "month"}},
    "lost_days": 90,
    "hospital_days": 30,
    "care": [{"days": 30, "carers": 2, "level": "full"}],
    "mental": {"asked": "50000", "years": "2"},
    "dependants": [
        {"name": "母", "born": "1940-07-13", "incapable": True, "no_income": True, "supporters": 3},
        {"name": "子", "born": "2000-08-09", "supporters": 2},
    ],
    "responsibility": {"ratio": "0.7"},
    "figures": FIGURES,
}
DOCUMENTS = {
    regime: COMMON
    | {
        "dates": {"act": str(act), "fixed": str(closed), "debate_closed": str(closed)},
        "accident": {"established": True, "grade": "三级丙等"},
        "injuries": [{"level": 8}, {"level": 10}],
        "receipts": [
            {"amount": "12000.55", "on": str(act)},
            {"amount": "3000", "on": str(act), "for": "mixed", "accident_share": "0.5"},
            {"amount": "180", "on": str(act), "kind": "transport"},
        ],
        "devices": [
            {"name": "义眼", "price": "800", "fitting": "200", "life": 5, "years": 30, "certified": True},
        ],
    }
    for regime, (act, closed) in DAYS.items()
}
