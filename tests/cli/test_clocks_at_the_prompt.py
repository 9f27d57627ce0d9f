"""`zhian clocks EVENT.yaml`: shown, told to a program, or refused with the reason."""

import json

import pytest
from typer.testing import CliRunner

from zhian.cli.main import app

EVENT = "grade: 2\nharm: severe\ndevice: true\noccurred_at: 2026-11-14 02:40\n"


@pytest.fixture
def asked(tmp_path):
    def run(content, *options):
        file = tmp_path / "event.yaml"
        file.write_text(content, encoding="utf-8")
        return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["clocks", str(file), *options])

    return run


def test_it_shows_each_deadline_with_its_reason(asked):
    shown = asked(EVENT).output
    assert "2026-12-04 23:59" in shown
    assert "伤害程度：重度" in shown
    assert "待核对" in shown
    assert "PHE-2H 还需要 needs: 属突发公共卫生事件情形 (health_emergency)" in shown
    assert "harm: severe" in asked(EVENT, "--language", "en").output


def test_a_program_gets_both_languages(asked):
    told = json.loads(asked(EVENT, "--json").output)
    assert {clock["rule"]: clock["due_at"] for clock in told["clocks"]} == {
        "HOSP-I-II-PHONE": "2026-11-14T02:40:00+08:00",
        "HOSP-I-II": "2026-11-15T02:40:00+08:00",
        "MDR-SERI": "2026-12-04T23:59:59+08:00",
    }
    assert {"rule": "WASTE", "missing": ["waste_lost"]} in told["undecided"]


@pytest.mark.parametrize(
    ("content", "says"),
    [("grad: 2", "grade is meant"), ("- grade", "no list of facts"), ("grade: [", "no YAML"), ("grade: 9", "none of")],
)
def test_what_cannot_be_understood_is_refused_with_the_reason(content, says, asked):
    refused = asked(content)
    assert refused.exit_code == 1
    assert says in refused.output
