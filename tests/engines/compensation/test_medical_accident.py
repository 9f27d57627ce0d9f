"""Regime A: the regulation of 2002, head by head, to the fen."""

from fractions import Fraction

import pytest

from zhian.engines.compensation.law.cn import medical_accident_2002 as law
from zhian.engines.compensation.options import Choice

from .cases import gross, regime_a

GRADES = [
    "一级乙等",
    "二级甲等",
    "二级乙等",
    "二级丙等",
    "二级丁等",
    "三级甲等",
    "三级乙等",
    "三级丙等",
    "三级丁等",
    "三级戊等",
]


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
    denture = {"name": "义齿", "price": "800", "life": 5, "certified": True}
    made = regime_a(patient={"age": 35}, accident={"grade": "四级"}, devices=[denture], mental={"years": "3"})
    assert [gross(made, head) for head in ("disability_allowance", "devices", "mental")] == [0, 0, 0]


def test_a_small_sum_for_mental_harm_at_grade_four_is_a_matter_of_discretion():
    made = regime_a(accident={"grade": "四级"}, mental={"years": "3"}, options={"mental_grade4": "discretionary"})
    assert gross(made, "mental") == 5767  # one year at most
    half = regime_a(accident={"grade": "四级"}, mental={"years": "0.5"}, options={"mental_grade4": "discretionary"})
    assert gross(half, "mental") == Fraction("2883.5")
