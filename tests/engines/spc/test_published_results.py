"""Every chart, beside what the reference packages make of the same data: limits to a millionth, signals exactly."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhian.engines.spc import cumulative, funnel
from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.icons import Direction, icons, meaning
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.points import Points, individual, ratio, subgroups, summaries
from zhian.engines.spc.rules import signals, spoken_for
from zhian.engines.spc.runs import crossings_expected, longest_expected, runs

PUBLISHED = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
NAMES = {"R": "r", "xmr_ptd": "xmr"}
RUNS = {
    "n_useful": "useful",
    "longest_run": "longest",
    "longest_run_max": "longest_expected",
    "n_crossings": "crossings",
    "n_crossings_min": "crossings_expected",
}
QCC_RULES = {
    "WE1": ("western_electric", "beyond"),
    "WE3": ("western_electric", "four_of_five"),
    "NEL1": ("nelson", "beyond"),
    "NEL3": ("nelson", "trend"),
    "NEL5": ("nelson", "two_of_three"),
    "NEL7": ("nelson", "within"),
}
SPECIAL_CAUSES = {
    ("beyond", 1): "Above UCL",
    ("beyond", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two_of_three", 1): "2 in 3 Above CL",
    ("two_of_three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
}
DIRECTIONS = {"decrease": Direction.LOWER, "neutral": Direction.NEITHER}


def published(*kinds: str, **wanted: Any) -> list[Any]:
    """The published results for these kinds of chart that hold what is wanted of them."""
    return [
        pytest.param(vector["input"], vector["args"] or {}, vector["expected"], vector["chart"], id=vector["id"])
        for vector in PUBLISHED["vectors"]
        if vector["chart"] in kinds and all((name in vector["expected"]) == there for name, there in wanted.items())
    ]


def assert_same(found: Any, expected: Any, **within: float) -> None:
    np.testing.assert_allclose(
        np.asarray(found, float),
        np.array([np.nan if value is None else value for value in np.atleast_1d(expected)], float),
        **{"rtol": 1e-6, "atol": 1e-12} | within,
    )


def plotted(kind: str, given: dict[str, Any], args: dict[str, Any], expected: dict[str, Any]) -> Points:
    if "by" in args:
        return ratio(*zip(*(_summed(given, name) for name in expected["x"]), strict=True))
    if "subgroups" in given:
        return subgroups(given["subgroups"])
    if KINDS[kind].needs == "subgroups":
        return subgroups(
            [[y for x, y in zip(given["x"], given["y"], strict=True) if x == name] for name in expected["x"]]
        )
    return ratio(given["y"], given["n"]) if given.get("n") else individual(given["y"])


def _summed(given: dict[str, Any], name: str) -> tuple[float, float]:
    rows = [(y, n) for x, y, n in zip(given["x"], given["y"], given["n"], strict=True) if x == name]
    return sum(y for y, _n in rows), sum(n for _y, n in rows)


def drawn(kind: str, points: Points, args: dict[str, Any]) -> Chart:
    phases = [Phase(0, args.get("freeze") or args.get("fix")), *([Phase(args["part"])] if "part" in args else [])]
    return chart(
        kind,
        points,
        phases=phases,
        excluded=[place - 1 for place in args.get("exclude", [])],
        screened=args.get("screened_mr", args.get("screen", True)),
        ordered="by" not in args,
        factor=args.get("multiply", 1),
    )


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published(*KINDS, "R", lcl=True))
def test_lines_and_signals_are_those_of_the_reference(given, args, expected, kind):
    kind = NAMES.get(kind, kind)
    found = drawn(kind, plotted(kind, given, args, expected), args)
    assert_same(found.centre, np.broadcast_to(expected["cl"], found.centre.shape))
    for line, limit in (("lcl", found.lower), ("ucl", found.upper)):
        assert_same(limit, np.broadcast_to(np.array(expected[line], float), limit.shape))
    if "runs_signal" not in expected:
        return
    assert_same(found.value, expected["y"])
    assert_same(found.bands[2][0], expected["lcl95"])
    assert_same(found.bands[2][1], expected["ucl95"])
    assert found.outside.tolist() == [bool(signal) for signal in expected["sigma_signal"]]
    by_phase = runs(found)
    assert [by_phase[phase].is_unusual for phase in found.phase] == expected["runs_signal"]
    for theirs, ours in RUNS.items():
        assert [getattr(by_phase[phase], ours) for phase in found.phase] == expected[theirs], theirs


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published(*KINDS, ul99=True))
def test_limits_of_another_program_agree_to_the_digits_it_prints(given, args, expected, kind):
    counts, sizes = given["numerators"], given.get("denominators")
    if KINDS[kind].needs == "subgroups":
        points = summaries(counts, given["xbar_sds"], sizes)
    else:
        points = individual([y / n for y, n in zip(counts, sizes, strict=True)] if sizes else counts)
    found = drawn(kind, points, args)
    for name, sigmas, side in (("ll99", 3, 0), ("ll95", 2, 0), ("ul95", 2, 1), ("ul99", 3, 1)):
        limit = found.bands[sigmas][side]
        assert_same(limit, expected[name][: len(limit)], rtol=0, atol=1.5 * 10.0 ** -args["decimals"])


@pytest.mark.parametrize("row", PUBLISHED["anhoej_table"], ids=lambda row: str(row["n"]))
def test_what_chance_explains_in_so_many_points(row):
    assert longest_expected(row["n"]) == row["longest_run_max"]
    assert crossings_expected(row["n"]) == row["n_crossings_min"]


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("rules"))
def test_a_rule_marks_the_point_that_completes_its_pattern(given, args, expected, kind):
    rule_set, code = QCC_RULES[args["rule"]]
    found = standard(given["y"])
    marked = sorted(
        {place + 1 for signal in signals(found, rule_set) if signal.rule == code for place in signal.points}
    )
    assert marked == np.atleast_1d(expected["flagged"]).tolist()


def standard(values: list[float]) -> Chart:
    """A chart around nought with a sigma of one."""
    value, nought = np.array(values, float), np.zeros(len(values))
    every = np.ones(len(values), bool)
    bands = {sigmas: (nought - sigmas, nought + sigmas) for sigmas in (1, 2, 3)}
    points = individual(values)
    return Chart(
        KINDS["i"], 1, True, True, (Phase(),), points, nought.astype(int), every, every, value, nought, value, bands
    )


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("xmr_ptd"))
def test_the_english_health_service_would_say_the_same_of_every_point(given, args, expected, kind):
    found = drawn("xmr", individual(given["y"]), args)
    direction = DIRECTIONS.get(args.get("dir"), Direction.HIGHER)
    assert_same(found.centre, expected["mean"])
    assert_same(found.lower, expected["lpl"])
    assert_same(found.upper, expected["upl"])
    spoken = spoken_for(found, "making_data_count")
    assert [SPECIAL_CAUSES[each.rule, each.side] if each else "Common Cause" for each in spoken] == expected[
        "special_cause_type"
    ]
    said = [f"special_cause_{meaning(each.side, direction)}" if each else "common_cause" for each in spoken]
    assert [word.replace("neither", "neutral") for word in said] == [
        word.removesuffix("_high").removesuffix("_low") for word in expected["point_type"]
    ]
    last = icons(found, "making_data_count", direction, args.get("target"))
    assert last.assurance == expected["assurance_type"]
    assert last.variation.removesuffix("_high").removesuffix("_low") == expected["variation_type"].removeprefix(
        "special_cause_"
    )


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("ewma"))
def test_a_moving_average_and_its_limits(given, args, expected, kind):
    if "subgroups" in given:
        means = subgroups(given["subgroups"]).value
        found = cumulative.ewma(means, expected["center"], expected["std_dev"], size=5)
        assert (np.flatnonzero(found.outside) + 1).tolist() == expected["violations"]
    else:
        found = cumulative.ewma(
            given["y"], args["center"], args["std_dev"], weight=args["lambda"], sigmas=args["nsigmas"]
        )
    assert_same(found.average, expected["ewma"])
    assert_same(found.lower, expected["lcl"])
    assert_same(found.upper, expected["ucl"])


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("cusum"))
def test_a_cumulative_sum_and_its_alarms(given, args, expected, kind):
    if "subgroups" in given:
        means = subgroups(given["subgroups"]).value
        found = cumulative.cusum(means, expected["center"], expected["std_dev"], size=5)
    else:
        found = cumulative.cusum(given["y"], args["center"], args["std_dev"], limit=args["decision_interval"])
    assert_same(found.up, expected["pos"])
    assert_same(found.down, expected["neg"])
    assert (np.flatnonzero(found.alarms_up) + 1).tolist() == np.atleast_1d(expected["violations_upper"]).tolist()
    assert (np.flatnonzero(found.alarms_down) + 1).tolist() == np.atleast_1d(expected["violations_lower"]).tolist()


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("bernoulli_cusum"))
def test_a_sum_case_by_case_begins_anew_at_its_alarm(given, args, expected, kind):
    assert np.mean(given["y"][: args["target"]]) == pytest.approx(expected["p0"])
    assert cumulative.odds(expected["p0"], args["or"]) == pytest.approx(expected["p1"])
    found = cumulative.bernoulli_cusum(given["y"], expected["p0"], odds_ratio=args["or"], limit=args["limit"])
    assert_same(found.up, expected["cusum_up"])
    assert_same(found.down, expected["cusum_down"])
    assert (np.flatnonzero(found.alarms_up) + 1).tolist() == expected["signal_up_at"]
    assert np.flatnonzero(found.alarms_down)[0] + 1 == expected["signal_down_at"]


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("ra_cusum"))
def test_each_patient_counts_against_his_own_risk(given, args, expected, kind):
    outcomes, risks = given["y"], given["p"]
    assert_same(cumulative.scores(outcomes, risks, args["RA_up"]), expected["llr_up"])
    assert_same(cumulative.scores(outcomes, risks, args["RA_down"]), expected["llr_down"])
    found = cumulative.risk_adjusted_cusum(outcomes, risks)
    assert_same(found.up, expected["cusum_up"])
    assert_same(found.down, expected["cusum_down"])
    anew = cumulative.risk_adjusted_cusum(outcomes, risks, limit=2.5, resets=True)
    assert_same(anew.up, expected["reset_h2.5_up"])
    assert_same(anew.down, expected["reset_h2.5_down"])
    assert_same(cumulative.vlad(outcomes, risks), expected["vlad"])


@pytest.mark.parametrize(("given", "args", "expected", "kind"), published("funnel", phi=True))
def test_a_funnel_and_how_it_widens(given, args, expected, kind):
    of = {"SR": funnel.standardised, "PR": funnel.proportions}[args["data_type"]]
    found = of(given["numerator"], given["denominator"])
    assert_same(found.target, expected["target"])
    assert_same(found.dispersion, expected["phi"])
    assert_same(found.between, expected["tau2"])
    assert_same(found.score, expected["u_zscore"])
    assert_same(found.trimmed, expected["w_zscore"])
    for prefix, limits in (("", found.plain), ("od_", found.widened)):
        for chance, name in ((95, "95"), (99.8, "998")):
            assert_same(limits[chance].lower, expected[f"{prefix}ll{name}"])
            assert_same(limits[chance].upper, expected[f"{prefix}ul{name}"])


def test_exact_limits_for_few_events():
    vector = next(vector for vector in PUBLISHED["vectors"] if vector["id"] == "funnel-poisson-exact")
    found = funnel.poisson_limits(vector["input"]["expected_count"])
    for chance, name in ((95, "95"), (99.8, "998")):
        assert_same(found[chance].lower, vector["expected"][f"ll{name}"])
        assert_same(found[chance].upper, vector["expected"][f"ul{name}"])


def test_no_published_result_is_left_out():
    tried = {
        param.id
        for group in (
            published(*KINDS, "R", lcl=True),
            published(*KINDS, ul99=True),
            published("rules", "xmr_ptd", "ewma", "cusum", "bernoulli_cusum", "ra_cusum", "funnel"),
        )
        for param in group
    }
    assert tried == {vector["id"] for vector in PUBLISHED["vectors"]}
