"""Which of many charts warn, and which keep quiet."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.icons import Direction
from zhian.engines.spc.points import ratio
from zhian.engines.spc.warning import Episode, State, Watched, allowed, current_episode, watch

STEADY = [3, 5, 4, 6, 4, 5, 3, 4, 6, 5, 4, 5] * 2


def falls(events: list[int], days: int = 1000) -> Chart:
    return chart("u", ratio(events, [days] * len(events)), phases=(Phase(0, 24),), factor=1000)


def watched(events: list[int], name: str = "ward", direction: Direction = Direction.LOWER) -> Watched:
    return Watched(name, falls(events), "anhoej", direction)


def quiet_hospital(charts: int, seed: int = 7, mean: float = 5) -> list[Watched]:
    chance = np.random.default_rng(seed)
    return [watched([int(count) for count in chance.poisson(mean, 36)], str(number)) for number in range(charts)]


def test_a_ward_whose_falls_double_is_found_among_a_thousand_that_vary_by_chance():
    doubled = watched([*STEADY, 9, 10, 8, 11, 9, 10, 12], "geriatrics")

    judged = watch([*quiet_hospital(1000), doubled])

    assert judged.warnings[0].name == "geriatrics"
    assert judged.charts == 1001
    assert len(judged.warnings) <= 2  # a tenth of all warnings may be false, so now and then one is


def test_where_nothing_changed_the_warnings_of_many_months_keep_within_the_budget():
    months = [watch(quiet_hospital(200, seed=seed), budget=0.5) for seed in range(12)]

    assert sum(len(month.warnings) for month in months) <= 12 * 0.5
    assert all(month.expected_false <= 0.5 for month in months)


def test_a_lasting_change_is_one_episode_from_the_point_where_it_began():
    episode = current_episode(watched([*STEADY, 14, 13, 15, 14]))

    assert episode is not None
    assert (episode.start, episode.end, episode.side) == (24, 27, 1)
    assert "beyond" in episode.rules


def test_an_episode_goes_on_over_a_quiet_month():
    before, after = current_episode(watched([*STEADY, 14, 13])), current_episode(watched([*STEADY, 14, 13, 4, 14]))

    assert before is not None and after is not None
    assert before.start == after.start


def test_an_episode_is_over_after_three_quiet_months():
    assert current_episode(watched([*STEADY, 14, 4, 5])) is not None
    assert current_episode(watched([*STEADY, 14, 4, 5, 4])) is None


def test_a_change_for_the_better_does_not_warn():
    assert current_episode(watched([*STEADY, 0, 0, 0, 0, 0, 0, 0, 0, 0])) is None


def test_without_a_better_side_a_change_to_either_side_counts():
    for newest, side in (([14, 15], 1), ([0] * 9, -1)):
        episode = current_episode(watched([*STEADY, *newest], direction=Direction.NEITHER))
        assert episode is not None and episode.side == side


def test_a_signal_that_many_charts_show_by_chance_is_named_unproven():
    faint = watched([*STEADY, 13], "faint")

    verdicts = {verdict.name: verdict for verdict in watch([*quiet_hospital(3000), faint]).verdicts}

    assert verdicts["faint"].state is State.UNPROVEN
    assert verdicts["faint"].episode == Episode(24, 24, 1, ("beyond",))


def test_numbers_too_small_to_show_a_doubling_do_not_warn():
    tiny = watched([1, *[0] * 11, 1, *[0] * 11, 3])

    assert [verdict.state for verdict in watch([tiny]).verdicts] == [State.TOO_SMALL]


def test_a_small_chart_speaks_where_there_is_no_doubt():
    lights = watched([0, 1, *[0] * 10, 1, *[0] * 11, 4, 4, 3], "lights")
    beside = quiet_hospital(200, mean=0.3)

    judged = watch([lights, *beside])

    assert [verdict.name for verdict in judged.warnings] == ["lights"]
    assert judged.small > 190
    assert judged.expected_false <= 1


def test_a_chart_without_a_baseline_says_so():
    assert [verdict.state for verdict in watch([watched(STEADY[:10])]).verdicts] == [State.TOO_SHORT]


def test_the_strongest_evidence_comes_first():
    judged = watch([watched([*STEADY, 14, 15], "strong"), watched([*STEADY, 20, 25], "stronger")])

    assert [verdict.name for verdict in judged.warnings] == ["stronger", "strong"]


def test_the_published_example_of_false_discovery_control_allows_four():
    # Benjamini and Hochberg 1995, section 3.2: fifteen chances, the first four stand at 5 %.
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ]  # fmt: skip

    cut = allowed(chances, share=0.05, budget=15)

    assert sum(chance <= cut for chance in chances) == 4


@given(st.lists(st.floats(0, 1), max_size=50), st.floats(0.01, 0.5), st.floats(0.01, 5))
def test_what_is_allowed_never_costs_more_than_the_budget(chances: list[float], share: float, budget: float):
    assert allowed(chances, share=share, budget=budget) * len(chances) <= budget * 1.000001


def test_a_budget_of_nothing_is_refused():
    with pytest.raises(ValueError, match="budget"):
        watch([], budget=0)
