"""What the newest points of a chart say, tested against exact laws of chance and against simulated hospitals."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact, hypergeom

from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.evidence import _at_least, evidence, seen_from
from zhian.engines.spc.points import Points, individual, ratio

STEADY = [3, 5, 4, 6, 4, 5, 3, 4, 6, 5, 4, 5] * 2


def rates(events: list[int], days: int = 1000) -> Chart:
    return chart("u", ratio(events, [days] * len(events)), phases=(Phase(0, 24),), factor=1000)


def test_a_months_count_is_weighed_by_the_binomial_law_of_two_poisson_counts():
    found = evidence(rates([*STEADY, 14]), 1)

    exact = binomtest(14, 14 + sum(STEADY), 1 / 25, alternative="greater").pvalue
    assert found is not None
    assert (found.points, found.observed, found.expected) == (1, 14, sum(STEADY) / 24)
    assert 0.999 * exact <= found.chance <= 7.001 * exact  # at the most once for each window


def test_a_share_is_weighed_by_fishers_exact_test():
    died, left = [2, 3, 1, 2, 3, 2, 1, 2] * 3 + [12], [100] * 25
    found = evidence(chart("p", ratio(died, left), phases=(Phase(0, 24),)), 1)

    exact = fisher_exact([[12, 88], [sum(died[:-1]), 2400 - sum(died[:-1])]], alternative="greater").pvalue
    assert found is not None
    assert 0.999 * exact <= found.chance <= 7.001 * exact


def test_too_few_who_were_treated_are_counted_as_too_many_who_were_not():
    treated = [95, 96, 94, 95, 97, 95] * 4 + [80]
    found = evidence(chart("p", ratio(treated, [100] * 25), phases=(Phase(0, 24),)), -1)

    assert found is not None
    assert found.observed == 20
    assert found.chance < 0.001


def test_a_small_lasting_change_is_seen_in_the_longer_window():
    found = evidence(rates([*STEADY, 9, 8, 10, 9, 9, 8]), 1)

    assert found is not None
    assert found.points >= 4
    assert found.chance < 0.001


def test_a_change_to_the_other_side_is_no_evidence():
    found = evidence(rates([*STEADY, 14]), -1)

    assert found is not None
    assert found.chance > 0.5


def test_a_short_baseline_says_nothing():
    assert evidence(rates(STEADY[:12]), 1) is None


def test_a_new_phase_begins_with_nothing_to_say():
    points = ratio([*STEADY, 14, 15, 13], [1000] * 27)

    assert evidence(chart("u", points, phases=(Phase(), Phase(24, why="new ward"))), 1) is None


def test_values_that_never_vary_say_nothing():
    assert evidence(chart("i", individual([100.0] * 30)), 1) is None


def test_an_excluded_point_is_not_weighed():
    loud = chart("u", ratio([*STEADY, 30], [1000] * 25), phases=(Phase(0, 24),), excluded=[24])

    found = evidence(loud, 1)

    assert found is not None
    assert found.chance > 0.05


def test_what_varies_more_than_chance_needs_more_to_convince():
    calm, wild = STEADY, [1, 9, 0, 10, 2, 8, 1, 9, 3, 8, 1, 3] * 2
    convinced = evidence(rates([*calm, 14]), 1)
    doubtful = evidence(rates([*wild, 14]), 1)

    assert convinced is not None and doubtful is not None
    assert doubtful.chance > 20 * convinced.chance


def test_a_ward_with_an_event_a_year_could_not_show_a_doubling():
    rare = evidence(rates([1, *[0] * 11, 1, *[0] * 12]), 1)
    usual = evidence(rates([*STEADY, 5]), 1)

    assert rare is not None and usual is not None
    assert (rare.visible, usual.visible) == (False, True)


def test_from_so_many_a_year_a_factor_of_two_is_seen():
    assert (seen_from(1), seen_from(-1)) == (13.0, 33.0)


Maker = Callable[[np.random.Generator], Points]

IN_CONTROL: dict[str, tuple[str, int, Maker]] = {
    "few events": ("u", 1, lambda chance: ratio(list(chance.poisson(0.5, 36)), [1000] * 36)),
    "many events": ("u", -1, lambda chance: ratio(list(chance.poisson(30, 36)), [1000] * 36)),
    "shares": ("p", 1, lambda chance: ratio(list(chance.binomial(200, 0.05, 36)), [200] * 36)),
    "high shares": ("p", -1, lambda chance: ratio(list(chance.binomial(200, 0.9, 36)), [200] * 36)),
    "counts": ("c", 1, lambda chance: individual(chance.poisson(4, 36).astype(float))),
    "values": ("i", 1, lambda chance: individual(chance.normal(10, 2, 36))),
    "waiting times": ("t", -1, lambda chance: individual(chance.exponential(10, 36))),
    "cases between": ("g", -1, lambda chance: individual(chance.geometric(0.05, 36) - 1.0)),
    "wildly varying": ("up", 1, lambda chance: ratio(list(chance.poisson(chance.gamma(20, 5, 36))), [1000] * 36)),
}


@pytest.mark.parametrize("kind, side, made", IN_CONTROL.values(), ids=IN_CONTROL.keys())
def test_where_nothing_changes_small_chances_are_as_rare_as_they_say(kind: str, side: int, made: Maker):
    chance = np.random.default_rng(20261122)
    found = [evidence(chart(kind, made(chance), phases=(Phase(0, 24),)), side) for _ in range(1500)]

    chances = np.array([each.chance for each in found if each])
    assert len(chances) > 1450
    for small, may_err in ((0.05, 1.3), (0.01, 1.7)):
        assert np.mean(chances <= small) <= small * may_err


@given(data=st.data())
def test_the_tail_of_drawing_without_putting_back_is_that_of_the_library(data: st.DataObject):
    total = data.draw(st.integers(1, 20000))
    marked, size = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    drawn = data.draw(st.integers(0, min(size, marked)))

    library = hypergeom.sf(drawn - 1, total, marked, size)
    assert _at_least(drawn, size, marked, total) == pytest.approx(library, rel=1e-6, abs=1e-12)
