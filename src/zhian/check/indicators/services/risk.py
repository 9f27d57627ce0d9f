"""The risk of death that patients bring along, where no other system says it: by a model of the hospital's own stays.

Imported by the prompt alone, for scikit-learn takes seconds to load.
"""

from dataclasses import asdict

import duckdb
import pyarrow as pa
from django.conf import settings

from zhian.do.feeds.services.counting import count_anew
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.risk import Model, TooFew, fit
from zhian.kernel.moment import today
from zhian.kernel.months import Months, month_of, until
from zhian.kernel.people.models import Department

from ..models import RiskModel

MONTHS = 36
WAIT = 600  # seconds for an import to finish
WORDS = ("sex", "route", "chapter", "intensive")
# Whoever is taken home to die from intensive care has died, as the 2024 edition of its indicators counts.
CASES = """
    SELECT hospital, stay, age, sex, coalesce(route, '') AS route, left(principal, 1) AS chapter,
      CASE WHEN icu_hours > 0 THEN 'intensive' ELSE '' END AS intensive,
      leaving = 'died' OR (leaving = 'against_advice' AND coalesce(icu_hours, 0) > 0) AS died, death_risk
    FROM read_parquet(?, hive_partitioning = false) WHERE age IS NOT NULL ORDER BY month, stay"""


def fit_risk(hospital: Department) -> RiskModel:
    """Fit a model on three years of stays, and give those a risk of which nobody has said one.

    A stay keeps the risk that it was given, so that what was shown does not move. Raises TooFew, LakeBusy.
    """
    months = until(month_of(today()), MONTHS)
    lake = Lake(settings.LAKE)
    cases = _cases(lake, hospital, months)
    model = fit(cases, "died", words=WORDS)
    risk = pa.array(model.expected(cases))
    with lake.writing(wait=WAIT) as writing:
        filled = writing.fill("death_risk", cases.select(["hospital", "stay"]).append_column("death_risk", risk))
        count_anew(writing, hospital)
    return _kept(hospital, model, months, filled)


def _cases(lake: Lake, hospital: Department, months: Months) -> pa.Table:
    files = lake.files("stay", hospital.code, [f"{month:%Y-%m}" for month in months])
    if not files:
        raise TooFew("there are no stays")
    with duckdb.connect() as base:
        return base.sql(CASES, params=[files]).to_arrow_table()


def _kept(hospital: Department, model: Model, months: Months, filled: int) -> RiskModel:
    told = model.calibration
    return RiskModel.objects.create(
        hospital=hospital, first=months.first, last=months.last, cases=model.cases, events=model.events,
        filled=filled, coefficients=dict(model.coefficients), deciles=[asdict(each) for each in told.deciles],
        brier=told.brier, c=told.c, p=told.p,
    )  # fmt: skip
