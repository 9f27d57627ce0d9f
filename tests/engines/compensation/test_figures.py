"""The published figures: looked up by place, series and year; what is missing is told with the nearest offers."""

from collections import Counter
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from zhian.engines.compensation.assess import assess
from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.columns import assess_columns
from zhian.engines.compensation.figures import (
    FiguresError,
    MissingFigure,
    all_series,
    figure,
    places,
    published,
    read_file,
)
from zhian.engines.compensation.law.cn import personal_injury_2022


def own(tmp_path, text):
    (file := tmp_path / "own.yaml").write_text(text, "utf-8")
    return read_file(file)


def row(**other):
    told = {"place": "重庆", "year": 2024, "value": '"50000"', "source": "ours"} | other
    rows = ", ".join(f"{name}: {value}" for name, value in told.items())
    return f"sources: {{ours: {{title: 法院通知, verified: primary}}}}\nurban_income: [{{{rows}}}]"


def test_every_series_has_words_a_unit_and_a_figure_or_waits_for_one():
    assert all(series.words.zh and series.words.en and series.unit for series in all_series().values())
    held = Counter(figure.series.name for figure in published())
    assert set(all_series()) - set(held) == {"wage_private", "wage_industry"}


def test_every_figure_says_where_it_comes_from_and_whether_anyone_checked_it():
    for each in published():
        assert each.source.title and each.value > 0 and each.place in places()
        assert ("待核对" in str(each)) == (not each.is_verified)


@pytest.mark.parametrize(
    ("series", "place", "year", "value"),
    [
        ("living_cost", "重庆", 2002, "5767"),
        ("urban_income", "上海", 2023, "89477"),
        ("urban_income", "河南", 2020, "34750.34"),
        ("rural_income", "重庆", 2012, "7383.27"),
        ("wage_employed", "天津", 2012, "61514"),
        ("dependency_coefficient", "江苏", 2023, "1.9"),
    ],
)
def test_a_figure_is_found_by_series_place_and_year(series, place, year, value):
    assert figure(series, place, year).value == Fraction(value)


@pytest.mark.parametrize("written", ["重庆", "重庆市", " 重庆 ", "Chongqing"])
def test_a_place_is_known_however_it_is_written(written):
    assert figure("urban_income", written, 2023).value == 47435


def test_brackets_of_either_width_name_the_same_region():
    values = {
        figure("urban_income", place, 2019).value for place in ("广东（一般地区）", "广东一般地区", "广东(一般地区)")
    }
    assert values == {48118}


def test_a_monthly_wage_is_a_twelfth_of_the_year_to_the_fen():
    found = figure("wage", "上海", 2022)
    assert (found.monthly, found.value, found.value / 12 * 6) == (12183, 146196, 73098)


def test_a_figure_for_the_special_zones_holds_in_each_of_them():
    assert figure("lodging_per_day", "深圳", 2002).value == 130
    assert figure("lodging_per_day", "广东(一般地区)", 2002).value == 90


def test_two_values_of_courts_are_both_kept_and_never_averaged():
    found = figure("wage", "河南", 2020)
    assert {found.value, *(variant.value for variant in found.variants)} == {68305, 71351}


def test_a_missing_figure_names_itself_and_the_nearest_that_are_known():
    says = "no urban_income for 重庆 2016; published: Chongqing 2017 32,193"
    with pytest.raises(MissingFigure, match=says) as missing:
        figure("urban_income", "重庆", 2016)
    assert (missing.value.offers[0].place, missing.value.offers[0].year) == ("重庆", 2017)
    assert "缺少重庆2016年城镇居民人均可支配收入" in missing.value.words.zh


def test_a_city_without_figures_is_offered_those_of_its_province():
    with pytest.raises(MissingFigure) as missing:
        figure("urban_income", "厦门", 2015)
    assert missing.value.offers[0].place == "福建"


def test_an_unknown_place_is_refused_with_offers_and_not_guessed():
    with pytest.raises(MissingFigure, match="no urban_income for 亚特兰蒂斯 2023; published"):
        figure("urban_income", "亚特兰蒂斯", 2023)


def test_the_previous_year_is_that_before_the_day():
    assert published().on("urban_income", "重庆", date(2024, 1, 1)).year == 2023
    with pytest.raises(MissingFigure, match="重庆 2024"):
        published().on("urban_income", "重庆", date(2025, 1, 1))


def test_the_latest_published_may_be_one_year_older_and_no_more():
    assert published().on("urban_income", "重庆", date(2025, 3, 1), "latest_published").year == 2023
    with pytest.raises(MissingFigure):
        published().on("urban_income", "重庆", date(2026, 3, 1), "latest_published")


def test_what_was_not_published_yet_is_not_the_latest(tmp_path):
    book = published().laid_over(own(tmp_path, row(published_on="2025-06-10")))
    assert book.on("urban_income", "重庆", date(2025, 6, 9), "latest_published").year == 2023
    assert book.on("urban_income", "重庆", date(2025, 6, 10), "latest_published").year == 2024


def test_a_notice_may_say_from_when_its_figures_apply(tmp_path):
    book = published().laid_over(own(tmp_path, row(applies_from="2025-07-01", applies_to="2026-06-30")))
    assert book.on("urban_income", "重庆", date(2026, 6, 30)).year == 2024


def test_own_figures_are_laid_over_and_shown_as_own(tmp_path):
    book = published().laid_over(own(tmp_path, row(year=2023)))
    found = book.figure("urban_income", "重庆", 2023)
    assert (found.value, found.is_own, found.variants) == (50000, True, ())
    assert "本院提供" in str(found) and figure("urban_income", "重庆", 2023).value == 47435


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (row(value="50000.5"), r"own.yaml, urban_income, row 1: value 50000.5 is no text of yuan"),
        (row(value='"50000.555"'), "is no text of yuan"),
        (row(value='"-1"'), "is no text of yuan"),
        (row(place="月球"), "place 月球: nobody publishes figures for it"),
        (row(year='"2024"'), "is no statistical year"),
        (row(source="theirs"), "source 'theirs' is not told"),
        (row(verified="perhaps"), "'perhaps' is none of primary, secondary, unverified"),
        (row(published_on="soon"), "published_on 'soon' is no day"),
        (row(applies_from="2025-07-01", applies_to="2025-06-30"), "end before it begins"),
        (row(per="week"), "neither year nor month"),
        (row(colour="red"), "a row has place, source, value, year"),
        ("urban_incme: []", "urban_incme is none of"),
        ("- 1", "are expected"),
        ("a: [", "is no YAML"),
        ("sources: {ours: {title: 通知}}", "source ours: it needs a title, and verified"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_row_and_its_reason(tmp_path, text, said):
    with pytest.raises(FiguresError, match=said):
        own(tmp_path, text)


def test_no_two_notices_hold_on_one_day_and_the_days_without_any_are_known(tmp_path):
    assert not published().overlaps()
    later = row(applies_from="2024-06-01", applies_to="2025-12-31")
    (overlap,) = published().laid_over(own(tmp_path, later)).overlaps()
    assert (overlap.place, overlap.first, overlap.last) == ("重庆", date(2024, 6, 1), date(2024, 12, 31))
    gaps = [(g.first, g.last) for g in published().gaps() if (g.series, g.place) == ("living_cost", "重庆")]
    assert not gaps
    assert (date(2020, 1, 1), date(2023, 12, 31)) in [
        (g.first, g.last) for g in published().gaps() if (g.series, g.place) == ("urban_income", "重庆")
    ]


def test_a_case_is_computed_with_the_hospitals_own_figures(tmp_path):
    book = published().laid_over(own(tmp_path, row(year=2023)))
    document = {"forum": "court", "places": {"act": "重庆"}, "injuries": [{"level": 10}], "patient": {"age": 40}}
    document["dates"] = {"act": "2023-06-01", "debate_closed": "2024-06-01"}
    awards = [assess(read_case(document, book=each)).awards["B"] for each in (book, published())]
    assert [award.line("disability").gross for award in awards] == [100_000, 94_870]
    assert [figure.is_own for figure in awards[0].line("disability").figures] == [True]


def test_a_case_without_a_place_says_so_where_a_figure_is_needed():
    award = assess(read_case({"injuries": [{"level": 10}], "dates": {"act": "2023-06-01"}})).awards["B"]
    assert "没有写明地点" in award.gaps[0].words.zh


def test_columns_are_computed_with_the_hospitals_own_figures(tmp_path):
    book = published().laid_over(own(tmp_path, row(year=2023)))
    cases = {"place": np.array([0]), "year": np.array([2024]), "level": np.array([10]), "age_fixed": np.array([40])}
    totals = [
        assess_columns(personal_injury_2022.law, cases, places=["重庆"], book=each).total.tolist()
        for each in (book, published())
    ]
    assert totals == [[100_000_00], [94_870_00]]
