"""The risk of death that patients bring along, where no other system says it: by a model of the hospital's stays."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from zhian.do.feeds.services.counting import count_anew
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.risk import Fitted, TooFew, faults, fit_apart
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now, today
from zhian.kernel.months import Months, month_of, until
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import require

from ..models import Fitting, RiskModel
from .definitions import in_force
from .measuring import measure_some
from .runs import asked, told, under_way, unfinished

MONTHS = 36
WAIT = 600  # seconds for an import to finish
STAGES = 9  # reading, the engine's six, giving, measuring
AGAIN = timedelta(days=28)  # after which the clock asks for a new model, so that new stays get their risk
NUMBERS, WORDS = ("age",), ("sex", "route", "intensive", "diagnosis")
# Whoever is taken home to die from intensive care has died, as the 2024 edition of its indicators counts.
CASES = """
    SELECT hospital, stay, strftime(month, '%Y-%m') AS month, age, sex, coalesce(route, '') AS route,
      coalesce(left(principal, 3), '') AS diagnosis, CASE WHEN icu_hours > 0 THEN 'yes' ELSE 'no' END AS intensive,
      leaving = 'died' OR (leaving = 'against_advice' AND coalesce(icu_hours, 0) > 0) AS died, death_risk
    FROM read_parquet(?, hive_partitioning = false) WHERE age IS NOT NULL ORDER BY month, stay"""


@deed
def ask_to_fit(hospital: Department, *, actor: User) -> Fitting:
    """Let the worker fit a model now. Raises Refused while one is being fitted."""
    require(actor, "indicators.fit_risk", hospital)
    return asked(Fitting, hospital, actor, or_else=_("A model is being fitted already; the page shows how far it is."))


def fit_by_clock() -> None:
    """Each month a new model of every hospital that has stays."""
    lake = Lake(settings.LAKE)
    recent = Fitting.objects.filter(asked_at__gt=now() - AGAIN).values("hospital")
    for hospital in Department.objects.filter(kind=DepartmentKind.HOSPITAL, is_open=True).exclude(pk__in=recent):
        if lake.files("stay", hospital.code):
            Fitting.objects.get_or_create(hospital=hospital, finished_at=None)
    fit_what_was_asked()


def fit_what_was_asked() -> None:
    """Every fitting that has not come to its end. Where stays are too few there is no model, and it says so."""
    for run in unfinished(Fitting):
        try:
            carry_out(run)
        except TooFew as few:
            with translation.override(settings.LANGUAGE_CODE):
                run.error = _("Too few stays or deaths to fit a model (%(counts)s).") % {"counts": few}
            run.save(update_fields=["error"])


def carry_out(run: Fitting) -> None:
    """Fit a model, note how far it is and how it ended."""
    with under_way(run):
        run.model = fit_risk(run.hospital, actor=run.asked_by, heard=lambda done: told(run, done, of=STAGES))


def fit_risk(
    hospital: Department, *, actor: User | None = None, heard: Callable[[int], object] = lambda _done: None
) -> RiskModel:
    """Fit a model on three years of stays; where it may be used, give a risk to those of which nobody has said one.

    A stay keeps the risk that it was given, so that what was shown does not move; what rests on it is measured anew.
    `heard` is told which of the STAGES are done. Raises TooFew, LakeBusy.
    """
    months = until(month_of(today()), MONTHS)
    lake = Lake(settings.LAKE)
    cases = _cases(lake, hospital, months)
    heard(1)
    model = fit_apart(cases, "died", numbers=NUMBERS, words=WORDS, told=lambda done: heard(1 + done))
    wrong = faults(model.calibration)
    filled = 0 if wrong else _give(lake, hospital, cases, model)
    heard(STAGES - 1)
    kept = _kept(hospital, actor, model, cases, months.last, wrong, {} if wrong else _given(cases), filled)
    if filled:
        measure_some(hospital, [each for each in in_force(hospital) if each.type == "observed_expected"])
    heard(STAGES)
    return kept


def _cases(lake: Lake, hospital: Department, months: Months) -> pa.Table:
    files = lake.files("stay", hospital.code, [f"{month:%Y-%m}" for month in months])
    if not files:
        raise TooFew("0")
    with duckdb.connect() as base:
        return base.sql(CASES, params=[files]).to_arrow_table()


def _give(lake: Lake, hospital: Department, cases: pa.Table, model: Fitted) -> int:
    risks = cases.select(["hospital", "stay"]).append_column("death_risk", pa.array(model.risk))
    with lake.writing(wait=WAIT) as writing:
        filled = writing.fill("death_risk", risks)
        count_anew(writing, hospital)
    return filled


def _given(cases: pa.Table) -> dict[str, int]:
    """By month, of how many stays nobody had said the risk."""
    nobody = cases.filter(pc.is_null(cases["death_risk"]))["month"].value_counts()
    return dict(sorted((each["values"], each["counts"]) for each in nobody.to_pylist()))


def _kept(
    hospital: Department,
    actor: User | None,
    model: Fitted,
    cases: pa.Table,
    last: date,
    wrong: list[str],
    given: dict[str, int],
    filled: int,
) -> RiskModel:
    told = model.calibration
    first = date.fromisoformat(f"{pc.min(cases['month']).as_py()}-01")
    return RiskModel.objects.create(
        hospital=hospital, fitted_by=actor, first=first, last=last, cases=model.cases,
        events=model.events, filled=filled, given=given, coefficients=dict(model.coefficients),
        odds=[asdict(each) for each in model.odds], deciles=[asdict(each) for each in told.deciles],
        large=told.large, slope=told.slope, slope_lower=told.slope_lower, slope_upper=told.slope_upper,
        brier=told.brier, c=told.c, p=told.p, faults=wrong,
    )  # fmt: skip
