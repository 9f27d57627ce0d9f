"""An award's explanation: its alternatives, its range, what would prove a head, and the sums that hold it together."""

from fractions import Fraction

import pytest

from zhian.engines.compensation import assess, read_case
from zhian.engines.compensation import example as document
from zhian.engines.compensation.examples import NAMES as SAVED
from zhian.engines.compensation.options import options

from .cases import CHONGQING_2003, TODAY, case, regime_a, regime_b


def example(name):
    return assess(read_case(document(name), today=TODAY))


@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("regime", ["A", "B"])
def test_the_lines_make_up_the_award(name, regime):
    made = example(name).awards[regime]
    assert made.gross == sum(line.gross or 0 for line in made.lines)
    assert made.owed == sum(line.owed for line in made.lines)
    assert made.payable == max(0, made.owed - sum(d.amount for d in made.deductions))
    assert made.range.low <= made.payable <= made.range.high
    assert all((line.owed * 100).denominator == 1 for line in made.lines)


@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_line_is_explained_in_three_languages(name, language):
    for made in example(name).awards.values():
        for line in made.lines:
            assert all(line.shown.said_in(language).lines())
            assert line.head.plain.said_in(language) and line.head.words.said_in(language)


def test_an_alternative_says_what_another_answer_would_give():
    line = regime_a(income={"kind": "unfixed"}, lost_days=26, figures={"wage": "35128"}).line("lost_earnings")
    found = {(a.question, a.answer): a.amount for a in line.alternatives}
    assert found["day_rate", "fen"] == Fraction("2502.24")
    assert found["day_divisor", 360] == Fraction("2537.02")
    assert ("rounding", "yuan_down") in found


def test_a_range_takes_all_that_lowers_and_all_that_raises_together():
    made = regime_a(
        patient={"age": 66}, accident={"grade": "二级甲等"}, mental={"years": "3"}, responsibility={"ratio": "1"}
    )
    flat, decline = 5767 * 15 * Fraction(9, 10), 5767 * 9 * Fraction(9, 10)
    assert made.payable == decline + 5767 * 3
    assert made.range.high == flat + 5767 * 3
    assert made.range.movers[0].name == "sixties"


def test_an_answer_that_the_case_gives_is_no_longer_open():
    answers = {name: option.default for name, option in options().items() if name != "regime"}
    made = regime_b(injuries=[{"level": 9}, {"level": 10}], hospital_days=5, options=answers)
    assert made.range.low == made.payable == made.range.high and made.range.movers == ()


def test_what_the_case_does_not_say_moves_the_range():
    unsaid = regime_b(injuries=[{"level": 10}], responsibility={"ratio": None})
    assert (unsaid.range.low, unsaid.payable) == (0, 94870)


def test_a_head_without_evidence_says_what_would_prove_it():
    made = regime_b(receipts=[{"amount": "100"}])
    assert made.line("nutrition").evidence.zh and not made.line("medical").evidence.zh


def test_the_regime_may_be_chosen():
    told = {"patient": {"age": 30}, "accident": {"grade": "三级戊等"}}
    both = assess(case(CHONGQING_2003, **told))
    only = assess(case(CHONGQING_2003, **told, options={"regime": "A"}))
    assert list(both.awards) == ["A", "B"] and list(only.awards) == ["A"]
    assert both.applicable[0].regime == "A"


def test_the_statistical_year_is_strict_or_the_latest_published():
    late = {"dates": {"act": "2023-02-01", "debate_closed": "2025-06-01"}, "injuries": [{"level": 10}]}
    assert regime_b(**late).line("disability").gross is None  # 2024 is not published here
    latest = regime_b(**late, options={"statistical_year": "latest_published"})
    assert latest.line("disability").gross == 94870
