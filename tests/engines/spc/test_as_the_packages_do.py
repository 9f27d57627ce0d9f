"""Where handbooks leave a choice, that of the reference packages: numbers reckoned by R 4.2.2 from their formulas."""

import numpy as np
import pytest

from zhian.engines.spc.chart import Phase, chart
from zhian.engines.spc.cumulative import cusum
from zhian.engines.spc.funnel import standardised
from zhian.engines.spc.points import individual, ratio, subgroups
from zhian.engines.spc.rules import signals
from zhian.engines.spc.runs import crossings_expected, runs

from .test_published_results import standard

STEADY_THEN_HIGHER = [*([3, 5] * 12), *([7, 9] * 12)]


@pytest.mark.parametrize("rules", ["western_electric", "nelson"])
@pytest.mark.parametrize("pattern", [[2.5, 2.5, 0.4], [1.5, 1.5, 1.5, 1.5, 0.2]])
def test_a_point_near_the_middle_does_not_speak_for_those_before_it(rules, pattern):
    """qcc: the last of three (or five) must itself lie far out."""
    assert not [found for found in signals(standard([0, *pattern]), rules) if len(pattern) in found.points]


@pytest.mark.parametrize("rules", ["western_electric", "nelson"])
def test_two_far_points_are_no_two_of_three(rules):
    assert not [found for found in signals(standard([2.5, 2.5]), rules) if found.rule == "two_of_three"]


def test_on_one_sigma_is_within_one_sigma():
    """qcc: at its limits a point is still inside."""
    assert [found.points for found in signals(standard([1.0, -1.0, 0.5] * 5), "nelson")] == [(14,)]


def test_no_moving_range_reaches_over_a_change_of_the_process():
    """qicharts2 reckons each part by itself."""
    found = chart("mr", individual([1, 2, 1, 2, 101, 102, 101, 102]), phases=[Phase(), Phase(4)])
    assert np.isnan(found.value[[0, 4]]).all()
    assert found.centre.tolist() == [1] * 8 and not found.outside.any()


@pytest.mark.parametrize(("kind", "ordered"), [("mr", True), ("u", False)])
def test_runs_say_nothing_of_moving_ranges_and_of_units_side_by_side(kind, ordered):
    higher = ratio(STEADY_THEN_HIGHER, [100] * 48) if kind == "u" else individual(np.cumsum(STEADY_THEN_HIGHER))
    found = chart(kind, higher, ordered=ordered)
    assert runs(found)[0].longest > runs(found)[0].longest_expected
    assert not runs(found)[0].is_unusual
    assert not [signal for signal in signals(found, "anhoej") if signal.rule == "runs"]


@pytest.mark.parametrize(("points", "crossings"), [(1200, 571), (3000, 1454)])
def test_charts_of_three_years_of_days_have_runs_too(points, crossings):
    """R: qbinom(0.05, points - 1, 0.5)."""
    assert crossings_expected(points) == crossings


@pytest.mark.parametrize("kind", ["xbar", "s"])
def test_the_sizes_of_a_whole_phase_say_whether_spreads_are_pooled(kind):
    groups = [[10, 12, 11, 13], [9, 12, 14, 10], [11, 15, 8, 12], [10, 10, 13, 12], [9, 11, 12, 14, 10, 13]]
    found = chart(kind, subgroups(groups), phases=[Phase(0, 4)])
    if kind == "s":
        assert found.centre[0] == pytest.approx(2.07163381577601)
    else:
        assert found.upper[[0, 4]] == pytest.approx([14.7478328631819, 14.0414585036805])


def test_a_head_start_is_told_in_standard_errors():
    found = cusum([10.5, 9, 11, 12, 8.5, 10], 10, 1, head_start=2.5)
    assert found.up.tolist() == [2.5, 1, 1.5, 3, 1, 0.5]
    assert found.down.tolist() == [-1.5, -2, -0.5, 0, -1, -0.5]


def test_extremes_of_a_funnel_are_left_out_by_rank():
    """FunnelPlotR, as the national mortality indicator: of twelve units the first and the last."""
    found = standardised(
        [22, 60, 8, 45, 70, 18, 4, 63, 11, 30, 27, 90],
        [10.2, 24.4, 31.1, 26.3, 30.5, 39.9, 12.7, 30.1, 42.8, 13.4, 58.6, 41.25],
    )
    assert np.flatnonzero(np.isnan(found.trimmed)).tolist() == [8, 11]
    assert (found.dispersion, found.between) == pytest.approx((21.4295696543407, 0.845857159659014))
    assert found.widened[99.8].upper[0] == pytest.approx(20.131669691455)


def test_units_that_vary_by_chance_only_stand_against_exact_limits():
    observed, expected = [10] * 9 + [19], [10.0] * 10
    found = standardised(observed, expected)
    assert found.between == 0
    assert found.outside(95).tolist() == found.outside(95, widened=False).tolist()
