"""`zhian chart data.csv`: drawn, told in numbers, or refused with the row and the reason."""

import xml.etree.ElementTree as ElementTree

import pytest
from typer.testing import CliRunner

from zhian.cli.main import app

FALLS = "月份,分子,分母\n" + "".join(f"{month}月,{3 + month % 2},1000\n" for month in range(1, 12)) + "12月,24,1000\n"


@pytest.fixture
def asked(tmp_path):
    def run(content, *options):
        file = tmp_path / "falls.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["chart", str(file), *options])

    return run


def test_it_says_which_month_is_beyond_the_limits(asked):
    shown = asked(FALLS, "--type", "u", "--factor", "1000", "--freeze", "11").output
    month = next(line for line in shown.splitlines() if "12月" in line)
    assert "24" in month
    assert "超出控制限" in month
    assert shown.count("超出控制限") == 1


def test_the_picture_is_written(asked, tmp_path):
    out = tmp_path / "falls.svg"
    done = asked(
        FALLS, "--svg", str(out), "--target", "0.01", "--rebase", "7", "--note", "7=夜灯修好", "--title", "跌倒"
    )
    assert done.exit_code == 0, done.output
    assert ElementTree.fromstring(out.read_text("utf-8"))[0].text == "跌倒"  # noqa: S314
    assert "夜灯修好" in out.read_text("utf-8")


def test_the_chart_is_proposed_with_its_reason(asked):
    assert "比例，分母适中" in asked(FALLS).output


def test_a_spreadsheet_in_gb18030_is_read(asked):
    assert asked(FALLS.encode("gb18030")).exit_code == 0


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        ("月份,分母\n1月,3\n", [], "a column is missing"),
        ("月份,分子\n", [], "no rows of data"),
        ("月份,分子\n1月,three\n", [], "row 2: 'three' is no number"),
        ("月份,分子\n1月,inf\n", [], "is no number"),
        ("月份,分子,分母\n1月,-3,5\n", [], "below nought"),
        (FALLS, ["--type", "pie"], "No chart is called pie"),
        (FALLS, ["--rules", "mine"], "No rule set is called mine"),
        (FALLS, ["--rebase", "13"], "no period between 1 and 12"),
        (FALLS, ["--exclude", "4-x"], "no period between 1 and 12"),
        (b"\xff\xfe\x00", [], "neither UTF-8 nor GB18030"),
        ("月份,分子\n,\n,\n", [], "no rows of data"),
        ("月份,分子\n2024-03,3\n2024-01,4\n", [], "2024-01 stands after 2024-03"),
        ('月份,分子\n1月,"12,34"\n', [], "row 2: '12,34' is no number"),
        ("月份,分子,分母\n1月,6,5\n", ["--type", "p"], "1月: the numerator is above the denominator"),
        ("月份,分子\n1月,-6\n", ["--type", "c"], "no values below nought"),
        ("月份,分子\n1月,6\n", ["--type", "u"], "needs a column of denominators"),
        (FALLS, ["--svg", "/nowhere/falls.svg"], "/nowhere/falls.svg: No such file"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(content, options, says, asked):
    refused = asked(content, *options)
    assert refused.exit_code == 1
    assert says in refused.output
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("separator", [";", "\t"])
def test_columns_may_be_separated_as_spreadsheets_do(separator, asked):
    assert asked(FALLS.replace(",", separator), "--type", "u").exit_code == 0


def test_a_month_without_a_row_stays_on_the_axis(asked):
    shown = asked('month,value\n2023-11,"1,200"\n2024-02,1300\n', "--type", "i").output
    assert "2023-12" in shown and "2024-01" in shown and "1200" in shown


@pytest.mark.parametrize("kind", ["ewma", "cusum"])
def test_charts_with_a_memory_see_a_small_lasting_change(asked, tmp_path, kind):
    values = [30, 32, 29, 31, 30, 33, 28, 31, 30, 32, 29, 31, *[33, 34, 33, 35, 34, 33, 35, 34]]
    table = "month,value\n" + "\n".join(f"m{place},{value}" for place, value in enumerate(values))
    out = tmp_path / "out.svg"

    told = asked(table, "--type", kind, "--freeze", "12", "--svg", str(out))

    assert told.exit_code == 0, told.output
    assert "m19" in told.output
    assert "m5" not in told.output
    assert "<svg" in out.read_text("utf-8")


def test_a_funnel_names_the_ward_that_differs(asked):
    wards = [f"第{number}科,{5 + number % 3},100" for number in range(1, 20)]

    told = asked("\n".join(["科室,分子,分母", *wards, "重症,40,100"]), "--type", "funnel").output

    assert "重症" in told
    assert "第3科" not in told


def test_a_funnel_without_denominators_is_refused_with_the_reason(asked):
    told = asked("科室,例数\n内科,3\n外科,4", "--type", "funnel")

    assert told.exit_code != 0
    assert "分母" in told.output


def test_a_pareto_names_the_vital_few(asked, tmp_path):
    out = tmp_path / "out.svg"

    told = asked("原因,例数\n跌倒,40\n用药,38\n输血,3\n设备,2", "--type", "pareto", "--svg", str(out)).output

    assert "跌倒、用药" in told
    assert "输血" not in told
    assert out.exists()


DEATHS = "died,risk\n" + "0,0.02\n" * 30 + "1,0.02\n" * 3


def test_each_patient_is_charted_against_his_own_risk(asked, tmp_path):
    out = tmp_path / "sums.svg"
    done = asked(DEATHS, "--type", "risk_adjusted_cusum", "--svg", str(out))
    assert done.exit_code == 0, done.output
    assert "升高 higher: —" in done.output  # three deaths are 3 ln(2 / 1.02) = 2.02, below 4.5
    ElementTree.fromstring(out.read_text("utf-8"))  # noqa: S314
    assert "expected minus observed: -2.34" in asked(DEATHS, "--type", "vlad").output


def test_cases_one_after_the_other_raise_an_alarm(asked):
    shown = asked(
        "case,outcome\n" + "A,0\n" * 20 + "X1,1\nX2,1\nX3,1\n", "--type", "bernoulli_cusum", "--target", "0.01"
    )
    assert "升高 higher: —" in shown.output  # 3 ln(2 · …) is not yet 3.5
    more = asked(
        "case,outcome\n" + "".join(f"X{n},1\n" for n in range(1, 8)), "--type", "bernoulli_cusum", "--target", "0.01"
    )
    assert "升高 higher: X6" in more.output


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        ("died\n1\n2\n", ["--type", "vlad"], "row 3: '2' should be 0 or 1"),
        ("died,risk\n1,1\n", ["--type", "vlad"], "row 2: '1' should be between 0 and 1"),
        ("died\n1\n0\n", ["--type", "risk_adjusted_cusum"], "a column of risks is needed"),
        ("died\n0\n0\n", ["--type", "bernoulli_cusum"], "give it by --target"),
        ("risk\n0.1\n", ["--type", "vlad"], "a column is missing, called one of outcome"),
        ("科室,分子,分母\n甲,,\n", ["--type", "funnel"], "no unit has a value"),
    ],
)
def test_cases_that_say_nothing_are_refused(asked, content, options, says):
    refused = asked(content, *options)
    assert refused.exit_code == 1
    assert says in refused.output
