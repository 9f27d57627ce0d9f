"""Direct standardisation, against a worked example and what must hold of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.indicators.standardising import exact_limits, population, standardised

YOUNG, OLD = ("young",), ("old",)


def test_the_worked_example_comes_out():
    """Rates of 1 and 10 per cent in a population of equal halves: 5.5 per cent, though most of the cases are young."""
    told = standardised({YOUNG: (9, 900), OLD: (10, 100)}, {YOUNG: 500, OLD: 500})
    assert told.rate == pytest.approx(0.055)
    assert told.crude == pytest.approx(0.019)
    assert told.lower < 0.055 < told.upper
    assert told.covered == 1


def test_its_own_population_gives_the_crude_rate_and_exact_limits():
    counts = {YOUNG: (10, 1000)}
    told = standardised(counts, population([counts]))
    assert told.rate == told.crude == 0.01
    assert (told.lower, told.upper) == pytest.approx([each / 1000 for each in exact_limits(10)])


def test_strata_without_cases_are_left_out_and_told():
    told = standardised({YOUNG: (1, 100), OLD: (0, 0)}, {YOUNG: 300, OLD: 100})
    assert (told.rate, told.covered) == (pytest.approx(0.01), 0.75)
    with pytest.raises(ValueError, match="no stratum"):
        standardised({}, {YOUNG: 1})


def test_no_events_still_have_an_upper_limit():
    told = standardised({YOUNG: (0, 100)}, {YOUNG: 1})
    assert told.rate == told.lower == 0
    assert told.upper == pytest.approx(0.036889, abs=1e-6)


COUNTS = st.tuples(st.integers(0, 20), st.integers(20, 500))


@given(st.dictionaries(st.sampled_from("abcde"), COUNTS, min_size=1), st.integers(1, 9))
def test_the_rate_lies_between_those_of_the_strata(told, weight):
    counts = {(stratum,): each for stratum, each in told.items()}
    found = standardised(counts, dict.fromkeys(counts, weight))
    rates = [events / cases for events, cases in counts.values()]
    assert min(rates) - 1e-12 <= found.rate <= max(rates) + 1e-12
    assert found.lower <= found.rate <= found.upper
