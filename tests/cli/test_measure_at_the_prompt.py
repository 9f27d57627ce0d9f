"""`zhian measure`: values on the screen or in a file, or the reason why not, without a database."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from zhian.cli.main import app
from zhian.cli.values_out import row, write
from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.generating import Plan, fill
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.values import Value


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    path = tmp_path_factory.mktemp("lake")
    fill(Lake(path / "lake"), Plan(400, months=2, departments=2))
    return path / "lake"


@pytest.fixture
def asked(lake):
    def run(*options):
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["measure", "--lake", str(lake), *options])

    return run


def test_a_share_of_deaths_is_printed(asked):
    shown = asked("--indicator", "NCIS-DEATH", "--period", "2024", "--whole")
    assert shown.exit_code == 0, shown.output
    assert "住院患者总死亡率" in shown.output
    assert "400" in shown.output


def test_a_code_is_never_cut_and_what_is_empty_has_no_column(lake):
    narrow = CliRunner(env={"COLUMNS": "60"})
    shown = narrow.invoke(app, ["measure", "--lake", str(lake), "--indicator", "NCIS-SURG-DEATH", "--whole"]).output
    assert "NCIS-SURG-DEATH" in shown
    assert "科室" not in shown


def test_values_go_into_each_kind_of_file(asked, tmp_path):
    told = {}
    for ending in ("csv", "json", "xlsx", "parquet"):
        out = tmp_path / f"values.{ending}"
        done = asked("--indicator", "NCIS-DEATH", "--by", "department", "--out", str(out))
        assert done.exit_code == 0, done.output
        told[ending] = out
    by_json = [(each["department"], each["denominator"]) for each in json.loads(told["json"].read_text("utf-8"))]
    assert len(by_json) == 6
    assert sum(number for department, number in by_json if department) == 400
    assert [(each["department"], each["denominator"]) for each in pq.read_table(told["parquet"]).to_pylist()] == by_json
    assert len(list(csv.DictReader(told["csv"].read_text("utf-8-sig").splitlines()))) == 6
    assert load_workbook(told["xlsx"]).active.max_row == 7


def test_a_department_that_looks_like_a_formula_is_made_harmless(tmp_path):
    [death] = [each for each in shipped() if each.code == "NCIS-DEATH"]
    value = Value("NCIS-DEATH", "2011", "H", "=1+1", None, (), 1, 2, 50, True)
    write(tmp_path / "values.csv", [row(value, death)])
    write(tmp_path / "values.xlsx", [row(value, death)])
    assert "'=1+1" in (tmp_path / "values.csv").read_text("utf-8-sig")
    assert load_workbook(tmp_path / "values.xlsx").active["E2"].value == "'=1+1"


def test_an_own_definition_is_measured_from_its_file(asked, tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("code: OWN\nedition: '1'\nnames: {zh: 女}\ntype: ratio\nnumerator: sex = 'female'\n", "utf-8")
    out = tmp_path / "own.json"
    assert asked("--file", str(file), "--whole", "--switch", "x").exit_code == 1
    assert asked("--file", str(file), "--whole", "--out", str(out)).exit_code == 0
    assert [each["denominator"] for each in json.loads(out.read_text("utf-8"))] == [400]


@pytest.mark.parametrize("name", ["values.fhir.json", "values.fhir-r4.json"])
def test_a_bundle_holds_the_measure_and_its_reports(asked, tmp_path, name):
    out = tmp_path / name
    done = asked("--indicator", "NCIS-DEATH", "--by", "department", "--out", str(out))
    assert done.exit_code == 0, done.output
    kinds = [each["resource"]["resourceType"] for each in json.loads(out.read_text("utf-8"))["entry"]]
    assert kinds == ["Measure", "MeasureReport", "MeasureReport"]


def test_a_measure_of_fhir_is_read_as_a_definition(asked, tmp_path):
    bundle, file, out = (tmp_path / name for name in ("values.fhir.json", "measure.json", "values.json"))
    asked("--indicator", "NCIS-DEATH", "--out", str(bundle))
    file.write_text(json.dumps(json.loads(bundle.read_text("utf-8"))["entry"][0]["resource"]), "utf-8")
    assert asked("--file", str(file), "--whole", "--out", str(out)).exit_code == 0
    assert [each["indicator"] for each in json.loads(out.read_text("utf-8"))] == ["NCIS-DEATH"]
    file.write_text('{"resourceType": "Patient"}', "utf-8")
    assert "resourceType: Patient" in asked("--file", str(file)).output


def test_dhis2_gets_indicators_and_data_values(asked, tmp_path):
    out = tmp_path / "values.dhis2.json"
    assert asked("--indicator", "NCIS-DEATH", "--out", str(out)).exit_code == 0
    told = json.loads(out.read_text("utf-8"))
    assert sum(int(each["value"]) for each in told["dataValues"]) >= 400
    assert len(told["indicators"]) == 1


REFUSED = [
    (["--hospital", "NOPE"], "holds no facts of hospital NOPE; there are"),
    (["--out", "/nowhere/values.csv"], "/nowhere/values.csv cannot be written"),
    (["--out", "/nowhere/values.dhis2.json"], "cannot be written"),
    (["--indicator", "NCIS-DETH"], "没有编码为 NCIS-DETH 的指标"),
    (["--set", "gaols"], "No set is called gaols"),
    (["--indicator", "NCIS-DEATH", "--by", "sexx"], "Did you mean sex?"),
    (["--indicator", "NCIS-DEATH", "--period", "July"], "is not a period"),
    (["--indicator", "NCIS-DEATH", "--engine", "oracle"], "没有名为 oracle 的引擎"),
    (["--indicator", "NCIS-DEATH", "--switch", "x"], "No switch is called x"),
    (["--indicator", "NCIS-DEATH", "--out", "values.doc"], "should end in .fhir.json"),
]


@pytest.mark.parametrize(("options", "sentence"), REFUSED)
def test_what_cannot_be_done_is_said_in_a_sentence(asked, options, sentence):
    refused = asked(*options)
    assert refused.exit_code == 1
    assert sentence in refused.output


def test_an_own_definition_that_is_wrong_names_the_field(asked, tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("code: OWN\nedition: '1'\nnames: {zh: 女}\ntype: ratio\nnumerator: sx = 'female'\n", "utf-8")
    assert "numerator: Inpatient stay has no column called sx" in asked("--file", str(file)).output


def test_an_empty_lake_says_what_to_do(tmp_path):
    refused = CliRunner().invoke(app, ["measure", "--lake", str(tmp_path / "none")])
    assert refused.exit_code == 1
    assert "zhian import" in refused.output


def test_a_machine_without_spark_says_so(asked):
    try:
        import pyspark  # noqa: F401
    except ImportError:
        refused = asked("--indicator", "NCIS-DEATH", "--engine", "spark")
        assert refused.exit_code == 1
        assert "Spark is not installed here" in refused.output
