"""What comes out of a few facts: every type of indicator, and the traps in which engines differ."""

from datetime import date

import pytest

from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.running.worked import held

from .cases import CASES, MORTALITY, SURGERY, define, stays

JANUARY = Months.of("2026-01")


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_every_case_comes_out_as_it_should(case):
    with held(case.rows) as facts, DuckDB(facts) as engine:
        whole = engine.measure([case.definition], JANUARY, switches=case.switches)[0]
    assert whole.department is None
    if isinstance(case.expected, str):
        assert (whole.available, whole.value, whole.reason) == (False, None, case.expected)
    else:
        assert whole.reason == ""
        assert (whole.numerator, whole.denominator, whole.value) == pytest.approx(case.expected)


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_the_rows_behind_a_number_are_as_many_as_it_says(case):
    with held(case.rows) as facts, DuckDB(facts) as engine:
        whole = engine.measure([case.definition], JANUARY, switches=case.switches)[0]
        rows = engine.rows(case.definition, period=JANUARY, switches=case.switches)
    if whole.available and not (case.definition.distinct or case.definition.type == "median"):
        assert sum(row.get("amount", 1) for row in rows) == pytest.approx(whole.numerator)


def test_departments_add_up_to_the_hospital():
    rows = [{"department": each, "leaving": leaving} for each in "AB" for leaving in ("died", "advised")]
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        whole, *departments = engine.measure([MORTALITY], JANUARY)
    assert [value.department for value in departments] == ["A", "B"]
    assert sum(value.denominator for value in departments) == whole.denominator == 4


def test_rows_of_no_department_count_for_the_hospital_alone():
    rows = [{"department": "H"}, {"department": ""}, {"department": "A"}]  # H is the hospital's own code
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        found = engine.measure([MORTALITY], JANUARY)
    assert [(value.department, value.denominator) for value in found] == [(None, 3), ("A", 1)]


def test_a_month_without_facts_is_not_nought():
    with held({"stay": stays("died")}) as facts, DuckDB(facts) as engine:
        found = engine.measure([MORTALITY], Months("2026-01", "2026-02"))
    february = [value for value in found if value.month == date(2026, 2, 1)]
    assert [(value.department, value.value, value.reason) for value in february] == [(None, None, "no_facts")]


def test_months_together_leave_out_those_of_which_nothing_is_known():
    rows = [{"leaving": "died", "discharged_at": f"2026-0{month}-05", "days": month} for month in (1, 1, 3)]
    length = define("LENGTH", "median", observation="days")
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        found = engine.measure([MORTALITY, length], Months.of("2026"), (), monthly=False)
    assert [(value.month, value.denominator, value.value) for value in found] == [(None, 3, 1), (None, 3, 1)]


def test_words_divide_the_rows():
    rows = [{"sex": "male", "age": 3}, {"sex": "female", "age": 30}, {"sex": "female", "leaving": "died"}]
    with held({"stay": rows, "procedure": []}) as facts, DuckDB(facts) as engine:
        found = engine.measure([MORTALITY, define("OPS", of="procedure")], JANUARY, ("sex", "age_band(age)"))
    assert [(value.strata, value.numerator, value.denominator) for value in found] == [
        ((("sex", "female"), ("age_band(age)", "")), 1, 1),
        ((("sex", "female"), ("age_band(age)", "25-34")), 0, 1),
        ((("sex", "male"), ("age_band(age)", "1-4")), 0, 1),
    ]


def test_a_composite_pools_its_parts():
    parts = [define(code, of="procedure", numerator=f"grade = '{code}'") for code in ("grade_2", "grade_4")]
    composite = define("BOTH", "composite", parts=["grade_2", "grade_4@1"])
    with held(SURGERY) as facts, DuckDB(facts) as engine:
        found = engine.measure([composite], JANUARY, (), among=parts)
        missing = engine.measure([define("MORE", "composite", parts=["grade_2", "NONE"])], JANUARY, (), among=parts)
        typed = engine.measure([define("T", "composite", parts=["M"])], JANUARY, (), among=[define("M", data="manual")])
    assert [(value.numerator, value.denominator, value.reason) for value in found] == [(3, 6, "")]
    assert [value.reason for value in missing] == ["parts_missing"]
    assert [(value.value, value.reason) for value in typed] == [(None, "not_entered")]


def test_a_cohort_is_counted_over_its_months():
    rows = [
        {"discharged_at": f"{year}-06-05", "leaving": leaving}
        for year, leaving in ((2023, "died"), (2024, "advised"), (2025, "died"))
    ]
    kept = define("KEPT", "cohort", numerator="leaving = 'died'", cohort={"begins": 36, "ends": 12})
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        found = engine.measure([kept], Months.of("2026-06"), ())
    assert [(value.numerator, value.denominator) for value in found] == [(1, 2)]


def test_an_edition_has_no_values_outside_its_time():
    old = define("OLD", valid={"from": "2025-01-01", "until": "2025-12-31"})
    with held({"stay": stays("died")}) as facts, DuckDB(facts) as engine:
        assert engine.measure([old], JANUARY) == []


def test_rows_count_in_the_month_of_their_anchor():
    rows = [{"admitted_at": "2025-12-30", "discharged_at": "2026-01-03"}]
    admitted = define("ADMITTED", "count", anchor="admitted_at")
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        found = engine.measure([admitted], Months("2025-12", "2026-01"), ("department",))
        rows = engine.rows(admitted, period=Months.of("2025-12"), department="A")
    assert [(value.month.month, value.value) for value in found if value.department] == [(12, 1)]
    assert len(rows) == 1


def test_rows_are_of_one_hospital_where_it_is_named():
    rows = [{"hospital": "H"}, {"hospital": "K"}, {"hospital": "K"}]
    with held({"stay": rows}) as facts, DuckDB(facts) as engine:
        assert [(value.hospital, value.denominator) for value in engine.measure([MORTALITY], JANUARY, ())] == [
            ("H", 1),
            ("K", 2),
        ]
        assert [value.denominator for value in engine.measure([MORTALITY], JANUARY, (), hospital="K")] == [2]


def test_all_indicators_of_a_table_are_counted_in_one_scan():
    many = [define(f"D{age}", numerator=f"age = {age} and leaving = 'died'") for age in range(20)]
    with (
        held({"stay": [{"age": each, "leaving": "died"} for each in range(5)]}) as facts,
        DuckDB(facts) as engine,
    ):
        asked = []
        answer = engine.answer
        engine.answer = lambda sql: asked.append(sql) or answer(sql)
        engine.measure(many, JANUARY)
    assert len(asked) == 1  # also how often their columns are filled
