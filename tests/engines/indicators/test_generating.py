"""The invented hospital: what was asked for, the same each time, and answers that are the truth of its tables."""

import json
from math import sqrt
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.facts import codes, tables
from zhian.engines.indicators.generating import Fault, Plan, fill, identify, months, planted
from zhian.engines.indicators.lake import Lake, LakeError
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB

PLAN = Plan(rows=6000, seed=7, months=5, hospitals=2)


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    fill(lake, PLAN)
    return lake


@pytest.fixture(scope="module")
def answers(lake):
    return json.loads(Path(lake.path, "answers.json").read_text("utf-8"))["answers"]


def ask(lake, query, **tables_of):
    """One row of a query; `{stay}` stands for the files of that table."""
    files = {name: f"read_parquet({lake.files(name)!r}, hive_partitioning = false)" for name in lake.tables()}
    with duckdb.connect() as database:
        return database.execute(query.format(**files)).fetchone()


def rows_of(lake, name):
    rows = pa.concat_tables(pq.ParquetFile(file).read() for file in lake.files(name))
    return rows.sort_by([(each, "ascending") for each in ("hospital", *tables()[name].key)])


@pytest.mark.parametrize(("rows", "months_asked", "hospitals"), [(1, 1, 1), (10, 24, 3), (777, 2, 1), (3000, 3, 2)])
def test_as_many_stays_as_were_asked_for(rows, months_asked, hospitals):
    plan = Plan(rows=rows, months=months_asked, hospitals=hospitals)
    assert sum(len(month.stays) for month in months(plan) if month.stays is not None) == rows


def test_the_same_seed_gives_the_same_lake_to_the_byte(lake, tmp_path):
    again, other = Lake(tmp_path / "again"), Lake(tmp_path / "other")
    fill(again, PLAN)
    fill(other, PLAN._replace(seed=8))
    assert again.snapshot.parts == lake.snapshot.parts != other.snapshot.parts


def test_invented_patients_are_not_laid_beside_others(lake):
    with pytest.raises(LakeError, match="empty lake"):
        fill(lake, PLAN)


def test_every_column_has_its_type_and_every_word_is_known(lake):
    for name in lake.tables():
        ours = tables()[name]
        for file in lake.files(name):
            assert pq.read_schema(file).equals(ours.schema), file
        for column in ours.columns.values():
            if column.type == "code":
                (told,) = ask(lake, f"SELECT list(DISTINCT {column.name}) FROM {{{name}}}")
                assert {*(told or ()), None} <= {*codes(column.of), None}, column
            if not column.optional:
                assert ask(lake, f"SELECT count(*) FROM {{{name}}} WHERE {column.name} IS NULL") == (0,), column


def test_what_the_generator_says_of_the_next_stay_is_what_the_lake_works_out(lake, tmp_path):
    ours = Lake(tmp_path / "ours")
    with ours.writing() as writing:
        for name in ("stay", "diagnosis", "procedure"):
            made = [each.name for each in tables()[name].columns.values() if each.made]
            writing.merge(name, rows_of(lake, name).drop_columns(["month", *made]))
    for name in ("stay", "procedure"):
        assert rows_of(ours, name) == rows_of(lake, name)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("deaths", "SELECT count(*) FILTER (leaving = 'died'), count(*) FROM {stay}"),
        (
            "readmissions_in_31_days",
            "SELECT count(*) FILTER (next_admitted_at - discharged_at <= INTERVAL 31 DAY), count(*) FROM {stay}"
            " WHERE leaving <> 'died'",
        ),
        ("infected_stays", "SELECT count(*) FILTER (infections > 0), count(*) FROM {stay}"),
        ("operated_stays", "SELECT count(DISTINCT stay), (SELECT count(*) FROM {stay}) FROM {procedure}"),
        ("unplanned_returns_to_theatre", "SELECT count(*) FILTER (unplanned_return), count(*) FROM {procedure}"),
        (
            "clean_wounds_infected",
            "SELECT count(*) FILTER (healing = 'infected'), count(*) FROM {procedure} WHERE incision = 'clean'",
        ),
        ("infections_vap", "SELECT count(*) FILTER (kind = 'vap'), count(*) FROM {infection}"),
        (
            "central_line_days",
            "SELECT sum(patients) FILTER (device = 'central_line'), (SELECT sum(occupied) FROM {bed_day})"
            " FROM {device_day}",
        ),
        (
            "intensive_returns_in_48_hours",
            """SELECT count(*) FILTER (again <= "left" + INTERVAL 48 HOUR), count(DISTINCT (hospital, stay)) FROM (
                SELECT hospital, stay, left_at AS "left", lead(entered_at) OVER whole AS again
                FROM {ward_move} SEMI JOIN (SELECT hospital, stay FROM {stay} WHERE department <> '重症医学科'
                    AND admitting_department <> '重症医学科') USING (hospital, stay)
                WHERE intensive WINDOW whole AS (PARTITION BY hospital, stay ORDER BY entered_at))""",
        ),
        (
            "stays_with_antibacterials",
            "SELECT count(DISTINCT stay), (SELECT count(*) FROM {stay}) FROM {medication} WHERE antibacterial",
        ),
        ("daily_doses_of_antibacterials", "SELECT sum(ddds), (SELECT sum(days) FROM {stay}) FROM {medication}"),
        ("critical_values_told_late", "SELECT count(*) FILTER (reported_after > 30), count(*) FROM {measurement}"),
        ("complete_front_pages", "SELECT count(*) FILTER (complete), count(*) FROM {stay}"),
    ],
)
def test_the_answers_are_the_truth_of_the_tables(lake, answers, name, query):
    assert ask(lake, query) == (answers[name]["numerator"], answers[name]["denominator"])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NCIS-DEATH", "deaths"),
        ("NPA-04", "operated_stays"),
        ("NPA-08", "complicated_operations"),
        ("NPA-09", "clean_wounds_infected"),
        ("FP-01", "complete_front_pages"),
        ("ZA-LOS", "bed_days_of_stays"),
        ("NPA-17", "daily_doses_of_antibacterials"),
        ("PHA20-12", "infused_stays"),
        ("HAI15-08", "specimens_before_antibacterials"),
    ],
)
def test_what_the_catalogue_measures_is_what_the_generator_knows(lake, answers, code, name):
    definition = next(each for each in shipped() if each.code == code)
    with DuckDB(lake) as engine:
        values = engine.measure([definition], Months("2024-01", "2024-05"), ())
    told = [sum(getattr(value, part) or 0 for value in values) for part in ("numerator", "denominator")]
    assert told == [answers[name]["numerator"], answers[name]["denominator"]]


def test_patients_come_back_as_often_as_was_put_in():
    """Unplanned returns of departments without chemotherapy, within four standard errors of the probability."""
    plan = Plan(rows=60_000, months=6)
    stays = np.concatenate([month.stays for month in months(plan) if month.stays is not None])
    orthopaedics = (stays["department"] == plan.mix.departments.index("骨科")) & ~stays["died"]
    early = stays["discharged"] < stays["discharged"].max() - 60 * 24 * 60
    looked_at = stays[orthopaedics & early]
    back = (looked_at["next_admitted"] > 0) & (looked_at["next_admitted"] - looked_at["discharged"] < 31 * 24 * 60)
    true = plan.mix.numbers["back"][plan.mix.departments.index("骨科")]
    assert abs(back.mean() - true) < 4 * sqrt(true * (1 - true) / len(looked_at))


def test_patients_are_treated_for_what_they_have(lake):
    """A gallbladder is taken out where it has stones, a cataract from an eye; and most infarctions are reopened."""
    for principal, codes_of in (
        ("K80.100", ["51.2300"]),
        ("H25.900", ["13.4100"]),
        ("D25.900", ["68.2900", "68.4100"]),
    ):
        query = "SELECT list(DISTINCT code ORDER BY code) FROM {procedure} JOIN {stay} s USING (hospital, stay)"
        assert ask(lake, f"{query} WHERE principal = '{principal}'") == (codes_of,)
    opened = "avg((stay IN (SELECT stay FROM {procedure} WHERE code IN ('36.0700', '00.6600')))::INT)"
    assert ask(lake, f"SELECT {opened} FROM {{stay}} WHERE principal = 'I21.900'")[0] > 0.6


def test_nobody_is_in_two_wards_at_once(lake):
    """One time in a ward ends where the next begins, the first at the admission and the last at the discharge."""
    query = """SELECT count(*) FILTER (left_at <= entered_at),
        count(*) FILTER (left_at <> coalesce(later, discharged_at)),
        count(*) FILTER (earlier IS NULL AND entered_at <> admitted_at) FROM (
            SELECT *, lead(entered_at) OVER whole AS later, lag(left_at) OVER whole AS earlier
            FROM {ward_move} AS m JOIN {stay} AS s USING (hospital, stay)
            WINDOW whole AS (PARTITION BY hospital, stay ORDER BY entered_at))"""
    assert ask(lake, query) == (0, 0, 0)


def test_beds_are_as_full_in_the_last_month_as_in_the_first(lake):
    month = "SELECT avg(occupied) FROM {bed_day} WHERE month = "
    first, last = (ask(lake, month + f"DATE '{each}-01'")[0] for each in ("2024-01", "2024-05"))
    assert 0.8 < last / first < 1.25


def test_faults_are_where_the_answers_say(tmp_path):
    faults = (
        Fault("deaths_as_against_advice", "重症医学科", "2024-03", share=1),
        Fault("principal_by_symptom", "心血管内科", "2024-03", share=0.5),
        Fault("infection_cluster", "普通外科", "2024-03", until="2024-03", organism="鲍曼不动杆菌", share=0.5),
        Fault("readmissions_doubled", "呼吸与危重症医学科", "2024-03", share=1),
    )
    lake = Lake(tmp_path / "faulty")
    fill(lake, Plan(rows=30_000, months=4, faults=faults))
    assert json.loads((tmp_path / "faulty/answers.json").read_text("utf-8"))["faults"][0]["department"] == "重症医学科"

    def before_and_after(table, what, department):
        then = "month {} DATE '2024-03-01'".format
        query = f"SELECT {what} FILTER ({then('<')}), {what} FILTER ({then('=')}) FROM {{{table}}}"
        return ask(lake, f"{query} WHERE department = '{department}'")

    died = before_and_after("stay", "avg((leaving = 'died')::INT)", "重症医学科")
    assert (died[0] > 0.05, died[1]) == (True, 0)
    symptoms = before_and_after("stay", "avg((principal = 'R07.400')::INT)", "心血管内科")
    assert (symptoms[0], symptoms[1] > 0.4) == (0, True)
    infected = before_and_after("infection", "count(*)", "普通外科")
    assert infected[1] > 10 * infected[0]
    soon = "avg(coalesce(next_admitted_at - discharged_at <= INTERVAL 31 DAY, false)::INT)"
    back = before_and_after("stay", soon, "呼吸与危重症医学科")
    assert back[1] > 1.3 * back[0]


def test_one_fault_of_each_kind_is_planted_late():
    faults = planted([f"2024-{month:02}" for month in range(1, 13)])
    assert {fault.since for fault in faults} == {"2024-09"}
    assert len({fault.kind for fault in faults}) == len(faults)


def test_a_patient_is_the_same_person_at_every_stay():
    stays = np.concatenate([month.stays for month in months(Plan(rows=2000, months=3)) if month.stays is not None])
    people = {}
    for patient, told in zip(stays["patient"].tolist(), identify(stays), strict=True):
        assert people.setdefault(patient, told._replace(visit=0)) == told._replace(visit=0)
    assert len({told.record_number for told in people.values()}) == len(people) < len(stays)
    assert len({(told.record_number, told.visit) for told in identify(stays)}) == len(stays)


def test_identity_numbers_are_well_formed_and_nobodys():
    stays = next(months(Plan(rows=200, months=1))).stays
    for told, sex in zip(identify(stays), stays["sex"], strict=True):
        digits, born = told.identity_number, f"{told.born:%Y%m%d}"
        weighed = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(digits[:17]))
        assert digits.startswith("990000" + born) and digits[17] == "10X98765432"[weighed % 11]
        assert int(digits[16]) % 2 == (sex == 1)
