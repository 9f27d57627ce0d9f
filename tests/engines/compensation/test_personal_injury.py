"""Regime B: what courts award, by the texts of 2003, 2020 and 2022, to the fen."""

from fractions import Fraction

import pytest

from zhian.engines.compensation.law.registry import instrument

from .cases import CHONGQING_2024, gross, regime_b, under

HEBEI_2015 = {
    "places": {"act": "河北"},
    "dates": {"act": "2015-04-30", "death": "2015-04-30", "debate_closed": "2015-10-01"},
    "patient": {"age": 35, "household": "urban"},
    "figures": {"urban_income": "24141", "wage": "46239", "urban_consumption": "16204"},
    "dependants": [
        {"name": "父", "age": 63, "supporters": 2, "incapable": True, "no_income": True},
        {"name": "母", "age": 55, "supporters": 2, "incapable": True, "no_income": True},
        {"name": "子", "age": 6, "supporters": 2},
    ],
}
LEVEL_10 = [{"level": 10}]
DEAD = {"death": "2023-03-01"}


# --- disability and death


@pytest.mark.parametrize(("age", "years"), [(59, 20), (60, 20), (61, 19), (74, 6), (75, 5), (90, 5)])
def test_years_decline_from_sixty_and_end_at_five(age, years):
    disabled = regime_b(patient={"age": age}, injuries=LEVEL_10)
    assert gross(disabled, "disability") == Fraction(47435 * years, 10)
    assert gross(regime_b(patient={"age": age}, dates=DEAD), "death") == 47435 * years


@pytest.mark.parametrize("years", [5, 10])
def test_after_the_term_an_action_of_its_own_grants_the_years_that_it_asks_for(years):
    again = regime_b(patient={"age": 82}, injuries=[{"level": 3}], continued_years=years)
    assert gross(again, "disability") == 47435 * years * Fraction(8, 10)
    assert gross(regime_b(injuries=LEVEL_10, dates=DEAD, continued_years=years), "disability") == 0


def test_the_dead_have_no_disability_and_the_living_no_death_compensation():
    assert gross(regime_b(injuries=LEVEL_10, dates=DEAD), "disability") == 0
    assert gross(regime_b(injuries=LEVEL_10), "death") == 0


@pytest.mark.parametrize(
    ("levels", "answer", "percent"),
    [
        ([10], "one_percent", 10),
        ([9, 10], "one_percent", 21),
        ([10, 9], "two_percent", 22),  # the heaviest leads, whichever comes first
        ([8, 9, 10], "by_level", 33),
        ([2, *[3] * 8], "by_level", 100),  # the added part is ten at most
        ([1, 2], "by_level", 100),
        ([8, *[10] * 8], "two_percent", 40),
    ],
)
def test_several_injuries_add_up_to_one_index(levels, answer, percent):
    made = regime_b(injuries=[{"level": level} for level in levels], options={"further_levels": answer})
    assert gross(made, "disability") == 47435 * 20 * Fraction(percent, 100)


def test_an_index_that_the_opinion_states_goes_before_the_options():
    made = regime_b(injuries=[{"level": 9}, {"level": 10, "index": "0.04"}])
    assert gross(made, "disability") == 47435 * 20 * Fraction(24, 100)


def test_the_claimants_home_counts_where_its_standard_is_higher():
    richer = regime_b(injuries=LEVEL_10, places={"act": "重庆", "home": "上海"})
    poorer = regime_b(injuries=LEVEL_10, places={"act": "上海", "home": "重庆"})
    assert gross(richer, "disability") == gross(poorer, "disability") == 89477 * 2


def test_of_several_hospitals_the_place_with_the_higher_standard_counts():
    joint = [{"hospital": "甲", "share": "0.5"}, {"hospital": "乙", "share": "0.5", "place": "上海"}]
    made = regime_b(injuries=LEVEL_10, responsibility={"ratio": "1", "joint": joint})
    assert gross(made, "disability") == 89477 * 2


def test_a_home_without_published_figures_leaves_the_courts():
    assert gross(regime_b(injuries=LEVEL_10, places={"act": "重庆", "home": "火星"}), "disability") == 47435 * 2


def test_town_and_countryside_had_figures_of_their_own_until_2022():
    farmer = {"patient": {"household": "rural"}, "injuries": LEVEL_10}
    figures = {"figures": {"rural_income": "20000", "urban_income": "47435"}}
    assert gross(under("personal_injury_2003", CHONGQING_2024, **farmer, **figures), "disability") == 40000
    assert gross(under("personal_injury_2020", CHONGQING_2024, **farmer, **figures), "disability") == 40000
    assert gross(under("personal_injury_2022", CHONGQING_2024, **farmer, **figures), "disability") == 94870


def test_each_text_numbers_its_articles():
    numbers = {
        name: {head.name: head.article.zh for head in instrument(f"personal_injury_{name}").heads}
        for name in ("2003", "2020", "2022")
    }
    assert [numbers[text]["disability"] for text in numbers] == ["第二十五条", "第十二条", "第十二条"]
    assert [numbers[text]["nursing"] for text in numbers] == ["第二十一条", "第八条", "第八条"]
    assert list(numbers["2022"]) == list(numbers["2020"])


# --- dependants


def test_the_annual_cap_over_three_dependants_and_who_gets_what():
    made = under("personal_injury_2003", HEBEI_2015)
    assert gross(made, "dependants") == 299_774  # the court's sum
    assert [(d.name, d.amount) for d in made.dependants] == [("父", 105_326), ("母", 129_632), ("子", 64_816)]
    assert gross(made, "death") == 482_820
    assert gross(made, "funeral") == Fraction(46239, 2)


def test_minors_may_go_first_in_capped_years_and_the_sum_stays():
    made = under("personal_injury_2003", HEBEI_2015, options={"capped_years": "minors_first"})
    assert gross(made, "dependants") == 299_774
    assert [d.amount for d in made.dependants] == [89_122, 113_428, 97_224]


def test_the_coefficient_before_or_after_the_cap():
    three = [{"age": 6, "supporters": 1}] * 3  # three units a year, capped at one
    inside = regime_b(injuries=[{"level": 8}], dependants=three)  # 90% a year: below the cap
    outside = regime_b(injuries=[{"level": 8}], dependants=three, options={"capacity": "outside"})
    assert gross(inside, "dependants") == 31531 * 12 * Fraction(9, 10)
    assert gross(outside, "dependants") == 31531 * 12 * Fraction(3, 10)


@pytest.mark.parametrize(
    ("person", "years"),
    [
        ({"age": 0}, 18),
        ({"age": 17}, 1),
        ({"age": 18}, 0),
        ({"age": 40, "incapable": True}, 20),
        ({"age": 40, "incapable": True, "no_income": False}, 0),
        ({"age": 62}, 18),
        ({"age": 80}, 5),
    ],
)
def test_years_of_support(person, years):
    made = regime_b(dates=DEAD, dependants=[person | {"supporters": 2}])
    assert gross(made, "dependants") == Fraction(31531 * years, 2)


def test_an_urban_and_a_rural_dependant_before_2022():
    figures = {"urban_income": "30000", "urban_consumption": "20000", "rural_consumption": "10000"}
    two = [{"age": 8, "supporters": 1, "household": "rural"}, {"age": 13, "supporters": 1, "household": "urban"}]
    made = under("personal_injury_2003", CHONGQING_2024, dates=DEAD, dependants=two, figures=figures)
    assert gross(made, "dependants") == 5 * 20000 + 5 * 10000  # five capped years, then the rural child alone


@pytest.mark.parametrize(
    ("answer", "years"),
    [("years", 11), ("complete", 10), ("months", Fraction(124, 12)), ("days", 11 - Fraction(261, 365))],
)
def test_part_of_a_year(answer, years):
    child = [{"born": "2015-06-13", "supporters": 1}]  # seven years, eight months and 261 days at the death
    made = regime_b(dates=DEAD, dependants=child, options={"part_years": answer})
    assert gross(made, "dependants") == round(31531 * Fraction(years), 2)


@pytest.mark.parametrize(("answer", "years"), [("fixing", 20), ("act", 20), ("debate_closed", 19)])
def test_the_day_on_which_age_is_taken(answer, years):
    dates = {"fixed": "2023-08-01"}
    made = regime_b(
        patient={"born": "1963-03-01", "age": None}, dates=dates, injuries=LEVEL_10, options={"age_on": answer}
    )
    assert gross(made, "disability") == Fraction(47435 * years, 10)


# --- money out of pocket


def test_future_cost_counts_when_it_is_certain():
    papers = [{"amount": "20000", "kind": "further"}, {"amount": "9000", "kind": "further", "certain": False}]
    made = regime_b(receipts=papers)
    assert gross(made, "further_treatment") == 20000
    assert gross(made, "medical") == 0
    assert "必然" in made.line("further_treatment").excluded[0].why.zh


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        ({"kind": "fixed", "amount": "2800", "per": "month"}, "12611.51"),  # 2800 × 12 ÷ 365 × 137
        ({"kind": "unfixed", "amount": "36500", "per": "year"}, "13700"),
        ({"kind": "unfixed"}, "44082.47"),
        ({"kind": "unprovable", "amount": "1", "per": "day"}, "44082.47"),
        ({"kind": "none"}, "0"),
    ],
)
def test_lost_earnings_by_what_is_proved(income, expected):
    assert gross(regime_b(income=income, lost_days=137), "lost_earnings") == Fraction(expected)


def test_thirty_days_a_month():
    income = {"kind": "fixed", "amount": "2800", "per": "month"}
    made = regime_b(income=income, lost_days=137, options={"day_divisor": 360})
    assert gross(made, "lost_earnings") == Fraction("12786.67")  # as the court reckoned 2800 / 30 × 137


def test_lost_days_end_the_day_before_disability_is_fixed():
    rest = [{"from": "2023-02-01", "to": "2023-03-31", "why": "certified_rest"}]
    income, dates = {"kind": "fixed", "amount": "100", "per": "day"}, {"fixed": "2023-02-11"}
    disabled = regime_b(income=income, absences=rest, dates=dates, injuries=LEVEL_10)
    assert gross(disabled, "lost_earnings") == 1000
    assert gross(regime_b(income=income, absences=rest, dates=dates), "lost_earnings") == 5900


def test_nursing_by_carers_dependence_and_rate():
    care = [
        {"days": 10, "carers": 2, "rate": "150"},
        {"days": 20, "level": "part", "rate": "100", "in_hospital": False},
    ]
    assert gross(regime_b(care=care), "nursing") == 1500 + 1000
    assert gross(regime_b(care=care, options={"carers": "stated"}), "nursing") == 3000 + 1000


@pytest.mark.parametrize(("years", "counted"), [(5, 5), (20, 20), (30, 20)])
def test_later_nursing_ends_after_twenty_years(years, counted):
    made = regime_b(permanent_care={"years": years, "level": "most", "rate": "100"})
    assert gross(made, "nursing_later") == 36500 * counted * Fraction(8, 10)


def test_food_nutrition_travel_and_forced_lodging():
    papers = [{"amount": "300", "kind": "lodging", "nights": 2}, {"amount": "45.50", "kind": "transport"}]
    made = regime_b(hospital_days=10, nutrition={"days": 10, "per_day": "50", "sum": "200"}, receipts=papers)
    assert [gross(made, head) for head in ("food", "nutrition", "lodging", "transport")] == [
        600,
        700,
        300,
        Fraction("45.5"),
    ]


@pytest.mark.parametrize(
    ("years", "answer", "count"), [(0, "ceiling", 1), (20, "ceiling", 5), (20, "whole_plus_one", 6)]
)
def test_devices_by_the_fitters_term(years, answer, count):
    limb = [{"name": "假肢", "price": "8000", "life": 4, "years": years}]
    made = regime_b(injuries=LEVEL_10, devices=limb, options={"device_count": answer})
    assert gross(made, "devices") == 8000 * count


def test_the_funeral_is_six_months_of_the_average_wage():
    assert gross(regime_b(dates=DEAD), "funeral") == 58723
    rounded = regime_b(dates=DEAD, figures={"wage": "92477"}, options={"day_rate": "yuan"})
    assert gross(rounded, "funeral") == 7706 * 6


def test_relatives_who_arrange_the_funeral():
    son = [
        {
            "days": 5,
            "income": {"amount": "200", "per": "day"},
            "transport": "1200",
            "lodging": "300",
            "purpose": "funeral",
        }
    ]
    assert gross(regime_b(dates=DEAD, relatives=son), "relatives") == 2500
    assert gross(regime_b(relatives=son), "relatives") == 0


def test_mental_damages_need_death_disability_or_serious_harm():
    asked = {"asked": "50000"}
    assert gross(regime_b(mental=asked), "mental") == 0
    assert gross(regime_b(mental=asked | {"serious": True}), "mental") == 50000
    assert gross(regime_b(mental=asked, injuries=LEVEL_10), "mental") == 50000
    assert gross(regime_b(mental=asked, dates=DEAD), "mental") == 50000


def test_a_missing_figure_is_named_with_the_nearest_and_the_rest_is_reckoned():
    made = regime_b(hospital_days=3, injuries=LEVEL_10, figures={"food_per_day": None})
    line = made.line("food")
    assert line.gross is None and line.owed == 0
    assert (line.gaps[0].series, line.gaps[0].place, line.gaps[0].year) == ("food_per_day", "重庆", 2023)
    assert "2002" in line.gaps[0].words.zh
    assert gross(made, "disability") == 94870 and not made.is_complete


def test_a_figure_that_no_head_needs_is_no_gap():
    assert regime_b(injuries=LEVEL_10, figures={"wage": None, "food_per_day": None}).is_complete


def test_a_figure_or_an_amount_of_the_courts_own_is_shown_as_such():
    made = regime_b(injuries=LEVEL_10, figures={"urban_income": "50000"}, amounts={"nutrition": "1200"})
    assert gross(made, "disability") == 100_000
    assert made.line("disability").figures[0].source.title == "案件采用的数据"
    line = made.line("nutrition")
    assert (line.gross, line.computed, line.is_stated) == (1200, 0, True)
