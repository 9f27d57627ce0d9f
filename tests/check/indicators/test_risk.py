"""Where no other system says the risk of death, the hospital's own model does, and is shown with its calibration."""

import duckdb
import numpy as np
import pytest
from django.urls import reverse

from engines.indicators.rows import rows, stay
from zhian.check.indicators.models import RiskModel
from zhian.check.indicators.services.risk import fit_risk
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.risk import TooFew
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of

DAY = f"{later(month_of(today()), -1):%Y-%m}-05"


def stays_of(hospital, count):
    """Half of them in intensive care, where the old die four times as often as the young."""
    chance = np.random.default_rng(1)
    for at in range(count):
        age, icu = int(chance.integers(20, 90)), at % 2
        died = chance.random() < (0.02 + 0.2 * icu) * (2 if age > 60 else 0.5)
        told = {"age": age, "icu_hours": 30 * icu, "leaving": "died" if died else "advised", "department": "ICU"}
        said = {"death_risk": 0.5} if at == 0 else {}
        yield stay(f"s{at}", f"p{at}", DAY, DAY, hospital=hospital.code, **told, **said)


@pytest.fixture
def lake(hospital, icu, settings):
    lake = Lake(settings.LAKE)
    with lake.writing() as writing:
        writing.merge("stay", rows(*stays_of(hospital, 3000)))
    return lake


def risks(lake):
    stays = duckdb.read_parquet(lake.files("stay"))
    [found] = stays.aggregate("count(*), count(death_risk), sum(death_risk)").fetchall()
    [[first]] = stays.filter("stay = 's0'").project("death_risk").fetchall()
    return (*found, first)


def test_stays_get_a_risk_that_stays_when_they_come_again(lake, hospital):
    model = fit_risk(hospital)
    count, known, expected, first = risks(lake)
    assert (count, known, first, model.filled) == (3000, 3000, 0.5, 2999)
    assert expected == pytest.approx(model.events, rel=0.02)
    assert model.c > 0.7 and len(model.deciles) == 10 and "age_sp_0" in model.coefficients
    number = lake.snapshot.number
    with lake.writing() as writing:
        merged = writing.merge("stay", rows(*stays_of(hospital, 3000)))
    assert (merged.same, lake.snapshot.number) == (3000, number)
    assert fit_risk(hospital).filled == 0
    assert RiskModel.objects.count() == 2


def test_its_calibration_is_on_the_page_of_what_rests_on_it(lake, hospital, client, quinn):
    client.force_login(quinn)
    here = reverse("indicators:indicator", args=["ICU24-11"])
    assert "zhian risk" in client.get(here).content.decode()
    fit_risk(hospital)
    assert "Hosmer" in client.get(here).content.decode()


def test_too_few_deaths_are_said(hospital, icu, settings):
    with pytest.raises(TooFew):
        fit_risk(hospital)
