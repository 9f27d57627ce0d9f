"""No cell of an export is a formula."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhian.kernel.web.exports import as_csv, as_xlsx, harmless


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_text_that_would_start_a_formula_gets_an_apostrophe(evil):
    assert harmless(evil).startswith("'")


@given(st.text())
def test_no_text_starts_a_formula(text):
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_numbers_and_dates_stay_what_they_are():
    assert harmless(-3) == -3
    assert harmless(datetime(2026, 1, 1, 0, 0, tzinfo=UTC)) == datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001, sheets have no zones


def test_a_sheet_holds_text_and_no_formula():
    book = load_workbook(io.BytesIO(as_xlsx("list", ["title"], [['=HYPERLINK("http://x")'], ["\x00\x01跌倒"]]).content))
    cells = [row[0] for row in book.active.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert cells[1].value.startswith("'=")
    assert cells[2].value == "跌倒"


def test_a_text_that_looks_like_an_error_is_a_text():
    sheet = load_workbook(io.BytesIO(as_xlsx("x", ["said"], [["#N/A"], ["#DIV/0!"]]).content)).active
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 1).data_type) for row in (2, 3)] == [
        ("#N/A", "s"),
        ("#DIV/0!", "s"),
    ]


def test_the_header_of_a_sheet_stays_in_sight_and_filters():
    rows = ((name, 1.5) for name in ["跌倒", "住院患者跌倒发生率" * 9, "压力性损伤"])
    sheet = load_workbook(io.BytesIO(as_xlsx("list", ["指标", "数值"], rows).content)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.max_row) == ("A2", "A1:B4", 4)
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (48, 10)


def test_a_sheet_without_rows_has_its_header():
    sheet = load_workbook(io.BytesIO(as_xlsx("list", ["指标"], []).content)).active
    assert [cell.value for cell in sheet[1]] == ["指标"]


def test_a_csv_file_is_read_as_chinese_by_excel():
    content = b"".join(as_csv("list", ["标题"], [["=1"]]).streaming_content)
    assert content.startswith("\ufeff标题".encode())
    assert "'=1" in content.decode()
