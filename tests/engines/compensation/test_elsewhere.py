"""Figures of several places, and several hospitals: the higher standard holds, and the shares make up the whole."""

from datetime import date
from fractions import Fraction
from random import Random

import numpy as np

from engines.compensation import oracle
from engines.compensation.agreement import TODAY, one_by_one
from engines.compensation.generator import case_document
from zhian.engines.compensation import assess, read_case
from zhian.engines.compensation.columns import assess_columns
from zhian.engines.compensation.figures import Figure, Source, Yearbook, all_series
from zhian.engines.compensation.law.cn.applicable import text_of_the_day
from zhian.engines.compensation.law.registry import instrument

COURT, HOME, OTHER = PLACES = ("重庆", "上海", "北京")
SERIES = ("urban_income", "urban_consumption", "rural_income", "rural_consumption")
YEAR = 2023
BOOK = Source("test", "测试", verified="primary")


def published(random):
    """What each place has published; another place now and then not."""
    found = {(place, name): str(random.randint(1, 90_000)) for place in PLACES for name in SERIES}
    missing = [(place, name) for place, name in found if place != COURT and random.random() < 0.2]
    return {key: value for key, value in found.items() if key not in missing}


def book(told):
    figures = [Figure(all_series()[n], place, YEAR, Fraction(v), BOOK, "primary") for (place, n), v in told.items()]
    return Yearbook(figures)


def elsewhere(random, told):
    """A case of 2023 at home in one place or another, against one hospital or several."""
    case = case_document(random)
    case["figures"] = {name: value for name, value in case["figures"].items() if name not in SERIES}
    case["places"] = {"act": COURT, "home": random.choice([COURT, HOME])}
    born = {"age": random.randint(0, 90)}
    case["patient"] = born | {"household": random.choice(["urban", "rural"])}
    case["dependants"] = [born | {"age": random.randint(0, 90), "incapable": True} for _ in range(random.randint(0, 3))]
    act, closed = date(random.choice([2009, 2021, 2023]), 5, 1), date(YEAR + 1, 5, 1)
    last = "death" if "death" in case["dates"] else "fixed"
    case["dates"] = {"act": act, last: date(2023, 9, 1), "accepted": closed, "debate_closed": closed}
    apart = ("receipts", "stays", "absences", "prepaid", "options")
    case = {name: value for name, value in case.items() if name not in apart}
    shares = random.choice([[], ["0.5", "0.5"], ["0.3333", "0.3333", "0.3334"]])
    places = [COURT, OTHER, None]
    rows = [{"hospital": f"{k}", "share": share, "place": places[k]} for k, share in enumerate(shares)]
    case["responsibility"] |= {"joint": [{k: v for k, v in row.items() if v} for row in rows]} if rows else {}
    return case, case | {"published": told}


def law_of(case):
    return instrument(text_of_the_day("B", case.dates["act"]))


def test_the_higher_standard_of_home_court_and_other_hospitals_holds():
    random = Random(3)
    for _ in range(150):
        told = published(random)
        document, full = elsewhere(random, told)
        case = read_case(document, today=TODAY, book=book(told))
        gross, owed, total, payable = oracle.award(full, "B")
        found = one_by_one(case, law_of(case))
        assert found["payable"] == payable and found["total"] == total
        assert {name: found[f"gross {name}"] for name in gross} == gross
        assert {name: found[f"owed {name}"] for name in owed} == owed


def test_several_hospitals_bear_to_the_fen_what_is_payable():
    random, seen = Random(4), 0
    while seen < 60:
        told = published(random)
        document, full = elsewhere(random, told)
        if document["responsibility"].get("joint"):
            split = assess(read_case(document, today=TODAY, book=book(told)), ("B",)).awards["B"].split
            seen += 1
            assert [int(share.amount * 100) for share in split] == oracle.borne(full, oracle.award(full, "B")[3])


def test_columns_take_the_home_where_its_figure_is_higher():
    random = Random(5)
    told = {(place, name): str(random.randint(1, 90_000)) for place in (COURT, HOME) for name in SERIES}
    levels, homes = [random.randint(1, 10) for _ in range(50)], [random.choice([0, 1]) for _ in range(50)]
    columns = {
        "place": np.zeros(50, int),
        "home": np.array(homes),
        "level": np.array(levels),
        "age_fixed": np.full(50, 40),
    }
    columns["year"] = np.full(50, YEAR + 1)
    awards = assess_columns(instrument("personal_injury_2022"), columns, places=[COURT, HOME], book=book(told))
    for found, level, home in zip(awards.gross["disability"], levels, homes, strict=True):
        case = {
            "figures": {},
            "published": told,
            "places": {"act": COURT, "home": (COURT, HOME)[home]},
            "responsibility": {},
        }
        assert Fraction(int(found), 100) == oracle.higher(case, "urban_income") * 20 * Fraction(11 - level, 10)
