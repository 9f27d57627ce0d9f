"""Worked examples of handbooks, each rule at the point that completes it, and data that a chart must not trip over."""

import numpy as np
import pytest

from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.cumulative import cusum, ewma, scores
from zhian.engines.spc.icons import Assurance, Direction, Variation, assurance, variation
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.points import individual, ratio
from zhian.engines.spc.rules import rule_sets, signals

from .test_published_results import standard

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.1, 6.3.2.3.1, 6.3.2.4.1, 6.3.3.1, 6.3.3.2
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
CHIPS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# Montgomery, Introduction to Statistical Quality Control, the example of both the tabular sum and the moving average
SHIFTED = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08]
SHIFTED += [9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52]


def lines(found: Chart) -> tuple[float, float, float]:
    return found.centre[0], found.lower[0], found.upper[0]


def test_the_handbooks_individuals_and_moving_ranges():
    assert lines(chart("i", individual(FLOW), screened=False)) == pytest.approx((50.81, 45.8159, 55.8041), abs=1e-4)
    centre, _, upper = lines(chart("mr", individual(FLOW), screened=False))
    assert (centre, upper) == pytest.approx((1.8778, 6.1347), abs=1e-4)


def test_the_handbooks_counts_and_proportions():
    counts = chart("c", individual(WAFERS))
    assert lines(counts) == (16, 4, 28) and list(np.flatnonzero(counts.outside) + 1) == [24]
    shares = chart("p", ratio(CHIPS, [50] * 30))
    assert lines(shares) == pytest.approx((0.2313, 0.0524, 0.4102), abs=1e-4)
    assert list(np.flatnonzero(shares.outside) + 1) == [15, 23]


def test_the_handbooks_moving_average():
    observed = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5]
    observed += [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = ewma(observed, 50, 2.0539, weight=0.3)
    said = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33]
    said += [50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]
    assert found.average == pytest.approx(said, abs=0.0051)
    assert (found.lower[-1], found.upper[-1]) == pytest.approx((47.4115, 52.5884), abs=1e-3)


def test_the_handbooks_cumulative_sum():
    observed = [324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600]
    observed += [324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350]
    found = cusum(observed, 325, 0.635, shift=1, limit=4.1959 / 0.635)
    assert found.up[12:] * 0.635 == pytest.approx([3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.00, 19.03], abs=0.0076)
    assert np.flatnonzero(found.alarms_up)[0] + 1 == 14 and not found.alarms_down.any()


def test_montgomerys_cumulative_sum_sees_the_shift_at_its_twenty_ninth_point():
    found = cusum(SHIFTED, 10, 1)
    up = [0, 0, 0, 1.16, 2.82, 2.50, 0.04, 1.00, 0, 0, 0, 0.97, 0.98, 0, 0, 0, 0.12, 0, 0, 0.34]
    up += [0.74, 0, 1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30]
    assert found.up == pytest.approx(up, abs=1e-9)
    assert found.down[:7] == pytest.approx([-0.05, -1.56, -1.77, 0, 0, 0, -1.46], abs=1e-9)
    assert list(np.flatnonzero(found.alarms_up) + 1) == [29, 30]


def test_montgomerys_moving_average_with_narrow_limits():
    found = ewma(SHIFTED, 10, 1, weight=0.1, sigmas=2.7)
    assert found.average[:5] == pytest.approx([9.945, 9.7495, 9.70355, 9.8992, 10.1253], abs=5e-5)
    assert (found.lower[0], found.upper[0]) == pytest.approx((9.73, 10.27), abs=0.005)
    assert (found.lower[-1], found.upper[-1]) == pytest.approx((9.38, 10.62), abs=0.005)


def test_steiners_scores_of_a_patient_who_was_likely_to_die_and_of_one_who_was_not():
    """Steiner 2000: ln(2/(1 + p)) for a death, ln(1/(1 + p)) for a survivor, where doubled odds are looked for."""
    died, lived = scores([1, 0], [0.7, 0.02], 2)
    assert (died, lived) == pytest.approx((np.log(2 / 1.7), np.log(1 / 1.02)))


@pytest.mark.parametrize(("cases", "upper"), [(4, 17.4164), (10, 41.4643)])
def test_benneyans_limits_of_cases_between(cases, upper):
    """A geometric count has the standard deviation √(ḡ(ḡ+1)): Benneyan 2001."""
    found = chart("g", individual([cases - 1, cases, cases + 1]))
    assert found.upper[0] == pytest.approx(upper, abs=1e-4) and found.lower[0] == 0


# Each rule: a series that it speaks for at its last point, and the same with one point that just does not do.
UP, FAR, FARTHER = 0.5, 1.5, 2.5
COMPLETED = {
    "western_electric": {
        "beyond": ([0, 3.01], [0, 3.0]),
        "two_of_three": ([0, FARTHER, 0, FARTHER], [0, FARTHER, 0, 2.0]),
        "four_of_five": ([FAR, FAR, -UP, FAR, FAR], [FAR, FAR, -UP, FAR, 1.0]),
        "shift": ([-UP, *[UP] * 8], [-UP, *[UP] * 7, 0]),
    },
    "nelson": {
        "beyond": ([0, -3.01], [0, -3.0]),
        "shift": ([UP, *[-UP] * 9], [UP, *[-UP] * 8, UP]),
        "trend": ([0.5, 0, 0.1, 0.2, 0.3, 0.4, 0.5], [0.5, 0, 0.1, 0.2, 0.3, 0.4, 0.4]),
        "alternating": ([UP, -UP] * 7, [*[UP, -UP] * 6, UP, UP]),
        "two_of_three": ([-FARTHER, 0, -FARTHER], [-FARTHER, 0, FARTHER]),
        "four_of_five": ([-FAR, -FAR, UP, -FAR, -FAR], [-FAR, -FAR, UP, -FAR, FAR]),
        "within": ([FAR, *[0.9, 0.1, -0.9] * 5], [FAR, *[0.9, 0.1, -0.9] * 4, 0.9, 0.1, 1.01]),
        "avoiding": ([0, *[FAR, -FAR] * 4], [0, *[FAR, -FAR] * 3, FAR, -1.0]),
    },
    "making_data_count": {
        "beyond": ([0, 3.01], [0, 3.0]),
        "trend": ([0.9, *np.arange(7) / 10], [0.9, *np.arange(6) / 10, 0.5]),
        "two_of_three": ([0, FARTHER, UP, FARTHER], [0, FARTHER, -UP, FARTHER]),
        "shift": ([-UP, *[UP] * 7], [-UP, *[UP] * 6, -UP]),
    },
}


def test_every_rule_of_every_set_has_its_series():
    for name, rules in COMPLETED.items():
        assert {pattern.code for pattern in rule_sets()[name].patterns} == set(rules)


@pytest.mark.parametrize(("name", "rule"), [(name, rule) for name, rules in COMPLETED.items() for rule in rules])
def test_a_rule_speaks_where_its_pattern_is_complete_and_not_where_one_point_fails(name, rule):
    complete, failing = COMPLETED[name][rule]
    found = [signal for signal in signals(standard(complete), name) if signal.rule == rule]
    assert [signal.points[-1] for signal in found] == [len(complete) - 1]
    assert not [signal for signal in signals(standard(failing), name) if signal.rule == rule]


@pytest.mark.parametrize(
    ("last", "direction", "expected"),
    [
        (9, Direction.HIGHER, Variation.IMPROVEMENT_HIGH),
        (9, Direction.LOWER, Variation.CONCERN_HIGH),
        (9, Direction.NEITHER, Variation.NEITHER_HIGH),
        (-9, Direction.HIGHER, Variation.CONCERN_LOW),
        (-9, Direction.LOWER, Variation.IMPROVEMENT_LOW),
        (-9, Direction.NEITHER, Variation.NEITHER_LOW),
        (0.5, Direction.HIGHER, Variation.COMMON_CAUSE),
    ],
)
def test_every_icon_of_variation(last, direction, expected):
    assert variation(standard([0.5, -0.5] * 3 + [last]), "making_data_count", direction) is expected


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (-4, Direction.HIGHER, Assurance.CONSISTENT_PASS),
        (4, Direction.HIGHER, Assurance.CONSISTENT_FAIL),
        (4, Direction.LOWER, Assurance.CONSISTENT_PASS),
        (-4, Direction.LOWER, Assurance.CONSISTENT_FAIL),
        (0, Direction.HIGHER, Assurance.INCONSISTENT),  # on the centre line
        (3, Direction.LOWER, Assurance.INCONSISTENT),  # on the limit
        (0, Direction.NEITHER, None),
        (None, Direction.HIGHER, None),
    ],
)
def test_every_icon_of_assurance(target, direction, expected):
    assert assurance(standard([0.5, -0.5] * 4), direction, target) is expected


@pytest.mark.parametrize("kind", [kind.code for kind in KINDS.values() if kind.needs != "subgroups"])
@pytest.mark.parametrize("rules", ["anhoej", "western_electric", "making_data_count"])
def test_a_value_that_never_changes_speaks_for_nothing(kind, rules):
    """The mean of twenty times 98.6 is not quite 98.6 for a computer; that is no shift."""
    for value in (0.1, 0.7, 5.1, 98.6):
        found = chart(kind, individual([value] * 20) if KINDS[kind].needs == "values" else ratio([13] * 20, [99] * 20))
        assert not signals(found, rules)


@pytest.mark.parametrize("kind", ["i", "xmr", "t", "ip", "pp", "up"])
def test_a_change_after_a_baseline_that_never_varied_is_seen(kind):
    points = individual([5.0] * 12 + [9]) if KINDS[kind].needs == "values" else ratio([5] * 12 + [9], [100] * 13)
    for phase in (Phase(0, 12), Phase()):
        found = signals(chart(kind, points, phases=[phase]), "nelson")
        assert [signal.points for signal in found if signal.rule == "beyond"] == [(12,)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_points_or_one_or_none_observed_is_a_chart_without_signals(kind):
    for values in ([], [3], [None, None]):
        points = individual(values) if KINDS[kind].needs == "values" else ratio(values, [10] * len(values))
        for rules in rule_sets():
            assert signals(chart(kind, points), rules) == []


def test_huge_denominators_leave_plain_limits_too_narrow_and_laneys_not():
    deaths, stays = [4_000_000 + 20_000 * (-1) ** k for k in range(24)], [100_000_000] * 24
    assert chart("p", ratio(deaths, stays)).outside.all() and not chart("pp", ratio(deaths, stays)).outside.any()


def test_a_frozen_baseline_and_a_new_phase_at_the_very_last_point():
    found = chart("u", ratio([3, 5, 4, 6, 9], [100] * 5), phases=[Phase(0, 3), Phase(4)])
    assert list(found.centre) == pytest.approx([0.04] * 4 + [0.09])


def test_two_new_phases_and_the_first_point_left_out():
    found = chart("c", individual([50, 4, 6, 10, 12, 1, 3]), phases=[Phase(), Phase(3), Phase(5)], excluded=[0])
    assert list(found.centre) == [5, 5, 5, 11, 11, 2, 2] and found.value[0] == 50


def test_individual_values_may_be_below_nought():
    assert chart("xmr", individual([-3, -1, -2, 4, -5])).lower[0] < -5
