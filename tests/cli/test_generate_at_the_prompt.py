"""`zhian generate stays` at the prompt."""

from typer.testing import CliRunner

from zhian.cli.main import app
from zhian.engines.indicators.lake import Lake


def generate(*told):
    return CliRunner().invoke(app, ["generate", "stays", *map(str, told)])


def test_a_lake_of_stays_with_its_answers(tmp_path):
    done = generate("--rows", 500, "--months", 3, "--out", tmp_path / "lake", "--faults")
    assert done.exit_code == 0, done.output
    assert Lake(tmp_path / "lake").snapshot.rows("stay") == 500
    assert "principal_by_symptom" in (tmp_path / "lake" / "answers.json").read_text("utf-8")


def test_a_lake_that_has_rows_is_left_alone(tmp_path):
    generate("--rows", 50, "--months", 1, "--out", tmp_path / "lake")
    again = generate("--rows", 50, "--months", 1, "--out", tmp_path / "lake", "--language", "en")
    assert again.exit_code == 2
    assert "empty lake" in again.output
    assert Lake(tmp_path / "lake").snapshot.number == 1


def test_a_month_that_is_none_is_refused(tmp_path):
    done = generate("--rows", 50, "--out", tmp_path / "lake", "--start", "2024-13")
    assert done.exit_code == 2
    assert not (tmp_path / "lake").exists()
