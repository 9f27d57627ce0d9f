"""Regime A: the regulation of 2002, head by head, to the fen. Thirty yuan are the wage of a day."""

from datetime import date
from fractions import Fraction

import pytest

from zhian.engines.compensation.law.cn import medical_accident_2002 as law
from zhian.engines.compensation.options import Choice

from .cases import gross, regime_a

GRADES = [
    *("一级乙等", "二级甲等", "二级乙等", "二级丙等", "二级丁等"),
    *("三级甲等", "三级乙等", "三级丙等", "三级丁等", "三级戊等"),
]
GRADE_10 = {"grade": "三级戊等"}
GRADE_4 = {"grade": "四级"}
DENTURE = {"name": "义齿", "price": "800", "fitting": "200", "life": 5, "certified": True}


# --- allowance


@pytest.mark.parametrize(("age", "years"), [(0, 30), (59, 30), *((a, 75 - a) for a in range(60, 70)), (70, 5), (90, 5)])
def test_the_founding_table_of_years(age, years):
    assert law.allowance_years(age, Choice()) == years  # a rule is plain Python: call it
    made = regime_a(patient={"age": age}, accident={"grade": "二级甲等"})
    assert gross(made, "disability_allowance") == 5767 * years * Fraction(9, 10)


def test_the_literal_reading_gives_everyone_in_their_sixties_fifteen_years():
    made = regime_a(patient={"age": 66}, accident={"grade": "一级乙等"}, options={"sixties": "flat"})
    assert gross(made, "disability_allowance") == 5767 * 15


@pytest.mark.parametrize(
    ("grade", "percent"), [*zip(GRADES, range(100, 0, -10), strict=True), ("四级", 0), ("一级甲等", 0)]
)
def test_each_grade_has_its_coefficient(grade, percent):
    made = regime_a(patient={"age": 30}, accident={"grade": grade})
    assert gross(made, "disability_allowance") == Fraction(5767 * 30 * percent, 100)


def test_grade_four_has_no_allowance_no_devices_and_no_mental_damages():
    made = regime_a(patient={"age": 35}, accident=GRADE_4, devices=[DENTURE], mental={"years": "3"})
    assert [gross(made, head) for head in ("disability_allowance", "devices", "mental")] == [0, 0, 0]


def test_the_forensic_level_makes_no_allowance_where_the_grade_has_none():
    made = regime_a(patient={"age": 35}, accident=GRADE_4, injuries=[{"level": 10}])
    assert gross(made, "disability_allowance") == 0


def test_without_an_accident_the_regulation_pays_nothing():
    made = regime_a(accident={"established": False}, receipts=[receipt("1000")], dates={"death": "2003-06-01"})
    assert made.gross == 0
    assert any("不构成医疗事故：是" in said for said in made.line("medical").shown.said_in("zh-hans").whole.because)


# --- mental damages


@pytest.mark.parametrize(
    ("answer", "asked", "expected"),
    [("stated", "2", 2), ("stated", "6", 3), ("by_level", "2", Fraction(3, 10)), ("full", "2", 3)],
)
def test_years_of_mental_damages_with_a_disability(answer, asked, expected):
    made = regime_a(accident=GRADE_10, mental={"years": asked}, options={"mental_years": answer})
    assert gross(made, "mental") == 5767 * expected


@pytest.mark.parametrize(("answer", "expected"), [("stated", 4), ("by_level", 6), ("full", 6)])
def test_years_of_mental_damages_on_death(answer, expected):
    made = regime_a(accident={"grade": "一级甲等"}, mental={"years": "4"}, options={"mental_years": answer})
    assert gross(made, "mental") == 5767 * expected


@pytest.mark.parametrize(("years", "expected"), [("3", 5767), ("0.5", Fraction("2883.5"))])
def test_a_small_sum_for_mental_harm_at_grade_four_is_a_matter_of_discretion(years, expected):
    made = regime_a(accident=GRADE_4, mental={"years": years}, options={"mental_grade4": "discretionary"})
    assert gross(made, "mental") == expected


# --- medical expenses


def receipt(amount, **more):
    return {"amount": amount, "on": "2003-06-01", **more}


@pytest.mark.parametrize(
    ("paper", "counted", "why"),
    [
        (receipt("1200.55"), "1200.55", None),
        (receipt("500", on="2003-04-30", **{"for": "original"}), "0", "发生于医疗事故之前"),
        (receipt("500", on="2003-05-01"), "500", None),  # the day of the accident counts
        (receipt("500", **{"for": "original"}), "0", "原发病"),
        (receipt("500.01", **{"for": "mixed", "accident_share": "0.3"}), "150", "兼治"),
        (receipt("500", unrelated=True), "0", "自购"),
        (receipt("500", approved=False), "0", "经批准"),
        (receipt("500", overstay=True), "0", "不出院"),
        (receipt("900", kind="further", basic="600"), "600", None),
        (receipt("900", kind="further", certain=False), "0", "必然发生"),
    ],
)
def test_which_receipts_count_and_why_not(paper, counted, why):
    line = regime_a(receipts=[paper]).line("medical")
    assert line.gross == Fraction(counted)
    if why:
        assert why in line.excluded[0].why.zh
        assert line.excluded[0].why.en


def test_what_a_third_party_repaid_is_not_paid_twice():
    made = regime_a(receipts=[receipt("1000")], prepaid=[{"by": "third_party", "amount": "300.50"}])
    assert gross(made, "medical") == Fraction("699.50")
    assert gross(regime_a(receipts=[receipt("100")], prepaid=[{"by": "third_party", "amount": "300"}]), "medical") == 0


# --- lost earnings


def earned(**income):
    return gross(regime_a(income=income, lost_days=10), "lost_earnings")


def test_lost_earnings_by_kind_of_income():
    assert earned(kind="unfixed") == 300  # the average wage, for farmers too
    assert earned(kind="fixed", amount="20", per="day") == 200
    assert earned(kind="none") == 0  # a child


@pytest.mark.parametrize("household", ["urban", "rural"])
def test_a_villager_without_fixed_income_has_the_full_average_wage(household):
    made = regime_a(income={"kind": "unfixed"}, patient={"household": household}, lost_days=10)
    assert gross(made, "lost_earnings") == 300


def test_lost_days_begin_on_the_day_of_the_accident_and_holidays_count():
    """From the act on: the days before it are none of its harm; 1 to 7 October are holidays."""
    away = {"from": date(2003, 9, 28), "to": date(2003, 10, 7), "why": "hospital"}
    made = regime_a(dates={"act": "2003-10-01"}, income={"kind": "unfixed"}, absences=[away])
    assert gross(made, "lost_earnings") == 7 * 30


def test_an_income_over_three_times_the_wage_is_capped():
    assert earned(kind="fixed", amount="500", per="day") == 900
    assert earned(kind="fixed", amount="90", per="day") == 900


def test_a_private_certificate_over_three_wages_needs_tax_proof():
    private = {"kind": "fixed", "amount": "100", "per": "day", "employer": "private"}
    assert earned(**private) == 300
    assert earned(**private, tax_proof=True) == 900
    assert earned(**private | {"amount": "80"}) == 800  # below three wages the certificate will do


def test_a_bonus_counts_up_to_the_tax_threshold():
    bonus = {"kind": "fixed", "amount": "3650", "per": "year", "bonus": "7300"}
    assert earned(**bonus) == 300  # ten a day and twenty of bonus
    assert earned(**bonus, bonus_limit="3650") == 200


@pytest.mark.parametrize(("answer", "expected"), [("inside_cap", 900), ("outside_cap", 1100)])
def test_a_second_job_inside_or_outside_the_cap(answer, expected):
    income = {"kind": "fixed", "amount": "95", "per": "day", "second_job": {"amount": "7300", "per": "year"}}
    made = regime_a(income=income, lost_days=10, options={"second_job": answer})
    assert gross(made, "lost_earnings") == expected


def test_days_count_in_hospital_and_with_a_certificate_and_end_with_the_appraisal():
    away = [
        {"from": "2003-04-25", "to": "2003-05-10", "why": "hospital"},  # ten days from the accident on
        {"from": "2003-05-10", "to": "2003-05-20", "why": "certified_rest"},  # ten more
        {"from": "2003-06-01", "to": "2003-06-30", "why": "uncertified"},
        {"from": "2003-08-28", "to": "2003-09-10", "why": "certified_rest"},  # five up to the appraisal
    ]
    made = regime_a(income={"kind": "unfixed"}, absences=away, dates={"fixed": "2003-09-01"}, accident=GRADE_10)
    assert gross(made, "lost_earnings") == 25 * 30
    unharmed = regime_a(income={"kind": "unfixed"}, absences=away, dates={"fixed": "2003-09-01"}, accident=GRADE_4)
    assert gross(unharmed, "lost_earnings") == 34 * 30


# --- the other heads


def test_food_and_care_in_hospital():
    care = [{"days": 10, "carers": 2}, {"days": 5, "in_hospital": False}]
    assert gross(regime_a(hospital_days=13), "food") == 13 * 12
    assert gross(regime_a(care=care), "nursing") == 300
    assert gross(regime_a(care=care, options={"carers": "stated"}), "nursing") == 600


@pytest.mark.parametrize(
    ("age", "life", "ceiling", "whole_plus_one"), [(40, 5, 7, 8), (40, 10, 4, 4), (75, 5, 1, 1), (90, 5, 1, 1)]
)
def test_devices_are_renewed_up_to_seventy_five(age, life, ceiling, whole_plus_one):
    for answer, count in (("ceiling", ceiling), ("whole_plus_one", whole_plus_one)):
        made = regime_a(
            patient={"age": age},
            accident=GRADE_10,
            devices=[DENTURE | {"life": life}],
            options={"device_count": answer},
        )
        assert gross(made, "devices") == 1000 * count


def test_a_device_must_be_certified_and_counts_as_a_popular_one():
    def cost(**more):
        return gross(regime_a(patient={"age": 72}, accident=GRADE_10, devices=[DENTURE | more]), "devices")

    assert cost(certified=False) == 0
    assert cost(type="luxury", price="9000", popular_price="500") == 700


def test_the_funeral_is_the_local_subsidy_and_only_on_death():
    assert gross(regime_a(accident={"grade": "一级甲等"}), "funeral") == 1500
    assert gross(regime_a(accident=GRADE_10), "funeral") == 0


@pytest.mark.parametrize(
    ("age", "incapable", "years"),
    [
        (0, True, 16),
        (15, True, 1),
        (16, True, 20),
        (16, False, 0),
        (59, True, 20),
        (60, True, 15),
        (66, True, 9),
        (70, True, 5),
    ],
)
def test_dependants_by_age_at_the_minimum_living_guarantee(age, incapable, years):
    made = regime_a(accident=GRADE_10, dependants=[{"age": age, "incapable": incapable, "supporters": 3}])
    assert gross(made, "dependants") == 12 * 185 * years / Fraction(3)


def test_support_may_be_whole_and_needs_death_or_disability():
    child = [{"age": 6, "supporters": 2}]
    whole = regime_a(accident=GRADE_10, dependants=child, options={"supporters_a": "whole"})
    assert gross(whole, "dependants") == 12 * 185 * 10
    assert gross(regime_a(accident=GRADE_4, dependants=child), "dependants") == 0


@pytest.mark.parametrize(
    ("answer", "years"),
    [("years", 11), ("complete", 10), ("months", Fraction(124, 12)), ("days", 11 - Fraction(261, 365))],
)
def test_part_of_a_year_of_support(answer, years):
    child = [{"born": "1997-08-13", "supporters": 1}]  # five years, eight months and 261 days at the accident
    made = regime_a(accident=GRADE_10, dependants=child, options={"part_years": answer})
    exact = 12 * 185 * Fraction(years)
    assert gross(made, "dependants") == (exact * 100 + Fraction(1, 2)).__floor__() / Fraction(100)


def test_lodging_is_the_lower_of_receipt_and_standard():
    nights = [{"amount": "500", "kind": "lodging", "nights": 5}, {"amount": "300", "kind": "lodging", "nights": 4}]
    made = regime_a(receipts=nights, figures={"lodging_per_day": "90"})
    assert gross(made, "lodging") == 450 + 300


def test_travel_needs_a_ticket_and_a_need():
    tickets = [{"amount": "80", "kind": "transport"}, {"amount": "900", "kind": "transport", "necessary": False}]
    made = regime_a(receipts=tickets)
    assert gross(made, "transport") == 80
    assert "必需" in made.line("transport").excluded[0].why.zh


def test_two_relatives_handle_the_matter_and_two_more_come_to_the_funeral():
    def relative(purpose):
        return {"days": 2, "income": {"kind": "unfixed"}, "transport": "100", "purpose": purpose}

    four = [relative("handling")] * 3 + [relative("funeral")] * 3
    alive, dead = regime_a(relatives=four, accident=GRADE_10), regime_a(relatives=four, accident={"grade": "一级甲等"})
    assert (gross(alive, "relatives_transport"), gross(alive, "relatives_lost_earnings")) == (200, 120)
    assert (gross(dead, "relatives_transport"), gross(dead, "relatives_lost_earnings")) == (400, 240)


# --- day rates and rounding


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "2502.27"),
        ({"day_rate": "fen"}, "2502.24"),
        ({"day_rate": "yuan"}, "2496"),
        ({"rounding": "fen_down"}, "2502.26"),
        ({"rounding": "yuan_down"}, "2502"),
        ({"day_divisor": 360}, "2537.02"),
        ({"day_divisor": 261}, "3499.34"),
    ],
)
def test_the_order_of_rounding_and_the_divisor(options, expected):
    made = regime_a(income={"kind": "unfixed"}, lost_days=26, figures={"wage": "35128"}, options=options)
    assert gross(made, "lost_earnings") == Fraction(expected)


@pytest.mark.parametrize(("series", "expected"), [("staff", 300), ("employed", 600), ("industry", 900)])
def test_the_wage_series_is_a_choice(series, expected):
    figures = {"wage_employed": "21900", "wage_industry": "32850"}
    made = regime_a(income={"kind": "unfixed"}, lost_days=10, figures=figures, options={"wage_series": series})
    assert gross(made, "lost_earnings") == expected
