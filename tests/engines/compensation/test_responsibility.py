"""From what was lost to what is owed: ratios, what was paid before, several hospitals, the insurer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.compensation.responsibility import bands, divided, insurers_share

from .cases import regime_b

YUAN = Fraction


def owed(**parts):
    return regime_b(**parts).payable


def paper(amount):
    return [{"amount": amount}]


# --- ratios


def test_every_table_has_every_label_in_order():
    for table in bands().values():
        assert list(table) == ["完全", "主要", "同等", "次要", "轻微", "无"]
        assert all(0 <= band.low <= band.usual <= band.high <= 1 for band in table.values())
        usual = [band.usual for band in table.values()]
        assert usual == sorted(usual, reverse=True)


@pytest.mark.parametrize(
    ("table", "low", "usual", "high"),
    [("practice", 600, 750, 900), ("sft0095", 560, 750, 950), ("shanghai", 600, 750, 900)],
)
def test_a_label_gives_a_range_with_the_usual_inside(table, low, usual, high):
    options = {"label_ratios": table, "rounding": "half_up"}
    made = regime_b(receipts=paper("1000"), responsibility={"ratio": None, "label": "主要"}, options=options)
    assert (made.range.low, made.payable, made.range.high) == (low, usual, high)
    assert made.range.movers[0].name == "label"


def test_which_table_of_ratios_holds_is_an_open_question():
    made = regime_b(receipts=paper("1000"), responsibility={"ratio": None, "label": "轻微"})
    mover = next(m for m in made.range.movers if m.name == "label_ratios")
    assert (made.payable, mover.high) == (100, 200)  # a Shanghai court took twenty per cent


def test_a_place_may_have_a_table_of_its_own():
    slight = {"ratio": None, "label": "轻微"}
    assert owed(receipts=paper("1000"), responsibility=slight | {"place": "上海市"}) == 200
    assert owed(receipts=paper("1000"), responsibility=slight | {"place": "重庆"}) == 100


def test_one_ratio_is_applied_to_the_sum_and_rounded_once():
    parts = {"receipts": paper("0.01"), "nutrition": {"sum": "0.01"}, "responsibility": {"ratio": "0.25"}}
    one, each = regime_b(**parts), regime_b(**parts, options={"ratio_per_head": "per_head"})
    assert (one.payable, each.payable) == (YUAN("0.01"), 0)  # 0.02 × 25% is half a fen
    assert sum(line.owed for line in one.lines) == one.owed


def test_a_head_may_have_a_ratio_of_its_own():
    made = regime_b(
        receipts=paper("568019.54"),
        injuries=[{"level": 6}],
        figures={"urban_income": "48118"},
        responsibility={"ratio": "0.7", "heads": {"残疾赔偿金": "0.3"}},
    )
    assert made.line("medical").owed == YUAN("397613.68")
    assert made.line("disability").owed == YUAN("144354")
    assert made.line("disability").ratio == YUAN("0.3")


@pytest.mark.parametrize(("answer", "expected"), [("scaled", "63161.72"), ("unscaled", "72161.72")])
def test_mental_damages_inside_or_outside_the_ratio(answer, expected):
    made = regime_b(
        receipts=paper("60231.03"),
        mental={"asked": "30000", "serious": True},
        responsibility={"ratio": "0.7"},
        options={"mental_ratio": answer},
    )
    assert made.payable == YUAN(expected)


@pytest.mark.parametrize(("answer", "expected"), [("outside", 247_787), ("inside", 230_787)])
def test_fees_outside_or_inside_the_ratio(answer, expected):
    fees = [
        {"amount": "10000", "kind": "appraisal"},
        {"amount": "7000", "kind": "lawyer"},
        {"amount": "4250", "kind": "other"},
    ]
    made = regime_b(
        receipts=paper("1132685"), other=fees, responsibility={"ratio": "0.2"}, options={"fees_ratio": answer}
    )
    assert made.payable == expected


def test_another_loss_may_stand_inside_the_ratio_by_itself():
    other = [{"amount": "1000", "kind": "other", "inside_ratio": True}, {"amount": "1000", "kind": "other"}]
    assert owed(other=other, responsibility={"ratio": "0.5"}) == 1500


@pytest.mark.parametrize(("answer", "expected"), [("after", 600), ("before", 630)])
def test_what_was_paid_in_advance_comes_off_after_or_before_the_ratio(answer, expected):
    paid = [{"by": "hospital", "amount": "100"}]
    made = regime_b(receipts=paper("1000"), prepaid=paid, responsibility={"ratio": "0.7"}, options={"prepaid": answer})
    assert made.payable == expected
    assert made.deductions[0].amount == 700 - expected


def test_nobody_owes_less_than_nothing():
    assert owed(receipts=paper("100"), prepaid=[{"by": "hospital", "amount": "300"}]) == 0


# --- several hospitals


def test_hospitals_share_to_the_fen_and_the_patient_gets_the_whole():
    joint = [
        {"hospital": name, "share": share} for name, share in (("甲", "0.3333"), ("乙", "0.3333"), ("丙", "0.3334"))
    ]
    made = regime_b(receipts=paper("100.01"), responsibility={"ratio": "1", "joint": joint})
    assert [share.amount for share in made.split] == [YUAN("33.33"), YUAN("33.33"), YUAN("33.35")]
    assert sum(share.amount for share in made.split) == made.payable == YUAN("100.01")


def test_three_hospitals_answer_for_a_third_each():
    joint = [{"hospital": name, "share": "1/3"} for name in "甲乙丙"]
    made = regime_b(responsibility={"ratio": "1", "joint": joint}, receipts=[{"amount": "100"}])
    assert [share.amount for share in made.split] == [Fraction("33.34"), Fraction("33.33"), Fraction("33.33")]


def test_the_fen_left_over_go_to_the_largest_remainders():
    third = [YUAN(1, 3)] * 3
    assert divided(YUAN("0.02"), third) == [YUAN("0.01"), YUAN("0.01"), 0]
    assert divided(YUAN("100"), third) == [YUAN("33.34"), YUAN("33.33"), YUAN("33.33")]
    assert divided(YUAN("0.05"), [YUAN("0.1"), YUAN("0.9")]) == [YUAN("0.01"), YUAN("0.04")]


@given(st.integers(0, 10**12), st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_whatever_the_shares_the_sum_is_kept(fen, parts):
    amount = YUAN(fen, 100)
    found = divided(amount, [YUAN(part, sum(parts)) for part in parts])
    assert sum(found) == amount
    assert all((part * 100).denominator == 1 and part >= 0 for part in found)


# --- the insurer


LIMIT = {"person_limit": YUAN(150_000)}


@pytest.mark.parametrize(
    ("policy", "answer", "paid"),
    [
        (LIMIT | {"rate": YUAN("0.1")}, "loss_before", 150_000),
        (LIMIT | {"rate": YUAN("0.1")}, "loss_after", 125_000),
        (LIMIT | {"rate": YUAN("0.1")}, "limit_before", 150_000),
        (LIMIT | {"rate": YUAN("0.1"), "deductible": YUAN(2000)}, "limit_after", 135_000),
        (LIMIT | {"deductible": YUAN(2000)}, "fixed_before", 150_000),
        (LIMIT | {"deductible": YUAN(2000)}, "fixed_after", 148_000),
        (LIMIT | {"rate": YUAN("0.05")}, "rate_before", 150_000),
        (LIMIT | {"rate": YUAN("0.05")}, "rate_after", 142_500),
        (LIMIT | {"aggregate_left": YUAN(80_000)}, "fixed_before", 80_000),
        (LIMIT | {"appraised": False}, "fixed_before", 0),
        ({}, "fixed_before", 0),
        ({"person_limit": YUAN(400_000), "deductible": YUAN(300_000)}, "fixed_before", 0),
    ],
)
def test_limits_and_deductibles(policy, answer, paid):
    assert insurers_share(YUAN(250_000), YUAN(0), YUAN(0), policy, answer) == paid


def test_mental_damages_need_a_rider_and_legal_cost_has_a_limit_of_its_own():
    policy = {"person_limit": YUAN(200_000)}
    assert insurers_share(YUAN(100_000), YUAN(30_000), YUAN(0), policy, "fixed_before") == 70_000
    assert (
        insurers_share(YUAN(100_000), YUAN(30_000), YUAN(0), policy | {"mental_covered": True}, "fixed_before")
        == 100_000
    )
    dazu = policy | {"cost_limit": YUAN(10_000)}
    assert insurers_share(YUAN("300244.25"), YUAN(0), YUAN(9850), dazu, "fixed_before") == 209_850


def test_the_insurers_share_never_lessens_what_the_patient_is_owed():
    insured = regime_b(receipts=paper("250000"), insurance={"person_limit": "150000", "rate": "0.1"})
    assert insured.payable == owed(receipts=paper("250000")) == 250_000
    assert (insured.split[0].insurer, insured.split[0].own) == (150_000, 100_000)
    later = regime_b(
        receipts=paper("250000"),
        insurance={"person_limit": "150000", "rate": "0.1"},
        options={"deductible": "loss_after"},
    )
    assert (later.payable, later.split[0].insurer) == (250_000, 125_000)
