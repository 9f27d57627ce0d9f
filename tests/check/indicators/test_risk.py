"""Where no other system says the risk of death, the hospital's own model does, and only where it may be used."""

from datetime import timedelta

import duckdb
import numpy as np
import pytest
import time_machine
from django.urls import reverse

from engines.indicators.rows import rows, stay
from zhian.check.indicators.models import Fitting, Measured, RiskModel
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.expecting import Said, expecting
from zhian.check.indicators.services.risk import ask_to_fit, fit_by_clock, fit_risk, fit_what_was_asked
from zhian.check.indicators.services.standard import by_standard
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.risk import TooFew
from zhian.engines.workflow import Refused
from zhian.kernel.moment import now, today
from zhian.kernel.months import later, month_of

DAY = f"{later(month_of(today()), -1):%Y-%m}-05"


def stays_of(hospital, count, *, by_chance=False):
    """Half of them in intensive care, where the old die four times as often as the young; or all alike."""
    chance = np.random.default_rng(1)
    for at in range(count):
        age, icu = int(chance.integers(20, 90)), at % 2
        died = chance.random() < (0.2 if by_chance else (0.02 + 0.2 * icu) * (2 if age > 60 else 0.5))
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
    assert model.given == {DAY[:7]: 2999}
    assert expected == pytest.approx(model.events, rel=0.02)
    assert model.may_be_used and model.c > 0.7 and len(model.deciles) == 10 and "age 0" in model.coefficients
    number = lake.snapshot.number
    with lake.writing() as writing:
        merged = writing.merge("stay", rows(*stays_of(hospital, 3000)))
    assert (merged.same, lake.snapshot.number) == (3000, number)
    again = fit_risk(hospital)
    assert (again.filled, again.given) == (0, {})


def test_what_rests_on_the_risks_is_measured_at_once_and_knows_its_model(lake, hospital):
    model = fit_risk(hospital)
    ratio = Measured.known().get(department=hospital, indicator="ICU24-11", month=f"{DAY[:7]}-01")
    assert ratio.value == pytest.approx(1, abs=0.1)
    drawing = drawing_of(definition_of(hospital, "ICU24-11"), hospital)
    [used] = expecting(hospital, drawing).used
    assert used.model == model


def test_direct_standardisation_stands_beside_it(lake, hospital, icu, client, quinn):
    fit_risk(hospital)
    drawing = drawing_of(definition_of(hospital, "ICU24-11"), hospital)
    [told] = by_standard(drawing.definition, [icu], drawing)
    assert told.department == icu
    assert told.crude == told.rate  # the only department is the hospital
    client.force_login(quinn)
    assert "direct standardisation" in client.get(reverse("indicators:indicator", args=["ICU24-11"])).content.decode()


def test_a_model_that_may_not_be_used_gives_no_stay_a_risk_and_says_why(hospital, icu, settings, client, quinn):
    lake = Lake(settings.LAKE)
    with lake.writing() as writing:
        writing.merge("stay", rows(*stays_of(hospital, 3000, by_chance=True)))
    model = fit_risk(hospital)
    assert (model.filled, model.given, model.may_be_used) == (0, {}, False)
    assert risks(lake)[1] == 1
    assert "C statistic" in Said(model).faults[0]
    client.force_login(quinn)
    for here in (reverse("indicators:indicator", args=["ICU24-11"]), reverse("indicators:risk")):
        assert "may not be used" in client.get(here).content.decode()


def test_the_worker_fits_what_was_asked_for_and_says_how_far_it_is(lake, hospital, client, quinn):
    client.force_login(quinn)
    client.post(reverse("indicators:fit"))
    page = client.get(reverse("indicators:risk"))
    assert page["Refresh"] and "waits for the worker" in page.content.decode()
    with pytest.raises(Refused):
        ask_to_fit(hospital, actor=quinn)
    fit_what_was_asked()
    run = Fitting.objects.get()
    assert (run.done, run.total, run.error) == (9, 9, "")
    assert run.model.fitted_by == quinn
    page = client.get(reverse("indicators:risk")).content.decode()
    assert "may be used" in page and "Odds ratio" in page and "Hosmer" in page
    assert client.get(reverse("indicators:risk-model", args=[run.model_id])).status_code == 200


def test_the_clock_asks_for_a_new_model_once_a_month(lake, hospital):
    fit_by_clock()
    fit_by_clock()
    assert RiskModel.objects.count() == 1
    with time_machine.travel(now() + timedelta(days=29)):
        fit_by_clock()
    assert RiskModel.objects.count() == 2


def test_where_stays_are_too_few_the_page_says_so(hospital, icu, settings, client, quinn):
    with pytest.raises(TooFew):
        fit_risk(hospital)
    ask_to_fit(hospital, actor=quinn)
    fit_what_was_asked()
    assert Fitting.objects.get().error
    client.force_login(quinn)
    assert Fitting.objects.get().error in client.get(reverse("indicators:risk")).content.decode()


def test_all_may_read_the_model_and_the_office_alone_fits(hospital, client, nina):
    client.force_login(nina)
    page = client.get(reverse("indicators:risk"))
    assert page.status_code == 200 and "Fit a new model" not in page.content.decode()
    assert client.post(reverse("indicators:fit")).status_code == 403


def test_another_hospitals_models_are_not_there(lake, hospital, client, oscar):
    model = fit_risk(hospital)
    client.force_login(oscar)
    assert client.get(reverse("indicators:risk-model", args=[model.pk])).status_code in (403, 404)
