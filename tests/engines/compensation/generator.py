"""Random case documents, always the same for the same seed, that go where a rule may be wrong.

Ages fall on the steps of the law and on the days around a birthday; every grade, level, kind of income, answer to an
open question and number of dependants comes up; and now and then a thing is missing.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

STEPS = [0, 15, 16, 17, 18, 59, 60, 61, 69, 70, 71, 74, 75, 76, 99]
GRADES = ["一级甲等", "一级乙等", "二级甲等", "二级乙等", "二级丙等", "二级丁等"]
GRADES += ["三级甲等", "三级乙等", "三级丙等", "三级丁等", "三级戊等", "四级"]
ANSWERS = {
    "wage_series": ["staff", "employed", "industry"],
    "day_divisor": [365, 360, 261],
    "day_rate": ["exact", "fen", "yuan"],
    "rounding": ["half_up", "fen_down", "yuan_down"],
    "age_on": ["fixing", "act", "debate_closed"],
    "part_years": ["years", "complete", "months", "days"],
    "sixties": ["decline", "flat"],
    "second_job": ["inside_cap", "outside_cap"],
    "carers": ["one", "stated"],
    "device_count": ["ceiling", "whole_plus_one"],
    "mental_grade4": ["none", "discretionary"],
    "mental_years": ["stated", "by_level", "full"],
    "supporters_a": ["divide", "whole"],
    "capacity": ["inside", "outside"],
    "further_levels": ["one_percent", "two_percent", "by_level"],
    "ratio_per_head": ["one", "per_head"],
    "mental_ratio": ["scaled", "unscaled"],
    "fees_ratio": ["outside", "inside"],
}
FIGURES = {  # the least and the most of each series, yuan
    "living_cost": (3000, 30000),
    "food_per_day": (8, 100),
    "lodging_per_day": (40, 400),
    "funeral_subsidy": (800, 8000),
    "subsistence": (80, 1200),
    "wage": (8000, 180000),
    "wage_employed": (8000, 180000),
    "wage_industry": (8000, 180000),
    "urban_income": (5000, 95000),
    "urban_consumption": (4000, 60000),
    "rural_income": (2000, 45000),
    "rural_consumption": (1500, 30000),
}


def case_documents(seed: int, count: int) -> Iterator[dict]:
    random = Random(seed)
    for _ in range(count):
        yield case_document(random)


def case_document(random: Random) -> dict:
    """One case, complete in figures; its death and its grade agree."""
    dead = random.random() < 0.25
    dates = _dates(random, dead)
    case = {
        "title": "随机案例",
        "places": {"act": "重庆"},
        "dates": dates,
        "accident": {"established": True, "grade": GRADES[0] if dead else random.choice(GRADES[1:])},
        "injuries": []
        if dead
        else [{"level": random.randint(1, 10)} for _ in range(random.choice([0, 1, 1, 2, 3, 9]))],
        "patient": _person(random, dates) | {"household": random.choice(["urban", "rural"])},
        "figures": {name: _money(random, low, high) for name, (low, high) in FIGURES.items()},
        "responsibility": _responsibility(random),
        "options": {name: random.choice(a) for name, a in ANSWERS.items() if random.random() < 0.3},
    }
    parts = {
        "income": lambda: _income(random),
        "lost_days": lambda: random.randint(0, 900),
        "absences": lambda: _periods(random, dates["act"]),
        "hospital_days": lambda: random.randint(0, 400),
        **({"continued_years": lambda: random.randint(5, 10)} if random.random() < 0.1 else {}),
        "stays": lambda: _stays(random, case),
        "care": lambda: [_care(random) for _ in range(random.randint(1, 3))],
        "permanent_care": lambda: _care_for_years(random),
        "receipts": lambda: [_receipt(random, case) for _ in range(random.randint(1, 6))],
        "devices": lambda: [_device(random) for _ in range(random.randint(1, 3))],
        "dependants": lambda: [_dependant(random, dates) for _ in range(random.choice([1, 1, 2, 3, 4, 7]))],
        "relatives": lambda: [_relative(random) for _ in range(random.randint(1, 5))],
        "nutrition": lambda: _nutrition(random),
        "mental": lambda: _mental(random),
        "other": lambda: [_other(random) for _ in range(random.randint(1, 3))],
        "prepaid": lambda: [_prepaid(random, dates) for _ in range(random.randint(1, 2))],
    }
    return possible(case | {name: make() for name, make in parts.items() if random.random() < 0.6})


def possible(case: dict) -> dict:
    """Without what contradicts itself: a number of days beside other periods, stays of the dead."""
    death = case["dates"].get("death")
    if death and not (alive := [stay for stay in case.get("stays", []) if stay["from"] <= death]):
        case.pop("stays", None)
    elif death:
        case["stays"] = alive
    if "absences" in case:
        case.pop("lost_days", None)
    if "stays" in case:
        case.pop("hospital_days", None)
    return case


def _dates(random: Random, dead: bool) -> dict:
    act = date(2003, 1, 1) + timedelta(days=random.randint(0, 8000))
    if random.random() < 0.1:
        act = date(random.choice([2004, 2008, 2020, 2024]), 2, 29)
    later = act + timedelta(days=random.choice([0, 1, 30, 120, 365, 366, random.randint(0, 900)]))
    closed = later + timedelta(days=random.randint(0, 700))
    return {"act": act, "death" if dead else "fixed": later, "accepted": closed, "debate_closed": closed}


def _person(random: Random, dates: dict) -> dict:
    """Born so that on one of the case's days an age of the law's steps is reached, or is missed by a day or two."""
    if random.random() < 0.2:
        return {"age": random.choice([*STEPS, random.randint(0, 100)])}
    near = random.choice(list(dates.values()))
    years = random.choice([*STEPS, random.randint(0, 100)])
    born = _birthday(near, years) + timedelta(days=random.choice([0, 0, 1, -1, 2, 4, random.randint(-360, 360)]))
    if random.random() < 0.1 and born.year > 1903:
        born = date(born.year // 4 * 4, 2, 29)
    return {"born": min(born, dates["act"])}


def _birthday(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _dependant(random: Random, dates: dict) -> dict:
    return _person(random, dates) | _sometimes(
        random,
        incapable=lambda: random.random() < 0.7,
        no_income=lambda: random.random() < 0.8,
        supporters=lambda: random.choice([1, 2, 2, 3, 4, 7, 10]),
        household=lambda: random.choice(["urban", "rural"]),
    )


def _income(random: Random) -> dict:
    kind = random.choice(["fixed", "fixed", "unfixed", "unprovable", "none"])
    income = {"kind": kind} if kind in ("unprovable", "none") else {"kind": kind, **_pay(random)}
    return income | _sometimes(
        random,
        bonus=lambda: _money(random, 0, 50000),
        bonus_limit=lambda: _money(random, 0, 20000),
        employer=lambda: random.choice(["public", "private"]),
        tax_proof=lambda: random.random() < 0.5,
        second_job=lambda: _pay(random),
    )


def _sometimes(random: Random, **makers: Callable[[], object]) -> dict:
    """Each of these now and then: what is not said must have a meaning too."""
    return {name: make() for name, make in makers.items() if random.random() < 0.4}


def _pay(random: Random) -> dict:
    per = random.choice(["day", "month", "year"])
    most = {"day": 2000, "month": 40000, "year": 400000}[per]
    return {"amount": _money(random, 0, most), "per": per}


def _periods(random: Random, start: date) -> list[dict]:
    periods = []
    for _ in range(random.randint(1, 3)):
        start += timedelta(days=random.randint(0, 30))
        end = start + timedelta(days=random.randint(0, 90))
        periods.append({"from": start, "to": end, "why": random.choice(["hospital", "certified_rest", "uncertified"])})
        start = end + timedelta(days=1)
    return periods


def _stays(random: Random, case: dict) -> list[dict]:
    """Some overlap, and some begin before the act."""
    act, born = case["dates"]["act"], case["patient"].get("born", date.min)
    admitted = [max(born, act + timedelta(days=random.randint(-5, 60))) for _ in range(random.randint(1, 3))]
    return [{"from": day, "to": day + timedelta(days=random.randint(0, 40))} for day in admitted]


def _care(random: Random) -> dict:
    return {"days": random.randint(0, 300)} | _sometimes(
        random,
        carers=lambda: random.randint(1, 3),
        level=lambda: random.choice(["full", "most", "part"]),
        in_hospital=lambda: random.random() < 0.6,
        rate=lambda: _money(random, 40, 400),
    )


def _care_for_years(random: Random) -> dict:
    return {"years": random.choice([0, 1, 5, 19, 20, 21, 40])} | _sometimes(
        random,
        carers=lambda: random.randint(1, 3),
        level=lambda: random.choice(["full", "most", "part"]),
        rate=lambda: _money(random, 40, 400),
    )


def _receipt(random: Random, case: dict) -> dict:
    act = case["dates"]["act"]
    receipt = {
        "amount": _money(random, 0, 90000),
        "on": act + timedelta(days=random.randint(0, 900)),
        "for": random.choice(["accident", "accident", "accident", "original", "mixed"]),
        "kind": random.choice(["medical", "medical", "medical", "further", "transport", "lodging"]),
    }
    if receipt["for"] == "mixed":
        receipt["accident_share"] = f"{random.randint(0, 100) / 100:.2f}"
    if receipt["for"] == "original":
        receipt["on"] = max(case["patient"].get("born", date.min), act + timedelta(days=random.randint(-90, 90)))
    if receipt["kind"] == "lodging":
        receipt["nights"] = random.randint(1, 30)
    if random.random() < 0.3:
        flaw = random.choice(["approved", "unrelated", "overstay", "certain", "necessary"])
        receipt[flaw] = random.random() < 0.5
    if random.random() < 0.2:
        receipt["basic"] = _money(random, 0, 90000)
    return receipt


def _device(random: Random) -> dict:
    device = {"name": "器具", "price": _money(random, 10, 30000), "life": random.choice([1, 2, 3, 4, 5, 6, 10, 15])}
    return device | _sometimes(
        random,
        fitting=lambda: _money(random, 0, 3000),
        years=lambda: random.randint(0, 60),
        certified=lambda: random.random() < 0.8,
        type=lambda: random.choice(["popular", "luxury"]),
        popular_price=lambda: _money(random, 10, 10000),
    )


def _relative(random: Random) -> dict:
    relative = {"days": random.randint(0, 20), "purpose": random.choice(["handling", "funeral"])} | _sometimes(
        random,
        transport=lambda: _money(random, 0, 2000),
        lodging=lambda: _money(random, 0, 3000),
        nights=lambda: random.randint(0, 10),
    )
    if random.random() < 0.4:
        income = {"kind": random.choice(["none", "unfixed", "unprovable"])}
        relative["income"] = random.choice([income, {"kind": "fixed", **_pay(random)}])
    return relative


def _nutrition(random: Random) -> dict:
    return _sometimes(
        random,
        days=lambda: random.randint(0, 200),
        per_day=lambda: _money(random, 20, 100),
        sum=lambda: _money(random, 0, 3000),
    )


def _mental(random: Random) -> dict:
    return _sometimes(
        random,
        asked=lambda: _money(random, 0, 100000),
        years=lambda: f"{random.randint(0, 60) / 10:.1f}",
        serious=lambda: random.random() < 0.6,
    )


def _other(random: Random) -> dict:
    cost = {"name": "费用", "amount": _money(random, 0, 20000), "kind": random.choice(["appraisal", "lawyer", "other"])}
    return cost | _sometimes(random, inside_ratio=lambda: random.random() < 0.5)


def _prepaid(random: Random, dates: dict) -> dict:
    by = random.choice(["hospital", "insurer", "third_party"])
    return {"by": by, "amount": _money(random, 0, 30000), "on": dates["act"]}


def _responsibility(random: Random) -> dict:
    given = {"ratio": _share(random)}
    if random.random() < 0.3:
        given["heads"] = {
            name: _share(random) for name in random.sample(["medical", "disability", "mental", "food"], 2)
        }
    return given


def _share(random: Random) -> str:
    return random.choice(["1", "0.7", "0.15", f"{random.randint(0, 10000) / 10000:.4f}"])


def _money(random: Random, low: int, high: int) -> str:
    fen = random.randint(low * 100, high * 100)
    return f"{fen // 100}.{fen % 100:02}"
