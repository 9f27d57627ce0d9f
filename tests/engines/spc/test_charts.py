"""What people decide about a chart: phases, baselines, excluded points, and months without data."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.spc.chart import Phase, chart
from zhian.engines.spc.icons import Assurance, Direction, assurance
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.pareto import pareto
from zhian.engines.spc.points import individual, ratio, subgroups
from zhian.engines.spc.proposed import Measure, proposed
from zhian.engines.spc.rules import rule_sets, signals, spoken_for
from zhian.engines.spc.svg import Note, Picture, svg

STEADY = [5.0, 6, 5, 7, 6, 5, 6, 7, 5, 6, 6, 5]
MORE = [9.0, 10, 9, 11, 10, 9, 10, 11]


def test_a_new_phase_has_limits_of_its_own():
    found = chart("i", individual(STEADY + MORE), phases=[Phase(), Phase(12, why="a second carer at night")])
    alone = chart("i", individual(MORE))
    assert found.centre[0] == pytest.approx(np.mean(STEADY))
    np.testing.assert_allclose(found.upper[12:], alone.upper)


def test_a_baseline_and_a_new_phase_go_together():
    found = chart("i", individual(STEADY + MORE), phases=[Phase(0, 6), Phase(12, 4)])
    assert found.centre[11] == pytest.approx(np.mean(STEADY[:6]))
    assert found.centre[19] == pytest.approx(np.mean(MORE[:4]))


def test_later_points_do_not_move_the_limits_of_a_baseline():
    before = chart("i", individual(STEADY), phases=[Phase(0, 12)])
    after = chart("i", individual([*STEADY, 30, 40]), phases=[Phase(0, 12)])
    np.testing.assert_allclose(after.upper[:12], before.upper)
    assert after.outside.tolist() == [False] * 12 + [True, True]


def test_an_excluded_point_is_shown_but_moves_nothing():
    found = chart("p", ratio([3, 3, 40, 3], [50, 50, 50, 50]), excluded=[2])
    assert found.centre[0] == pytest.approx(9 / 150)
    assert found.value[2] == pytest.approx(0.8)
    assert not any(2 in signal.points for signal in signals(found, "nelson"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_month_without_data_stays_on_the_axis(kind):
    if KINDS[kind].needs == "subgroups":
        points = subgroups([[5, 6, 7], [], [6, 7, 8], [5, 7, 9], [6, 6, 7]])
    elif KINDS[kind].needs == "ratio":
        points = ratio([5, None, 6, 7, 5], [50, 60, 55, 50, 50])
    else:
        points = individual([5, None, 6, 7, 5])
    found = chart(kind, points)
    assert len(found.value) == 5
    assert np.isnan(found.value[1])
    assert not found.outside[1]
    assert not np.isnan(found.centre[4])


def test_a_month_without_a_denominator_is_unknown_and_not_nought():
    assert np.isnan(ratio([0], [0]).value[0])


def test_limits_of_a_proportion_stay_within_it():
    found = chart("p", ratio([0, 1, 0, 1], [4, 4, 4, 4]))
    assert (found.lower >= 0).all()
    assert (found.upper <= 1).all()


def test_limits_stay_where_values_can_be():
    rates = ratio([0, 3, 0, 4, 1, 0, 5, 0], [90, 110, 95, 100, 105, 98, 102, 100])
    assert chart("ip", rates).lower.min() < 0
    kept = chart("ip", rates, factor=1000, within=(0, 1))
    assert kept.lower.min() == 0
    assert kept.upper.tolist() == (chart("ip", rates).upper * 1000).tolist()


def test_a_short_baseline_gives_trial_limits():
    assert chart("i", individual(STEADY[:11])).is_trial
    assert not chart("i", individual(STEADY)).is_trial


def test_all_at_the_target_is_met_by_chance_and_not_a_failure():
    perfect = chart("i", individual([100.0] * 12))
    assert assurance(perfect, Direction.HIGHER, 100) is Assurance.INCONSISTENT


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": "pie"}, "no chart is called 'pie'"),
        ({"phases": [Phase(3)]}, "phases begin at 0"),
        ({"phases": [Phase(), Phase(30)]}, "phases begin at 0"),
        ({"excluded": [12]}, "excluded point"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(wrong, message):
    with pytest.raises(ValueError, match=message):
        chart(**{"kind": "i", "points": individual(STEADY)} | wrong)


def test_counts_below_nought_are_refused():
    with pytest.raises(ValueError, match="below nought"):
        ratio([-1], [10])


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40), st.floats(0.5, 100), st.floats(-1000, 1000))
def test_a_chart_of_individuals_moves_with_its_data(values, times, plus):
    found = chart("i", individual(values), screened=False)
    moved = chart("i", individual([times * value + plus for value in values]), screened=False)
    np.testing.assert_allclose(moved.upper, times * found.upper + plus, rtol=1e-6, atol=1e-3)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=2, max_size=30))
def test_whatever_speaks_for_a_point_is_a_point_that_was_observed(pairs):
    events, cases = zip(*pairs, strict=True)
    found = chart("p", ratio(events, cases))
    for name in rule_sets():
        for signal in signals(found, name):
            assert all(0 <= place < len(pairs) for place in signal.points)
            assert signal.rule in {pattern.code for pattern in rule_sets()[name].patterns}


@pytest.mark.parametrize(
    ("measure", "points", "kind"),
    [
        (Measure.PROPORTION, ratio([5, 6, 7], [80, 90, 85]), "p"),
        (Measure.PROPORTION, ratio([500, 600, 700], [8000, 9000, 8500]), "pp"),
        (Measure.PROPORTION, ratio([0, 0, 1], [80, 90, 85]), "g"),
        (Measure.RATE, ratio([5, 6, 7], [800, 900, 850]), "u"),
        (Measure.RATE, ratio([0, 1, 0], [800, 900, 850]), "t"),
        (Measure.RATE, ratio([5000, 6000, 7000], [80000, 90000, 85000]), "up"),
        (Measure.COUNT, individual([4, 5, 6]), "c"),
        (Measure.VALUE, individual([4.5, 5, 6]), "i"),
        (Measure.SUBGROUPS, subgroups([[1, 2], [2, 3]]), "xbar"),
        (Measure.RATE, ratio([None], [0]), "u"),
    ],
)
def test_a_chart_is_proposed_that_suits_the_data(measure, points, kind):
    assert proposed(measure, points).kind == kind


def test_the_vital_few_stand_for_four_fifths():
    bars = pareto({"falls": 20, "drugs": 60, "tubes": 15, "other": 5, "none": 0})
    assert [bar.name for bar in bars] == ["drugs", "falls", "tubes", "other"]
    assert [bar.vital for bar in bars] == [True, True, False, False]
    assert bars[-1].cumulative == 1
    assert pareto({}) == []


def picture(**more):
    found = chart("p", ratio([3, 4, 30, None, 4, 5], [50] * 6), phases=[Phase(), Phase(4, why="<b>new</b> & better")])
    periods = [f"{month}月" for month in range(1, 7)]
    return Picture(found, periods, "跌倒率", "一句话", signals=spoken_for(found, "nelson"), **more)


def test_the_picture_is_sound_and_says_what_it_shows():
    drawn = ElementTree.fromstring(svg(picture(target=0.1, notes=[Note(2, "night light")])))  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert drawn.find(f"{space}title").text == "跌倒率"
    assert drawn.find(f"{space}desc").text == "一句话"
    texts = ["".join(each.itertext()) for each in drawn.iter(f"{space}text")]
    assert "<b>new</b> & better" in texts
    assert any(text.startswith("目标") for text in texts)
    assert len([each for each in drawn.iter(f"{space}circle") if "ring" not in each.get("class")]) == 5


def test_targets_are_drawn_as_they_held_month_by_month():
    drawn = ElementTree.fromstring(svg(picture(targets=[None, 0.1, 0.1, 0.2, None, 0.2])))  # noqa: S314
    lines = [each for each in drawn.iter("{http://www.w3.org/2000/svg}line") if each.get("class") == "target"]
    ends = [(float(each.get("x1")), float(each.get("x2"))) for each in lines]
    assert len(lines) == 3
    assert ends[0][1] == ends[1][0] and ends[1][1] < ends[2][0]
    assert float(lines[1].get("y1")) == float(lines[2].get("y1")) < float(lines[0].get("y1"))


def test_a_chart_without_any_data_says_so():
    empty = chart("p", ratio([None, None], [0, 0]))
    assert "没有数据" in svg(Picture(empty, ["1月", "2月"], "t", "w"))
