"""What was to be expected: found again where it is known, and believed only as far as it may be."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from zhian.engines.indicators.risk import TooFew, calibrated, faults, fit_apart, limits, ratio, ratios
from zhian.engines.indicators.risk.model import fit, learnt

NUMBERS, WORDS = ("age",), ("sex", "route", "diagnosis")
DEADLY = {"I46": 3.0, "I10": -2.0}  # on the logarithm of the odds


def patients(cases: int, seed: int = 7) -> pa.Table:
    """Stays whose true risk of dying is known: it grows with age, by the emergency route, and by diagnosis."""
    chance = np.random.default_rng(seed)
    age = chance.integers(18, 95, cases)
    route = chance.choice(["emergency", "outpatient"], cases)
    diagnosis = chance.choice(["I46", "I10", "I50", "C34", ""], cases, p=[0.02, 0.3, 0.3, 0.28, 0.1])
    worse = np.array([DEADLY.get(each, 0) for each in diagnosis])
    truth = 1 / (1 + np.exp(4 - 0.04 * (age - 50) - 1.2 * (route == "emergency") - worse))
    return pa.table(
        {
            "age": pa.array(age, mask=chance.random(cases) < 0.01),
            "sex": chance.choice(["male", "female"], cases),
            "route": route,
            "diagnosis": diagnosis,
            "died": chance.random(cases) < truth,
            "truth": truth,
        }
    )


@pytest.fixture(scope="module")
def heard():
    return []


@pytest.fixture(scope="module")
def fitted(heard):
    return fit_apart(patients(20_000), "died", numbers=NUMBERS, words=WORDS, told=heard.append)


@pytest.fixture(scope="module")
def model():
    return learnt(patients(20_000), "died", NUMBERS, WORDS)


def test_a_known_risk_is_found_again(model):
    others = patients(20_000, seed=8)
    risk = model.expected(others)
    assert abs(risk - others["truth"].to_numpy()).mean() < 0.01
    assert risk.sum() == pytest.approx(others["truth"].to_numpy().sum(), rel=0.05)


def test_fitting_apart_says_how_far_it_is_and_gives_every_case_its_risk(fitted, heard):
    assert heard == [1, 2, 3, 4, 5, 6]
    assert len(fitted.risk) == fitted.cases == 20_000
    assert fitted.risk.sum() == pytest.approx(fitted.events, rel=1e-3)


def test_the_calibration_is_of_cases_that_the_model_has_not_seen(fitted):
    told = fitted.calibration
    assert sum(each.cases for each in told.deciles) == fitted.cases
    assert sum(each.observed for each in told.deciles) == fitted.events
    assert 0.75 < told.c < 0.85
    assert told.slope_lower < 1 < told.slope_upper
    assert told.large == pytest.approx(1, abs=0.02)
    assert faults(told) == []


def test_odds_are_told_against_the_usual_with_limits(fitted):
    odds = {(each.name, each.word): each for each in fitted.odds}
    emergency = next(each for each in fitted.odds if each.name == "route")
    truth = np.exp(1.2) if emergency.word == "emergency" else np.exp(-1.2)
    assert emergency.lower < truth < emergency.upper
    arrest = odds["diagnosis", "I46"]
    assert arrest.reference in ("I10", "I50")
    assert arrest.lower < np.exp(DEADLY["I46"] - DEADLY.get(arrest.reference, 0)) < arrest.upper
    young, old = (each for each in fitted.odds if each.name == "age")
    assert young.ratio < 1 < old.ratio
    assert old.lower < np.exp(0.04 * (float(old.word) - float(old.reference))) < old.upper


def test_a_model_is_the_same_every_time(fitted):
    again = fit(patients(20_000), "died", numbers=NUMBERS, words=WORDS)
    assert again.calibration == fitted.calibration
    assert (again.risk == fitted.risk).all()


def test_rare_codes_stand_with_their_letter_and_strangers_are_no_obstacle(model):
    diagnosis = model.parts[-1]
    assert {"I46", "I10", "I50", "C34"} <= {diagnosis.usual, *diagnosis.others}
    stranger = patients(4).set_column(3, "diagnosis", pa.array(["Z99", None, "I47", "I46"]))
    risk = model.expected(stranger)
    assert ((risk > 0) & (risk < 1)).all()


def test_too_few_events_are_refused():
    with pytest.raises(TooFew, match="at least 100 with and without"):
        fit_apart(patients(300), "died", numbers=NUMBERS, words=WORDS)


def test_risks_that_are_twice_too_high_are_found_out():
    truth = patients(20_000)["truth"].to_numpy()
    happened = np.random.default_rng(1).random(len(truth)) < truth
    assert calibrated(happened, truth).p > 0.01
    assert faults(calibrated(happened, truth)) == []
    doubled = calibrated(happened, np.minimum(2 * truth, 0.99))
    assert doubled.p < 1e-6
    assert {"large", "tenths"} <= set(faults(doubled))


def test_risks_that_are_too_extreme_or_say_nothing_are_found_out():
    truth = patients(20_000)["truth"].to_numpy()
    happened = np.random.default_rng(1).random(len(truth)) < truth
    odds = (truth / (1 - truth)) ** 2
    assert "slope" in faults(calibrated(happened, odds / (1 + odds)))
    assert "c" in faults(calibrated(happened, np.full(len(truth), happened.mean())))


def test_trifles_among_many_cases_do_not_condemn_a_model():
    truth = np.tile(patients(20_000)["truth"].to_numpy(), 20)
    happened = np.random.default_rng(1).random(len(truth)) < np.minimum(truth * 1.05, 1)
    told = calibrated(happened, truth)
    assert told.p < 0.001
    assert faults(told) == []


def test_every_limit_says_where_it_comes_from():
    assert limits().keys() == {"c", "large", "slope", "tenths"}
    assert all(each.source and each.verified for each in limits().values())


def test_a_perfect_prophet_is_told_as_such():
    happened = np.array([True, False] * 50)
    told = calibrated(happened, happened.astype(float))
    assert (told.brier, told.c, told.large) == (0, 1, 1)
    assert replace(told, c=0.6) != told


def test_observed_against_expected_has_exact_limits():
    found = ratio(10, 5.0)
    assert found.ratio == 2
    assert (found.lower * 5, found.upper * 5) == pytest.approx((4.7954, 18.3904), abs=1e-4)  # Poisson, Garwood 1936
    with pytest.raises(ValueError, match="nothing was expected"):
        ratio(1, 0)


def test_departments_are_told_apart():
    found = ratios(["A", "A", "B"], np.array([True, True, False]), np.array([0.5, 0.5, 0.25]))
    assert {name: (each.observed, each.ratio) for name, each in found.items()} == {"A": (2, 2.0), "B": (0, 0.0)}
