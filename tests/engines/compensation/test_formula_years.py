"""Sums over the years, as for dependants: looked up for one row, side by side for several, and always the same sum."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from zhian.engines.compensation import formula as f
from zhian.engines.compensation.formula.columns import Columns
from zhian.engines.compensation.formula.summed import sums_of_years

from .formula_given import CASE, ROW, asked

PEOPLE = {"people": 6}
CASES = 3_000


@f.term("份额", "share")
def share(person, year):
    return 1 / person.supporters if person.age < 18 - year else 0


@f.term("当年", "a year")
def in_year(case, year):
    return min(f.total(share(person, year) for person in case.people) * case.heirs / 10, 1)


def of_years(count, more=lambda case, year: 0):
    case = asked(PEOPLE)
    return f.explored(lambda: f.total(in_year(case, year) + more(case, year) for year in range(count)))


@pytest.fixture
def families():
    """Cases of nought to six persons, as columns."""
    random = np.random.default_rng(7)
    held = random.integers(0, 7, CASES)
    drawn = {key: random.integers(fact.low, fact.high + 1, CASES) for key, fact in CASE.items()}
    drawn |= {
        f"people.{key}": random.integers(fact.low, min(fact.high, 30) + 1, held.sum()) for key, fact in ROW.items()
    }
    return drawn, np.concatenate(([0], np.cumsum(held)))


def one_by_one(formula, drawn, starts):
    for k, (first, last) in enumerate(pairwise(starts)):
        given = {key: column[first:last].tolist() if "." in key else int(column[k]) for key, column in drawn.items()}
        yield formula.sums(given, {"people": int(last - first)})


@pytest.mark.parametrize("count", [4, 7, 18])
def test_the_years_side_by_side_are_the_years_one_after_the_other(families, count):
    drawn, starts = families
    root = of_years(count)
    assert len(sums_of_years([root])) == 1
    formula = f.Formula([f.to_fen(root * 100)])
    (found,) = Columns(formula).run(drawn, CASES, {"people": starts}, slice_of=700)
    assert found.tolist() == [sums[0] for sums in one_by_one(formula, drawn, starts)]
    assert Fraction(int(found.max()), 100) > count / 4  # the families are not all out of age


def test_years_that_are_not_alike_are_reckoned_one_by_one(families):
    drawn, starts = families
    root = of_years(6, lambda case, year: case.heirs if year == 3 else 0)
    assert not sums_of_years([root])
    (found,) = Columns(formula := f.Formula([root])).run(drawn, CASES, {"people": starts})
    assert found.tolist() == [sums[0] for sums in one_by_one(formula, drawn, starts)]


def test_nobody_at_all_leaves_every_sum_at_nought():
    nobody = {key: np.array([], np.int64) for key in ("people.age", "people.supporters")}
    (found,) = Columns(f.Formula([of_years(5)])).run(
        nobody | {"heirs": np.array([1, 6])}, 2, {"people": np.zeros(3, int)}
    )
    assert found.tolist() == [0, 0]
