"""The same table at the prompt: shown line by line, taken in as a whole, or refused with the reason."""

import pytest
from typer.testing import CliRunner

import given
from zhian.cli.main import app
from zhian.kernel.people.models import User

TABLE = "staff number,name,department code\n1001,Zhang San,TEST\n"


@pytest.fixture
def at_the_prompt(tmp_path, hospital):
    """`at_the_prompt(TABLE, "--yes")` runs the command on a file with this content."""

    def run(content, *options, **told):
        file = tmp_path / "people.csv"
        file.write_text(content)
        return CliRunner().invoke(app, ["people", "import", str(file), *options], **told)

    return run


def test_a_table_is_taken_in_after_a_yes(at_the_prompt):
    assert "Zhang San" in at_the_prompt(TABLE, input="n\n").output
    assert not User.objects.exists()
    assert at_the_prompt(TABLE, input="y\n").exit_code == 0
    assert User.objects.get(username="1001").name == "Zhang San"


def test_the_same_table_again_changes_nothing(at_the_prompt):
    at_the_prompt(TABLE, "--yes")
    again = at_the_prompt(TABLE, "--yes")
    assert again.exit_code == 0
    assert "Nothing to change" in again.output


def test_a_wrong_line_is_named_and_nothing_is_taken_in(at_the_prompt):
    refused = at_the_prompt(TABLE + "1002,Li Si,NOWHERE\n", "--yes")
    assert refused.exit_code == 1
    assert "NOWHERE" in refused.output
    assert not User.objects.exists()


def test_what_is_no_table_is_refused(at_the_prompt):
    refused = at_the_prompt("nothing sensible", "--yes")
    assert refused.exit_code == 1
    assert "No table of departments or people" in refused.output


def test_a_first_password_can_be_issued_when_nobody_else_can(nina):
    issued = CliRunner().invoke(app, ["people", "password", "nina"])
    told = issued.output.split()[2]
    assert given.anew(nina).check_password(told)
    assert CliRunner().invoke(app, ["people", "password", "nobody"]).exit_code == 1
