"""Each of the open questions answered each way: the amounts are worked out by hand, in the comment beside them."""

from fractions import Fraction
from typing import Any

import pytest

from engines.compensation.cases import CHONGQING_2003, CHONGQING_2024, case, regime_a, regime_b
from zhian.engines.compensation import assess
from zhian.engines.compensation.options import options

DISABLED = {"accident": {"grade": "三级丙等"}}  # 30 %
LEVEL_10 = [{"level": 10}]
NO_FIXED = {"kind": "unfixed"}
UNPROVABLE = {"kind": "unprovable"}
SHARED = {"responsibility": {"ratio": "0.7"}}


def both(question: str, answers: dict[Any, str], regime: Any, what: str, **parts: Any) -> list:
    return [
        pytest.param(question, answer, yuan, regime, what, parts, id=f"{question}-{answer}")
        for answer, yuan in answers.items()
    ]


def one(born: str, **more: Any) -> dict[str, Any]:
    return {"name": "亲属", "born": born, "supporters": 1, **more}


HEADS = [
    # 10 days at 10,950, 14,600 or 18,250 a year: 30, 40 or 50 a day
    *both("wage_series", {"staff": "300", "employed": "400", "industry": "500"}, regime_a, "lost_earnings",
          income=NO_FIXED, lost_days=10, figures={"wage_employed": "14600", "wage_industry": "18250"}),
    # 2,800 a month for 137 days: 33,600 over the divisor
    *both("day_divisor", {365: "12611.51", 360: "12786.67", 261: "17636.78"}, regime_b, "lost_earnings",
          income={"kind": "fixed", "amount": "2800", "per": "month"}, lost_days=137),
    # 35,128 / 365 = 96.2411 for 26 days: 2,502.27; 96.24 × 26; 96 × 26
    *both("day_rate", {"exact": "2502.27", "fen": "2502.24", "yuan": "2496"}, regime_b, "lost_earnings",
          income=UNPROVABLE, lost_days=26, figures={"wage": "35128"}),
    # 25,212 / 365 × 120 = 8,288.8767…
    *both("rounding", {"half_up": "8288.88", "fen_down": "8288.87", "yuan_down": "8288"}, regime_b, "lost_earnings",
          income=UNPROVABLE, lost_days=120, figures={"wage": "25212"}),
    # 61 when fixed, 60 at the act, 62 at the debate: 19, 20 or 18 years of 47,435 at 10 %
    *both("age_on", {"fixing": "90126.50", "act": "94870", "debate_closed": "85383"}, regime_b, "disability",
          patient={"age": None, "born": "1963-01-01"}, injuries=LEVEL_10, figures={"urban_income": "47435"},
          dates={"act": "2023-02-01", "fixed": "2024-02-01", "debate_closed": "2025-06-01"}),
    # three months and 92 days after the 16th birthday, 36,500 a year until 18
    *both("part_years", {"years": "73000", "complete": "36500", "months": "63875", "days": "63800"}, regime_b,
          "dependants", dependants=[one("2007-11-01")], dates={"death": "2024-02-01"},
          figures={"urban_consumption": "36500"}),
    # 63 years old, grade 2A: 5,767 × 12 or 15 × 90 %
    *both("sixties", {"decline": "62283.60", "flat": "77854.50"}, regime_a, "disability_allowance",
          patient={"age": 63}, accident={"grade": "二级甲等"}),
    # 80 and 30 a day against three wages of 30: 90, or 80 + 30, for ten days
    *both("second_job", {"inside_cap": "900", "outside_cap": "1100"}, regime_a, "lost_earnings", lost_days=10,
          income={"kind": "fixed", "amount": "80", "per": "day", "second_job": {"amount": "30", "per": "day"}}),
    *both("carers", {"one": "900", "stated": "1800"}, regime_a, "nursing", care=[{"days": 30, "carers": 2}]),
    # from 35 to 75 every five years: 8, or the first and 8 more
    *both("device_count", {"ceiling": "8000", "whole_plus_one": "9000"}, regime_a, "devices", patient={"age": 35},
          devices=[{"price": "800", "fitting": "200", "life": 5, "certified": True}], **DISABLED),
    *both("mental_grade4", {"none": "0", "discretionary": "5767"}, regime_a, "mental",
          accident={"grade": "四级"}, mental={"years": "1"}),
    # one year as asked; 3 × 30 %; three years
    *both("mental_years", {"stated": "5767", "by_level": "5190.30", "full": "17301"}, regime_a, "mental",
          mental={"years": "1"}, **DISABLED),
    # a child of six until 16: 12 × 185 × 10, shared by two
    *both("supporters_a", {"divide": "11100", "whole": "22200"}, regime_a, "dependants", accident={"grade": "一级甲等"},
          dependants=[{"name": "子", "age": 6, "supporters": 2}], figures={"subsistence": "185"}),
    # three dependants for 20 years at 30 %: 0.9 of 10,000 a year, or 30 % of the capped 10,000
    *both("capacity", {"inside": "180000", "outside": "60000"}, regime_b, "dependants", injuries=[{"level": 8}],
          figures={"urban_consumption": "10000"},
          dependants=[{"name": "亲属", "age": 40, "incapable": True, "no_income": True, "supporters": 1}] * 3),
    # two injuries of level 8: 47,435 × 20 × 31, 32 or 33 %
    *both("further_levels", {"one_percent": "294097", "two_percent": "303584", "by_level": "313071"}, regime_b,
          "disability", injuries=[{"level": 8}, {"level": 8}]),
]  # fmt: skip

TOTALS = [
    # slight responsibility for 1,000: 10 %; the bands of SF/T 0095; a Shanghai court's 20 %
    *both("label_ratios", {"practice": "100", "sft0095": "100", "shanghai": "200"}, regime_b, "payable",
          nutrition={"sum": "1000"}, responsibility={"ratio": None, "label": "轻微"}),
    # 1,000 at 50 % and 1,000 at 20 %, or all at 50 %
    *both("ratio_per_head", {"one": "1000", "per_head": "700"}, regime_b, "payable", nutrition={"sum": "1000"},
          receipts=[{"amount": "1000"}], responsibility={"ratio": "0.5", "heads": {"medical": "0.2"}}),
    # 90,231.03 × 70 % − 2,250; 60,231.03 × 70 % + 30,000 − 2,250
    *both("mental_ratio", {"scaled": "60911.72", "unscaled": "69911.72"}, regime_b, "payable",
          receipts=[{"amount": "60231.03"}], mental={"asked": "30000", "serious": True},
          prepaid=[{"by": "hospital", "amount": "2250"}], **SHARED),
    # 1,000 and a fee of 1,000 at 20 %
    *both("fees_ratio", {"outside": "1200", "inside": "400"}, regime_b, "payable", receipts=[{"amount": "1000"}],
          other=[{"amount": "1000", "kind": "appraisal"}], responsibility={"ratio": "0.2"}),
    # 10,000 × 70 % − 1,000; (10,000 − 1,000) × 70 %
    *both("prepaid", {"after": "6000", "before": "6300"}, regime_b, "payable", receipts=[{"amount": "10000"}],
          prepaid=[{"by": "hospital", "amount": "1000"}], **SHARED),
]  # fmt: skip

POLICY = {"person_limit": "150000", "rate": "0.1", "deductible": "5000"}


@pytest.mark.parametrize(("question", "answer", "yuan", "regime", "head", "parts"), HEADS)
def test_a_head_follows_the_answer(question, answer, yuan, regime, head, parts):
    assert regime(options={question: answer}, **parts).line(head).gross == Fraction(yuan)


@pytest.mark.parametrize(("question", "answer", "yuan", "regime", "_", "parts"), TOTALS)
def test_what_is_payable_follows_the_answer(question, answer, yuan, regime, _, parts):
    assert regime(options={question: answer}, **parts).payable == Fraction(yuan)


@pytest.mark.parametrize(("answer", "awards"), [("by_date", ["A", "B"]), ("A", ["A"]), ("B", ["B"])])
def test_the_regime_may_be_chosen(answer, awards):
    assert list(assess(case(CHONGQING_2003, options={"regime": answer})).awards) == awards


@pytest.mark.parametrize(("answer", "yuan"), [("previous", None), ("latest_published", 94_870)])
def test_the_latest_published_figure_may_stand_for_the_year_before(answer, yuan):
    parts = {"injuries": LEVEL_10, "dates": {"debate_closed": "2025-06-01"}, "options": {"statistical_year": answer}}
    assert regime_b(**parts).line("disability").gross == yuan  # 2024 is not published here; 2023 is: 47,435 × 20 × 10 %


@pytest.mark.parametrize(("answer", "yuan"), [("pro_rata", 5_000), ("minors_first", 10_000)])
def test_a_capped_year_is_divided_by_shares_or_minors_first(answer, yuan):
    people = [
        {"name": "子", "age": 17, "supporters": 1},
        {"name": "父", "age": 60, "supporters": 1, "incapable": True, "no_income": True},
    ]
    made = regime_b(
        dependants=people, dates={"death": "2023-02-01"}, figures={"urban_consumption": "10000"},
        options={"capped_years": answer},
    )  # fmt: skip
    assert [who.amount for who in made.dependants] == [yuan, 200_000 - yuan]  # twenty capped years, the first of both


@pytest.mark.parametrize(("answer", "loss", "yuan"), [
    ("limit_before", "120000", 105_000),  # 120,000 − 10 % of the limit
    ("loss_before", "120000", 108_000),  # 120,000 − 10 % of the loss
    ("loss_before", "250000", 150_000),  # 225,000 within the limit
    ("loss_after", "250000", 125_000),  # the limit − 25,000
    ("limit_after", "250000", 135_000),  # the limit − 15,000
    ("fixed_before", "120000", 115_000),
    ("fixed_after", "250000", 145_000),
    ("rate_before", "250000", 150_000),
    ("rate_after", "250000", 135_000),  # 90 % of the limit
])  # fmt: skip
def test_the_deductible_follows_the_policy(answer, loss, yuan):
    made = regime_b(receipts=[{"amount": loss}], insurance=POLICY, options={"deductible": answer})
    assert made.split[0].insurer == yuan and made.payable == Fraction(loss)  # the patient is owed the whole


def test_no_question_is_left_out_here():
    tried = {(p.values[0], p.values[1]) for p in [*HEADS, *TOTALS]}
    own = ("regime", "statistical_year", "capped_years", "deductible")
    tried |= {(name, answer) for name in own for answer in options()[name].answers}
    assert tried == {(name, answer) for name, question in options().items() for answer in question.answers}
    assert len(options()) == 24
    assert CHONGQING_2024["patient"]["age"] == 40  # the amounts above rest on it
