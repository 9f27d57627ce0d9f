"""What the mechanism takes and refuses when it reads a rule, and what it then works out."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from threading import Thread
from types import SimpleNamespace

import numpy as np
import pytest

from zhian.engines.compensation import formula as f
from zhian.engines.compensation.formula.columns import Columns, OutOfBounds
from zhian.engines.compensation.words import Words

from .formula_given import CASE, asked, numerators

TABLES = {"receipts": 3, "people": 4}
NINA = {"age": 63, "other": 12, "balance": 0, "income": Fraction("1234.56"), "died": 0, "heirs": 3}
NINA |= {
    "receipts": [{"amount": Fraction("10.05"), "age": 1, "supporters": 1}] * 2,
    "people": [{"amount": 0, "age": age, "supporters": 2} for age in (9, 70, 17)],
}


def worked_out(rule, case=NINA):
    formula = f.Formula([f.explored(lambda: rule(asked(TABLES)))])
    given, rows = numerators([case], TABLES, one=True)
    (numerator,), _ = formula.one(given, rows)
    return Fraction(numerator, formula.roots[0].den)


@f.term("年限", "years")
def years(age):
    if age < 60:
        return 20
    return 80 - age if age < 75 else 5


@f.term("未成年", "under age")
def is_minor(person):
    return person.age < 18


def test_a_rule_called_with_numbers_just_answers():
    assert years(63) == 17 and years(Fraction(80)) == 5
    assert f.total(years(p.age) for p in [SimpleNamespace(age=1), SimpleNamespace(age=75)]) == 25
    assert f.to_fen(Fraction("0.005")) == Fraction("0.01") and f.ceiling(Fraction(41, 10)) == 5


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (lambda case: years(case.age), 17),
        (
            lambda case: f.total(p.age for p in case.people) + f.total(r.amount for r in case.receipts),
            Fraction("116.1"),
        ),
        (lambda case: f.total(1 for _ in case.people), 3),
        (lambda case: f.total(p.age < 18 for p in case.people), 2),
        (lambda case: f.total(is_minor(p) for p in case.people), 2),
        (lambda case: f.largest(p.age for p in case.people), 70),
        (lambda case: f.total(p.age + case.age for p in case.people), 96 + 3 * 63),
        (lambda case: f.ceiling((75 - case.age) / case.heirs), 4),
        (lambda case: f.ceiling((76 - case.age) / case.heirs), 5),
        (lambda case: f.floor((76 - case.age) / case.heirs), 4),
        (lambda case: f.floor(case.balance - Fraction(1, 3)), -1),
        (lambda case: case.income / case.heirs, Fraction("411.52")),
        (lambda case: f.rounded(case.income / 365, "half_up"), Fraction("3.38")),
        (lambda case: f.rounded(case.income / 365 + Fraction("0.005"), "fen_down"), Fraction("3.38")),
        (lambda case: f.rounded(case.income, "yuan_down"), 1234),
        (lambda case: (case.age > 60) * 10 + (case.age > 70), 10),
    ],
)
def test_what_a_rule_says_is_worked_out_exactly(rule, expected):
    assert worked_out(rule) == expected


@pytest.mark.parametrize(
    ("rule", "error", "said"),
    [
        (lambda case: 30 if case.age < 60 else None, f.Unsound, "gap"),
        (lambda case: case.income * case.income * case.income * case.income, f.Unsound, "may reach"),
        (lambda case: 1 / case.age, f.Unsound, "nought or negative"),
        (lambda case: 1 / (case.income + 1), f.Unsound, "whole fact"),
        (lambda case: 1 / (case.age + 1), f.Unsound, "narrow its bounds"),
        (lambda case: f.to_fen(case.balance), f.Unsound, "may be negative"),
        (lambda case: f.largest(p.age - 9 for p in case.people), f.Unsound, "may be negative"),
        (lambda case: f.total(1 if p.age < 18 else 0 for p in case.people), f.Unsound, "for each row"),
        (lambda case: next(iter(case.people)).age, f.Unsound, "for each row of people"),
        (
            lambda case: f.total(p.age * f.total(r.age * p.age for r in case.receipts) for p in case.people),
            f.Unsound,
            "meet",
        ),
        (lambda case: case.age * 0.1, TypeError, "float"),
        (lambda case: {1: 2}[case.age], TypeError, "look-up"),
        (lambda case: [1, 2][case.age], TypeError, "look-up"),
    ],
)
def test_what_cannot_be_exact_or_complete_is_refused_when_the_rule_is_read(rule, error, said):
    with pytest.raises(error, match=said):
        worked_out(rule)


def test_too_many_ways_through_one_function_are_refused():
    def rule(case):
        asked_one_by_one = case.age > 60, case.other > 15, case.balance > 0, case.income > 9, case.died, case.heirs > 3
        return sum(1 if yes else 0 for yes in (*asked_one_by_one, case.age > 5 * case.other))

    with pytest.raises(f.Unsound, match="more than 64 ways"):
        worked_out(rule)


def test_a_choice_on_a_name_outside_a_rule_is_refused():
    with pytest.raises(TypeError, match="only inside a head or a term"):
        bool(asked({}).age < 60)


def test_equal_parts_are_one_node_and_are_forgotten_with_their_formula():
    case = asked({})
    assert case.age + 1 is case.age + 1
    serial = (case.age + 12_345).serial
    assert (case.age + 12_345).serial != serial


def test_two_threads_read_rules_without_disturbing_each_other():
    answers = []
    read = [
        Thread(target=lambda: answers.extend(worked_out(lambda case: years(case.age)) for _ in range(20))) for _ in "ab"
    ]
    for thread in read:
        thread.start()
    for thread in read:
        thread.join()
    assert answers == [17] * 40


def test_a_value_out_of_bounds_in_a_column_names_its_row():
    formula = f.Formula([asked({}).age + 0])
    with pytest.raises(OutOfBounds, match=r"row 77: age = -1, allowed 0 to 130") as refused:
        Columns(formula).run({"age": np.where(np.arange(99) == 77, -1, 5)}, 99, slice_of=50)
    assert (refused.value.key, refused.value.row, refused.value.value) == ("age", 77, -1)


def test_days_are_compared_by_their_numbers():
    day = replace(CASE["age"], words=Words("事故日", "day of the accident"), low=1, high=1_000_000)
    read = f.Formula([f.explored(lambda: 1 if f.given("day", day) >= 731_000 else 0)])
    assert [read.one({"day": n}, {})[0] for n in (730_999, 731_000)] == [[0], [1]]


def test_reading_rules_needs_no_numpy():
    code = "import sys, zhian.engines.compensation; sys.exit('numpy' in sys.modules or 'pyarrow' in sys.modules)"
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=found, check=False).returncode == 0


@f.term("定额", "a fixed sum")
def fixed(case):
    return 12


@pytest.mark.parametrize(
    "rule",
    [
        lambda case: f.floor(fixed(case) / 5) + case.age,
        lambda case: min(fixed(case), 7) + case.age,
        lambda case: f.to_fen(max(fixed(case) / 7, 1)) + case.age,
    ],
)
def test_a_number_behind_a_name_is_a_number_in_columns_too(rule):
    formula = f.Formula([f.explored(lambda: rule(asked({})))])
    (found,) = Columns(formula).run({"age": np.array([3, 60])}, 2)
    assert found.tolist() == [formula.sums({"age": age}, {})[0] for age in (3, 60)]
