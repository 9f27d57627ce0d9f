"""The report for the committee: it says what the boards say, in Word, as PDF and as a spreadsheet of all values."""

import io

import docx
import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

import given
from zhian.check.indicators.documents import on_paper
from zhian.check.indicators.models import Remark
from zhian.check.indicators.services.report import last_month_of, say
from zhian.check.indicators.services.standings import stand_anew

ADDRESS = "/indicators/report/"


@pytest.fixture
def falls(hospital, icu):
    """Falls have doubled, first in the intensive care."""
    for place in (hospital, icu):
        given.measured(place, [5] * 20 + [30] * 4)
        stand_anew(place, "NUR-07")
    return given.an_alert(icu)


def words_of(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_word_file_has_alerts_chapters_values_and_the_offices_words(falls, hospital, quinn):
    month = last_month_of(hospital)
    say(hospital, month, "", "本月跌倒增多。", actor=quinn)
    say(hospital, month, "nursing", "已加装扶手。", actor=quinn)
    made = on_paper(hospital, month, reader=quinn, format="docx")
    told = words_of(made.data)
    for words in (
        falls.number,
        "本月跌倒增多。",
        "Nursing",
        "已加装扶手。",
        "Inpatient falls per 1000 bed-days",
        "30.00‰",
        "Getting worse: higher",
    ):
        assert words in told


def test_the_charts_are_in_it_for_the_alert_and_for_what_changed(falls, hospital, quinn):
    made = on_paper(hospital, last_month_of(hospital), reader=quinn, format="docx")
    assert len(docx.Document(io.BytesIO(made.data)).inline_shapes) == 2


def test_a_target_that_is_not_there_is_a_dash_and_not_nought(falls, hospital, quinn):
    made = on_paper(hospital, last_month_of(hospital), reader=quinn, format="docx")
    assert "—" in words_of(made.data)


def test_the_pdf_is_one(falls, hospital, quinn, signed_in):
    answer = signed_in(quinn).get(f"{ADDRESS}report.pdf")
    assert answer.status_code == 200
    assert answer.getvalue()[:5] == b"%PDF-"


def test_the_spreadsheet_has_every_value_and_starts_no_formula(falls, hospital, icu, quinn, signed_in):
    icu.name = "=cmd|'/c calc'!A1"
    icu.save()
    book = load_workbook(io.BytesIO(signed_in(quinn).get(f"{ADDRESS}report.xlsx").content))
    head, *rows = book.active.iter_rows()
    assert len(rows) == 48
    of_icu = [row for row in rows if "calc" in str(row[3].value)]
    assert len(of_icu) == 24
    assert {row[3].data_type for row in of_icu} == {"s"}
    assert all(row[3].value.startswith("'=") for row in of_icu)
    last = {cell.value: told.value for cell, told in zip(head, of_icu[-1], strict=True)}
    assert (last["Code"], last["Numerator"], last["Denominator"], last["Value"]) == ("NUR-07", 30, 1000, 30)


def test_the_values_of_an_indicator_are_a_spreadsheet_too(falls, icu, quinn, signed_in):
    answer = signed_in(quinn).get(f"/indicators/NUR-07/values.xlsx?department={icu.code}")
    _head, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert len(rows) == 24
    assert rows[-1][1:4] == (30, 1000, 30)


def test_only_the_office_says_something_and_only_those_who_watch_read_it(falls, hospital, nina, hugo, quinn, signed_in):
    month = last_month_of(hospital)
    with pytest.raises(PermissionDenied):
        say(hospital, month, "", "Everything is well.", actor=hugo)
    for person in (nina, hugo):
        for end in ("", "report.docx", "report.pdf", "report.xlsx"):
            assert signed_in(person).get(ADDRESS + end).status_code == 403


def test_words_taken_back_are_gone(falls, hospital, quinn):
    month = last_month_of(hospital)
    say(hospital, month, "nursing", "Draft", actor=quinn)
    say(hospital, month, "nursing", " ", actor=quinn)
    assert not Remark.objects.exists()


def test_before_anything_was_measured_there_is_no_report(hospital, quinn, signed_in):
    browser = signed_in(quinn)
    assert "Nothing was measured yet" in browser.get(ADDRESS).content.decode()
    assert browser.get(f"{ADDRESS}report.docx").status_code == 404
