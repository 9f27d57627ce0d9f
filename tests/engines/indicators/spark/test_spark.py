"""Spark counts what DuckDB counts: every case in which engines differ, every worked row, and expressions at random."""

from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhian.engines.indicators.document import read
from zhian.engines.indicators.generating import Plan, fill
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB, Spark
from zhian.engines.indicators.running.worked import held

from ..cases import CASES, MORTALITY, SURGERY, Case, define, stays
from ..expressions import CONDITIONS, NUMBERS, ROWS
from ..trials import agree
from ..tried import differences

JANUARY = Months.of("2026-01")

ROOT = Path(__file__).parents[4]
OWN = """
code: {code}
edition: "1"
names: {{zh: 本院指标, en: Our own}}
unit: {{symbol: "%", factor: 100}}
"""
WRITTEN = (  # as people type them in the browser
    (ROOT / "src/zhian/check/indicators/services/own_example.yaml")
    .read_text("utf-8")
    .replace("minimum_denominator: 20", ""),
    OWN.format(code="OWN-AMA") + "type: ratio\nnumerator: leaving = 'against_advice'\n",
    OWN.format(code="OWN-OLD") + "type: ratio\npopulation: age >= 65\nnumerator: any(procedure, grade = 'grade_4')\n",
    OWN.format(code="OWN-DAYS") + "type: mean\nobservation: days\nexclusions: [{when: leaving = 'died', says: {}}]\n",
    OWN.format(code="OWN-MIDDLE") + "type: median\nobservation: 'hours(admitted_at, discharged_at)'\n",
)

pytestmark = pytest.mark.spark


def test_every_case_comes_out_as_it_should(session):
    """All of them in one measurement, each in a hospital of its own, so that it takes as long as one.

    But not those of which there are no facts: their neighbours' would be taken for them.
    """
    for switched in (False, True):
        chosen = [each for each in CASES if bool(each.switches) == switched and each.expected != "no_facts"]
        cases = {f"h{place}": case for place, case in enumerate(chosen)}
        switches = {name: True for case in cases.values() for name in case.switches or {}}
        wanted = {hospital: replace(case.definition, code=_code(case, hospital)) for hospital, case in cases.items()}
        with held(_together(cases)) as facts, Spark(facts, session=session) as engine:
            values = engine.measure(wanted.values(), JANUARY, (), switches=switches)
        whole = {(value.hospital, value.indicator): value for value in values}
        for hospital, case in cases.items():
            _compare(whole[hospital, wanted[hospital].code], case)


def _code(case: Case, hospital: str) -> str:
    """Entries are found by the code that they were typed in under."""
    return case.definition.code if case.definition.is_manual else hospital


def _together(cases):
    rows = defaultdict(list)
    for hospital, case in cases.items():
        for table, some in case.rows.items():
            rows[table] += [{**each, "hospital": hospital} for each in some]
    return rows


def _compare(whole, case):
    if isinstance(case.expected, str):
        assert (whole.value, whole.reason) == (None, case.expected), case.says
    else:
        assert (whole.numerator, whole.denominator, whole.value) == pytest.approx(case.expected), case.says


def test_every_worked_row_of_the_catalogue_comes_out_as_it_should(session):
    assert differences(partial(Spark, session=session)) == []


def test_both_engines_say_the_same_of_departments_strata_and_months(session):
    rows = [
        {"department": department, "sex": sex, "leaving": leaving, "days": place, "age": place * 7}
        for place, (department, sex, leaving) in enumerate(
            (department, sex, leaving)
            for department in ("儿科", "内科", "外科", "H", "")
            for sex in ("male", "female")
            for leaving in ("died", "advised", "against_advice")
        )
    ]
    definitions = [
        MORTALITY,
        define("MEDIAN", "median", observation="days"),
        define("PATIENTS", "count_distinct", distinct="patient"),
        define("ADMITTED", "count", anchor="admitted_at"),
    ]
    with held({"stay": rows}) as facts, DuckDB(facts) as duckdb, Spark(facts, session=session) as spark:
        for by, monthly in ((("department",), True), (("department", "sex", "age_band(age)"), False), ((), False)):
            ours = duckdb.measure(definitions, JANUARY, by, monthly=monthly)
            assert spark.measure(definitions, JANUARY, by, monthly=monthly) == ours
        shown = [each.rows(MORTALITY, period=JANUARY, department="外科") for each in (duckdb, spark)]
    assert len(shown[0]) == 2
    assert sorted(shown[1], key=lambda row: row["stay"]) == sorted(shown[0], key=lambda row: row["stay"])


def test_what_a_hospital_writes_in_the_browser_counts_the_same(session, tmp_path):
    """The example on the page and the shapes of the how-to, as YAML, by department and month over a generated lake."""
    lake = Lake(tmp_path / "lake")
    fill(lake, Plan(600, months=2, departments=3))
    definitions = [read(text) for text in WRITTEN]
    period = Months.of("2024")
    with DuckDB(lake) as duckdb, Spark(lake, session=session) as spark:
        ours, theirs = (engine.measure(definitions, period) for engine in (duckdb, spark))
        assert theirs == ours
        assert {value.indicator for value in ours if value.available} == {each.code for each in definitions}
        for definition in definitions[:2]:
            mine, others = (engine.rows(definition, period=period) for engine in (duckdb, spark))
            assert sorted(row["stay"] for row in others) == sorted(row["stay"] for row in mine)


@settings(max_examples=1, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(CONDITIONS, min_size=40, max_size=40),
    st.lists(NUMBERS, min_size=10, max_size=10),
    st.lists(ROWS, min_size=30, max_size=30),
)
def test_what_is_counted_and_added_up_is_what_the_words_say(session, conditions, numbers, rows):
    stays_ = [{**row, "month": "2026-01-01"} for row in rows]
    with held({"stay": stays_}) as facts, Spark(facts, session=session) as engine:
        agree(engine, conditions, numbers, rows)


def test_the_zone_of_a_session_changes_nothing(session):
    session.conf.set("spark.sql.session.timeZone", "America/New_York")  # where 2 a.m. of 8 March 2026 is left out
    rows = {"stay": [{"admitted_at": "2026-03-08 01:30", "discharged_at": "2026-03-08 03:30"}]}
    two_hours = define("TWO", numerator="hours(admitted_at, discharged_at) = 2 and hour(discharged_at) = 3")
    try:
        with held(rows) as facts, Spark(facts, session=session) as engine:
            [whole] = engine.measure([two_hours], Months.of("2026-03"), ())
    finally:
        session.conf.set("spark.sql.session.timeZone", "UTC")
    assert whole.numerator == 1


def test_an_engine_leaves_the_session_as_it_was(session):
    with held({"stay": stays("died")}) as facts, Spark(facts, session=session) as engine:
        engine.measure([MORTALITY], JANUARY)
    assert session.catalog.listTables() == []
    with held(SURGERY) as facts, Spark(facts, session=session) as engine:
        assert engine.measure([MORTALITY], JANUARY, ())[0].denominator == 3
