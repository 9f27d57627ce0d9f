"""What was to be expected: found again where it is known, and believed only as far as it may be."""

import numpy as np
import pyarrow as pa
import pytest

from zhian.engines.indicators.risk import TooFew, calibrated, fit, ratio, ratios


def patients(cases: int, seed: int = 7, share: float = -4.0) -> pa.Table:
    """Stays whose true risk of dying is known: it grows with age, and by the emergency route."""
    chance = np.random.default_rng(seed)
    age = chance.integers(18, 95, cases)
    route = chance.choice(["emergency", "outpatient"], cases)
    truth = 1 / (1 + np.exp(-(share + 0.04 * (age - 50) + 1.2 * (route == "emergency"))))
    return pa.table(
        {
            "age": pa.array(age, mask=chance.random(cases) < 0.01),
            "sex": chance.choice(["male", "female"], cases),
            "route": route,
            "principal_group": chance.choice(["I", "C", "J", ""], cases),
            "died": chance.random(cases) < truth,
            "truth": truth,
        }
    )


@pytest.fixture(scope="module")
def model():
    return fit(patients(20_000), "died")


def test_a_known_risk_is_found_again(model):
    others = patients(20_000, seed=8)
    risk = model.expected(others)
    assert abs(risk - others["truth"].to_numpy()).mean() < 0.01
    assert risk.sum() == pytest.approx(others["truth"].to_numpy().sum(), rel=0.05)


def test_the_calibration_is_of_cases_that_the_model_has_not_seen(model):
    told = model.calibration
    assert len(told.deciles) == 10
    assert sum(each.cases for each in told.deciles) < 0.25 * model.cases
    assert 0.7 < told.c < 0.85
    assert told.p > 0.01
    assert told.deciles[-1].observed > told.deciles[0].observed


def test_a_model_is_the_same_every_time(model):
    again = fit(patients(20_000), "died")
    assert again.calibration == model.calibration
    assert (again.expected(patients(100)) == model.expected(patients(100))).all()


def test_words_that_were_never_seen_are_no_obstacle(model):
    stranger = patients(3).set_column(3, "principal_group", pa.array(["Z", None, "I"]))
    assert ((model.expected(stranger) > 0) & (model.expected(stranger) < 1)).all()


def test_too_few_events_are_refused():
    with pytest.raises(TooFew, match="are too few for"):
        fit(patients(300), "died")


def test_risks_that_are_twice_too_high_are_found_out():
    truth = patients(20_000)["truth"].to_numpy()
    happened = np.random.default_rng(1).random(len(truth)) < truth
    assert calibrated(happened, truth).p > 0.01
    assert calibrated(happened, np.minimum(2 * truth, 0.99)).p < 1e-6
    perfect = calibrated(happened, happened.astype(float))
    assert (perfect.brier, perfect.c) == (0, 1)


def test_observed_against_expected_has_exact_limits():
    found = ratio(10, 5.0)
    assert found.ratio == 2
    assert (found.lower * 5, found.upper * 5) == pytest.approx((4.7954, 18.3904), abs=1e-4)  # Poisson, Garwood 1936
    with pytest.raises(ValueError, match="nothing was expected"):
        ratio(1, 0)


def test_departments_are_told_apart():
    found = ratios(["A", "A", "B"], np.array([True, True, False]), np.array([0.5, 0.5, 0.25]))
    assert {name: (each.observed, each.ratio) for name, each in found.items()} == {"A": (2, 2.0), "B": (0, 0.0)}
