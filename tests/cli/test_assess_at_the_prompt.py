"""`zhian assess`: a case told as a lawyer would, to a program, on paper; bad input is refused with its field."""

import json
import subprocess
import sys

import pytest
from docx import Document
from typer.testing import CliRunner

from zhian.cli.main import app
from zhian.engines.compensation.examples import NAMES, template


@pytest.fixture
def asked(tmp_path):
    def run(case, *options):
        file = tmp_path / "case.yaml"
        file.write_text(case, encoding="utf-8")
        return CliRunner(env={"COLUMNS": "140"}).invoke(app, ["assess", str(file), *map(str, options)])

    return run


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_assessed_as_it_is(name, asked):
    assert asked(template(name)).exit_code == 0


def test_the_verdict_comes_first_then_each_head_with_its_article(asked):
    shown = asked(template("grade4")).output
    places = [shown.index(words) for words in ("500,000", "第五十条第（二）项", "尚缺的证据", "下一个问题")]
    assert places == sorted(places)
    assert "待核对" in shown


def test_it_speaks_traditional_chinese_and_english(asked):
    assert "醫療" in asked(template("grade4"), "--lang", "zh-hant").output
    assert "Art. 50(2)" in asked(template("grade4"), "--lang", "en").output


def test_one_regime_can_be_asked_for(asked):
    told = json.loads(asked(template("grade4"), "--json", "--regime", "A").output)
    assert [regime["key"] for regime in told["regimes"]] == ["A"]


def test_a_program_gets_bare_amounts(asked):
    told = json.loads(asked(template("grade4"), "--json").output)
    assert told["claimed"] == "500000.00"


def test_word_and_pdf_are_written_without_a_hospital(asked, tmp_path):
    word, pdf = tmp_path / "sheet.docx", tmp_path / "sheet.pdf"
    assert asked(template("grade4"), "--docx", word, "--pdf", pdf).exit_code == 0
    assert word.read_bytes()[:2] == b"PK"
    assert pdf.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(("language", "heads"), [("zh-hant", "項目"), ("en", "Head"), ("zh-hans", "项目")])
def test_the_sheet_is_in_the_language_that_is_asked_for(language, heads, asked, tmp_path):
    word = tmp_path / "sheet.docx"
    assert asked(template("grade4"), "--docx", word, "--lang", language).exit_code == 0
    assert heads in {cell.text for table in Document(str(word)).tables for cell in table.rows[0].cells}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("dates: {act: soon}", "dates.act"),
        ("colour: red", "colour"),
        ("claim: [", "YAML"),
        ("- a list", "case"),
        ("patient: {age: 200}", "patient.age"),
        ("dates: {act: 2003-05-01, fixed: 2003-04-01}", "dates.fixed"),
        ("receipts: [{amount: 12.345}]", "receipts[1].amount"),
        ("", "case"),
    ],
)
def test_bad_input_is_refused_with_its_field_and_what_is_allowed(case, says, asked):
    refused = asked(case)
    assert refused.exit_code == 2
    assert says in refused.output
    assert "Traceback" not in refused.output


def test_a_file_that_is_not_there_is_refused(tmp_path):
    refused = CliRunner().invoke(app, ["assess", str(tmp_path / "nothing.yaml")])
    assert refused.exit_code == 2
    assert "nothing.yaml" in refused.output


def test_a_file_as_chinese_windows_saves_it_is_read(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_bytes("医疗事故鉴定: {医疗事故等级: 四级}".encode("gb18030"))
    assert "医疗事故处理条例" in CliRunner().invoke(app, ["assess", str(file)]).output


def test_a_sheet_that_cannot_be_written_is_told_in_a_sentence(asked, tmp_path):
    refused = asked(template("grade4"), "--docx", tmp_path / "nowhere/sheet.docx")
    assert refused.exit_code == 2 and "无法写入" in refused.output


def test_the_schema_is_json_schema():
    told = json.loads(CliRunner().invoke(app, ["assess", "--schema"]).output)
    assert told["$schema"].endswith("2020-12/schema")
    assert "dependants" in told["properties"]


def test_templates_are_listed_and_others_refused():
    assert all(name in CliRunner().invoke(app, ["assess", "--template", "list"]).output for name in NAMES)
    assert CliRunner().invoke(app, ["assess", "--template", "nothing"]).exit_code == 2


def test_the_plain_answer_loads_no_django(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(template("grade4"), encoding="utf-8")
    script = (
        "import sys; from zhian.cli.main import app; sys.argv = ['zhian', 'assess', sys.argv[1]]\n"
        "try: app()\nfinally: print('django' in sys.modules, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", script, file], capture_output=True, text=True, check=True)
    assert told.stderr.strip().endswith("False")


def test_figures_of_ones_own_are_laid_over_and_a_mistake_in_them_is_told(asked, tmp_path):
    (own := tmp_path / "own.yaml").write_text(
        "sources: {ours: {title: 统计局来函, verified: primary}}\n"
        'wage: [{place: 重庆, year: 2002, value: "9523", source: ours}]\n',
        encoding="utf-8",
    )
    shown = asked(template("grade4"), "--figures", own).output
    assert "统计局来函" in shown and "9,523" in shown
    own.write_text("wage: [{place: 重庆, year: 2002}]", encoding="utf-8")
    refused = asked(template("grade4"), "--figures", own)
    assert refused.exit_code == 2 and "own.yaml, wage, row 1" in refused.output


def test_where_a_place_has_no_rules_that_are_known_those_of_others_are_named(asked):
    assert "宁波：索赔10万元以上的" in asked(template("grade4")).output.replace("\n", "")
