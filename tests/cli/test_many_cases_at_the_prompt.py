"""`zhian assess --batch`: a file of cases in, a file of awards out."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from zhian.cli.main import app


@pytest.fixture
def cases(tmp_path):
    facts = {"case": [1, 2], "place": ["重庆"] * 2, "act": [date(2003, 5, 1)] * 2, "hospital_days": [30, 10]}
    pq.write_table(pa.table(facts), tmp_path / "cases.parquet")
    pq.write_table(pa.table({"case": [2], "amount": [120]}), tmp_path / "receipts.parquet")
    return tmp_path


def asked(folder, *options):
    told = ["assess", "--batch", folder / "cases.parquet", "--regime", "A", *options]
    return CliRunner(env={"COLUMNS": "140"}).invoke(app, list(map(str, told)))


def test_a_file_of_cases_becomes_a_file_of_awards(cases):
    done = asked(cases, "--out", cases / "awards.parquet", "--table", f"receipts={cases / 'receipts.parquet'}")
    assert done.exit_code == 0, done.output
    rows = pq.read_table(cases / "awards.parquet").to_pylist()
    assert [row["A.gross.food"] for row in rows] == [360, 120]
    assert [row["A.gross.medical"] for row in rows] == [0, Decimal("120.00")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--out"),
        (("--out", "awards.parquet", "--table", "people=x"), "dependants, receipts"),
        (("--out", "awards.parquet", "--table", "receipts=nowhere"), "nowhere"),
    ],
)
def test_what_is_missing_is_said(cases, options, said):
    done = asked(cases, *options)
    assert done.exit_code == 2 and said in done.output


def test_a_row_that_cannot_be_used_is_named_and_nothing_is_written(cases):
    pq.write_table(pa.table({"case": [2], "amount": [-1]}), cases / "receipts.parquet")
    done = asked(cases, "--out", cases / "awards.parquet", "--table", f"receipts={cases / 'receipts.parquet'}")
    assert done.exit_code == 2 and "receipts.parquet：第 1 行，amount ＝ -1" in done.output
    assert not (cases / "awards.parquet").exists()
