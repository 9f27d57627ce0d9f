"""A claim is checked, never trusted: its addition, its heads, what it lacks, and what each regime supports."""

from fractions import Fraction

import pytest

from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.claims import check_claim, remarks_on_sum
from zhian.engines.compensation.words import Words


def said(stated, **heads):
    amounts = {name: Fraction(amount) for name, amount in heads.items()}
    names = {name: Words(name, name) for name in heads}
    return [remark.en for remark in remarks_on_sum(amounts, Fraction(stated), names)]


def test_a_sum_that_is_right_needs_no_remark():
    assert said("300.50", medical="100.25", food="200.25") == []


def test_a_head_that_was_left_out_is_named():
    (first, second) = said("1063641.81", death="695006.80", mother="227094.01", son="61934.73", rest="141541.00")
    assert first == "its heads make 1,125,576.54; the stated 1,063,641.81 is 61,934.73 too little"
    assert second == "just what son comes to: left out"


def test_two_heads_that_were_left_out_are_named():
    assert "just what food and travel comes to: left out" in said("100", medical="100", food="7", travel="11")


def test_a_head_that_was_counted_twice_is_named():
    assert "just what food comes to: counted twice" in said("140", medical="100", food="20")


def test_digits_that_changed_places_are_pointed_out():
    assert "two neighbouring digits of the total are transposed" in said("1243.56", medical="1000", food="234.56")
    assert "two digits of food may be transposed" in said("1234.56", medical="1000", food="243.56")


@pytest.mark.parametrize("stated", ["999999", "1"])
def test_a_slip_that_nothing_explains_is_only_told(stated):
    assert len(said(stated, medical="1000", food="234.56")) == 1


FOUNDING = {  # 四级医疗事故索赔五十万
    "forum": "negotiation",
    "places": {"act": "宁波"},
    "dates": {"act": "2003-05-01"},
    "accident": {"established": True, "grade": "四级"},
    "patient": {"age": 35, "household": "urban"},
    "income": {"kind": "unfixed"},
    "lost_days": 90,
    "hospital_days": 30,
    "care": [{"days": 30, "carers": 1, "in_hospital": True}],
    "relatives": [{"name": "夫", "days": 5}, {"name": "父", "days": 5}],
    "responsibility": {"ratio": "1"},
    "figures": {"wage": "11000", "food_per_day": "12", "urban_income": "47435", "urban_consumption": "31531"},
    "claim": {"stated_total": "500000"},
}


def checked(**other):
    return check_claim(read_case(FOUNDING | other))


def claiming(total=None, **heads):
    return {"claim": {"heads": heads} | ({"stated_total": total} if total else {})}


def test_grade_four_and_half_a_million_is_answered_by_regime_with_gap_and_ways():
    claim = checked()
    assert claim.supported["A"] == Fraction("4277.81")  # food 360, earnings 2,712.33, care 904.11, two relatives 301.37
    assert claim.gap["A"] == 500_000 - claim.supported_max["A"].high > 480_000 and not claim.is_supported
    assert "两种制度的算法都不支持" in claim.verdict.zh and "500,000" in claim.verdict.en
    assert [way.letter for way in claim.ways] == ["a", "b", "c", "d"]


def test_each_way_says_what_it_would_need():
    receipts, level, care, settlement = checked().ways
    assert receipts.needed == min(checked().gap.values())
    assert (level.needed, level.reaches) == (5, True)  # at level 6 47,435 × 20 × 50 % is 25,650 too little
    assert not care.reaches  # twenty times 11,000
    assert settlement.reaches and "书面" in settlement.words.zh


def test_the_heads_without_evidence_are_named_with_what_would_prove_them():
    lacking = {head.zh: proof.zh for head, proof in checked().lacking}
    assert "单据" in lacking["医疗费"] and "误工费" not in lacking


def test_a_private_settlement_of_a_public_hospital_beyond_the_formulas_is_flagged():
    claim = checked(hospital={"public": True, "insured": True})
    assert {"ningbo-insurer", "ningbo-appraisal", "zhejiang-route"} <= {r.gate.id for r in claim.procedure.required}
    assert {"settlement-beyond-the-formula", "ningbo-no-promise"} <= {r.gate.id for r in claim.procedure.flags}
    assert not any(r.if_known for r in claim.procedure.flags)


def test_a_claim_within_the_law_is_supported_and_needs_no_other_way():
    claim = checked(**claiming(food="360", lost_earnings="2712.33"))
    assert claim.is_supported and not claim.ways and not claim.sums
    assert "支持这一数额" in claim.verdict.zh
    assert [head.too_much for head in claim.heads] == [0, 0]


def test_each_head_is_compared_with_the_rule_and_told_which_reading_would_give_it():
    (earnings, food) = checked(**claiming(lost_earnings="2750.00", food="300")).heads
    assert earnings.too_much == Fraction("37.67")
    assert any("÷12÷30" in remark.zh for remark in earnings.remarks)
    assert food.too_much == -60 and "少要60元" in food.remarks[0].zh


def test_a_head_that_grade_four_does_not_give_is_told_with_its_rule():
    (allowance,) = checked(**claiming(disability_allowance="173010")).heads
    assert allowance.too_much == 173_010 and any("四级" in remark.zh for remark in allowance.remarks)


def test_a_head_that_the_law_does_not_know_is_told():
    (face,) = checked(**claiming(名誉损失费="10000")).heads
    assert face.too_much == 10_000 and "没有这一项" in face.remarks[0].zh


def test_a_head_may_be_named_in_chinese():
    assert [head.name for head in checked(**claiming(误工费="1")).heads] == ["lost_earnings"]


def test_a_total_that_is_not_the_sum_is_told_beside_the_heads():
    claim = checked(**claiming("3000", food="360", lost_earnings="2712.33"))
    assert claim.added == Fraction("3072.33") and "72.33" in claim.sums[0].zh


def test_a_product_with_the_ratio_that_is_wrong_is_told():
    told = {"claim": {"heads": {"food": "360"}, "ratio": "0.7", "demanded": "300"}}
    claim = checked(**told)
    assert claim.asked == 300 and "252" in claim.sums[0].zh


def test_where_figures_are_missing_the_answer_says_so_and_estimates_with_the_nearest():
    claim = checked(figures={"wage": "11000"}, places={"act": "重庆"})
    assert all("缺少的数据暂以" in way.words.zh for way in claim.ways if way.letter == "b")
    assert not claim.supported_max["A"].borrowed and claim.supported_max["B"].borrowed
    assert claim.supported_max["B"].estimate.zh in claim.verdict.zh


def test_a_case_without_a_claim_is_refused():
    with pytest.raises(ValueError, match="holds no claim"):
        checked(claim={})


def test_long_care_reaches_the_sum_where_a_year_of_it_costs_enough():
    figures = FOUNDING["figures"] | {"wage": "117446"}
    (care,) = (way for way in checked(figures=figures).ways if way.letter == "c")
    assert care.needed == 4  # three years and all else make 406,696.16 at most


def test_what_would_have_to_be_documented_follows_the_highest_share_of_the_label():
    claim = checked(responsibility={"label": "主要"})
    receipts, gap, share = claim.ways[0], min(claim.gap.values()), Fraction("0.9")
    assert receipts.needed * share >= gap > (receipts.needed - Fraction("0.01")) * share
    assert "90%" in receipts.words.zh
    (none, *_) = checked(responsibility={"label": "无"}).ways
    assert not none.reaches
