"""A formula read aloud: words, numbers, named parts, conditions, rounding; in three ways of writing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from zhian.engines.compensation import formula as f
from zhian.engines.compensation.formula.explained import Explanation
from zhian.engines.compensation.formula.numerals import DATE, digits, number, yuan
from zhian.engines.compensation.words import Words

from .formula_given import CASE, asked
from .test_formula_rules import NINA, TABLES, numerators, years


def explained(rule, case=NINA, language="zh-hans"):
    formula = f.Formula([f.explored(lambda: rule(asked(TABLES)))])
    return Explanation(formula, 0, formula.one(*numerators([case], TABLES, one=True))[1]).said_in(language)


@f.term("折日收入", "income a day")
def daily(case):
    """一年按365天折算。

    A year has 365 days."""
    return f.to_fen(case.income / 365)


@f.term("每人份额", "share of each")
def share(person):
    return 1 / person.supporters if person.age < 60 else 0


def test_a_value_is_told_in_words_and_in_numbers_with_its_named_parts():
    said = explained(lambda case: f.to_fen(daily(case) * years(case.age) / 3))
    assert (said.whole.words, said.whole.numbers, said.whole.value) == (
        "折日收入 × 年限 ÷ 3",
        "3.38 × 17 ÷ 3",
        "19.15",
    )
    assert said.whole.rounding == "四舍五入到分，未取整为 19.1533…"
    day, term = said.parts
    assert (day.name, day.words, day.numbers, day.value) == ("折日收入", "收入 ÷ 365", "1,234.56 ÷ 365", "3.38")
    assert day.says == "一年按365天折算。" and day.rounding == "四舍五入到分，未取整为 3.3823…"
    assert (term.words, term.because) == ("80 － 周岁", ("周岁 ≥ 60", "周岁 < 75"))


def test_the_same_is_told_in_english_and_in_traditional_characters():
    rule = lambda case: daily(case) if case.died else 0  # noqa: E731
    english = explained(rule, NINA | {"died": 1}, "en")
    assert (english.whole.words, english.whole.because) == ("income a day", ("died: yes",))
    assert english.parts[0].says == "A year has 365 days."
    assert "before that" in english.parts[0].rounding
    hant = explained(rule, NINA | {"died": 1}, "zh-hant")
    assert (hant.whole.words, hant.parts[0].says) == ("折日收入", "一年按365天折算。")
    assert explained(rule, language="zh-hant").whole.because == ("死亡：否",)


def test_each_row_is_told_and_what_is_the_same_is_said_once():
    said = explained(lambda case: 100 * f.total(share(p) for p in case.people))
    assert (said.whole.words, said.whole.numbers) == ("100 × Σ（每人份额）", "100 × （50% ＋ 50%）")
    assert [(row.table, row.row, row.value) for row in said.rows] == [
        ("people", 0, "50%"),
        ("people", 1, "0"),
        ("people", 2, "50%"),
    ]
    assert [(part.value, part.because) for part in said.parts] == [("50%", ("周岁 < 60",)), ("0", ("周岁 ≥ 60",))]


def test_only_the_way_that_was_taken_is_told_and_its_facts_named():
    formula = f.Formula([f.explored(lambda: (lambda case: case.income if case.age > 60 else case.other)(asked({})))])
    explanation = Explanation(formula, 0, formula.one({"age": 63, "income": 5, "other": 11}, {})[1])
    assert explanation.keys == ("age", "income")


def test_many_years_that_are_called_the_same_are_one_sum():
    said = explained(lambda case: f.total(capped(case, y) for y in range(20)))
    assert (said.whole.words, said.whole.numbers) == ("Σ（当年）", "5 × 7 ＋ 3 × 13")


@f.term("当年", "this year")
def capped(case, year):
    return 5 if year < case.age - 56 else 3


@pytest.mark.parametrize(
    ("rule", "words", "numbers"),
    [
        (lambda case: min(case.income, 3 * case.other), "取小（收入，3 × 另一数）", "取小（1,234.56，3 × 12）"),
        (lambda case: max(case.age, 70), "取大（周岁，70）", "取大（63，70）"),
        (lambda case: f.total(p.age < 18 for p in case.people), "Σ（周岁 < 18）", "1 ＋ 1"),
        (lambda case: (case.age + 1) * (case.age - 1), "（周岁 ＋ 1） × （周岁 － 1）", "（63 ＋ 1） × （63 － 1）"),
        (lambda case: case.age - (case.other - 1), "周岁 － （另一数 － 1）", "63 － （12 － 1）"),
        (lambda case: f.ceiling(case.age / 10) * 2, "进一取整（周岁 ÷ 10） × 2", "进一取整（63 ÷ 10） × 2"),
        (lambda case: f.largest(p.age for p in case.people), "取最大（周岁）", "取最大（9，70，17）"),
    ],
)
def test_what_is_read_keeps_the_meaning(rule, words, numbers):
    whole = explained(rule).whole
    assert (whole.words, whole.numbers) == (words, numbers)


@f.term("日收入", "income of a day")
def of_a_day(case):
    return min(case.income / 365 + 0 * case.age, 1000)


@f.term("已满六十", "sixty or older")
def too_old(case):
    return case.age >= 60


@f.term("符合条件", "entitled", yes_or_no=True)
def entitled(case):
    return 0 if too_old(case) else 1


def test_what_does_not_come_out_even_is_told_as_the_division_from_which_it_is():
    assert explained(lambda case: of_a_day(case) * 90).whole.numbers == "1,234.56 ÷ 365 × 90"
    assert explained(lambda case: 100 - of_a_day(case)).whole.numbers == "100 － 1,234.56 ÷ 365"
    assert explained(lambda case: 90 * (of_a_day(case) + 1) + 5).whole.numbers == "90 × （1,234.56 ÷ 365 ＋ 1） ＋ 5"


@pytest.mark.parametrize(("language", "no"), [("zh-hans", "否"), ("zh-hant", "否"), ("en", "no")])
def test_what_holds_or_not_is_told_as_yes_or_no(language, no):
    said = explained(lambda case: case.income if entitled(case) else 1, language=language)
    told = said.parts[0]
    assert (told.words, told.numbers, told.value) == (no, no, no)


def test_codes_and_days_are_told_by_their_own_words():
    kind = replace(
        CASE["other"], low=0, high=1, codes={0: Words("有固定收入", "fixed income"), 1: Words("没有", "none")}
    )
    day = replace(CASE["age"], words=Words("定残日", "day of fixing"), low=1, high=1_000_000, unit=DATE)
    when = date(2003, 9, 1).toordinal()
    rule = lambda: f.given("day", day) + 1 if f.given("kind", kind) == 1 else 0  # noqa: E731
    formula = f.Formula([f.explored(rule)])
    said = Explanation(formula, 0, formula.one({"day": when, "kind": 1}, {})[1]).said_in("en").whole
    assert (said.numbers, said.because) == ("2003-09-01 + 1", ("another number ＝ none",))


def test_numbers_are_written_exactly():
    assert [number(Fraction(n)) for n in ("1234567.5", "1/3", "0.125", "-2")] == ["1,234,567.5", "1/3", "0.125", "-2"]
    assert digits(Fraction(1, 3)) == "0.3333…"
    assert yuan(Fraction("1234.5")) == "1,234.50"
    assert [number(Fraction(n)) for n in ("200/3", "-200/3")] == ["66.6666…", "-66.6666…"]
