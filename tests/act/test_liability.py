"""What is owed: who may ask, what is asked, what comes back, and that nothing of it stays."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import given
from zhian.act.liability.forms import flat
from zhian.engines.compensation.examples import NAMES, example
from zhian.engines.compensation.fields import document

HERE = "/liability/"
ASK = "/api/compensation/assess"


@pytest.fixture
def office(quinn, signed_in):
    return signed_in(quinn)


def told(name="grade4", **changes):
    """What the page's form sends for an example."""
    return dict(flat(example(name))) | changes


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# Who may -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["quality_office", "safety_office", "leader", "committee"])
def test_those_who_decide_or_advise_see_it_in_their_menu(role, icu, hospital, signed_in):
    browser = signed_in(given.a_person("ada", icu, role, over=hospital))
    assert browser.get(HERE).status_code == 200
    assert f'href="{HERE}"' in browser.get("/").content.decode()


def test_a_nurse_is_told_that_it_is_not_for_her(nina, signed_in):
    browser = signed_in(nina)
    assert browser.get(HERE).status_code == 403
    assert browser.post(HERE, told()).status_code == 403
    assert browser.post(f"{HERE}sheet.docx", told()).status_code == 403
    assert browser.post(ASK, example("grade4"), content_type="application/json").status_code == 403
    assert f'href="{HERE}"' not in browser.get("/").content.decode()


# The form ----------------------------------------------------------------------------------------------------
def test_the_form_asks_for_every_field_that_a_case_may_have(office):
    page = office.get(HERE).content.decode()
    for name, known in document().fields.items():
        if known.kind == "list":
            assert f'id="table-{name}"' in page
        elif known.kind == "group":
            assert all(f"{name}.{key}" in page for key in known.fields if known.fields[key].kind != "list")
        else:
            assert f'name="{name}' in page


def test_another_row_keeps_what_was_typed_and_judges_nothing(office):
    typed = {"title": "Half typed", "dates.act": "tomorrow?", "receipts.0.amount": "12"}
    grown = office.post(HERE, {**typed, "add": "receipts"})
    page = grown.content.decode()
    assert grown.status_code == 200
    assert 'name="receipts.1.amount"' in page
    assert 'value="Half typed"' in page
    assert 'value="12"' in page
    assert "aria-invalid" not in page


def test_a_list_grows_to_its_end_and_no_further(office):
    most = document().fields["dependants"].most
    page = office.post(HERE, {f"dependants.{most - 1}.name": "x", "add": "dependants"}).content.decode()
    assert f'name="dependants.{most - 1}.name"' in page
    assert f'name="dependants.{most}.name"' not in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(office):
    wrong = office.post(HERE, told(**{"patient.age": "200", "receipts.0.amount": "much", "title": "Kept"}))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'id="id_receipts.0.amount_error"' in page
    assert 'id="id_patient.age_error"' in page
    assert 'value="Kept"' in page


def test_a_case_that_cannot_be_is_refused_with_the_reason(office):
    refused = office.post(HERE, told(**{"dates.fixed": "2003-04-01"}))
    assert refused.status_code == 422
    assert 'id="id_dates.fixed_error"' in refused.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"patient": {"born": "1968-02-03", "age": 20}}, "patient.age"),
        ({"accident": {"established": False, "grade": "四级"}}, "accident.grade"),
        ({"lost_days": 3, "absences": [{"days": 4}]}, "lost_days"),
        ({"income": {"kind": "fixed"}, "lost_days": 3}, "income.amount"),
    ],
)
def test_what_contradicts_itself_is_refused_on_the_page_and_to_programs(office, quinn, program, changes, field):
    case = {"dates": {"act": "2003-05-01"}} | changes
    page = office.post(HERE, dict(flat(case)))
    assert page.status_code == 422 and f'id="id_{field}_error"' in page.content.decode()
    told = program(quinn, "compensation:write").post(ASK, case, content_type="application/json")
    assert told.status_code == 422 and [error["field"] for error in told.json()["errors"]] == [field]


def test_a_head_whose_figure_is_missing_has_a_dash_and_the_sum_says_at_least(office):
    page = text(office.post(HERE, told("disability", **{"places.court": "云岭", "places.act": "云岭"})))
    assert "supports at least" in page
    assert re.search("a figure is missing .*? — ", page)


def test_rows_that_stay_empty_do_not_shift_what_is_said_of_the_others(office):
    wrong = office.post(HERE, {"receipts.0.kind": "", "receipts.1.amount": "much"})
    assert 'id="id_receipts.1.amount_error"' in wrong.content.decode()


def test_amounts_may_be_typed_as_people_write_them(office):
    assert office.post(HERE, told(**{"claim.stated_total": "500，000 元"})).status_code == 200


# The answer --------------------------------------------------------------------------------------------------
def test_the_founding_question_opens_with_its_answer(office):
    page = text(office.get(f"{HERE}?example=grade4"))
    assert "500,000" in page
    assert "The next question" in page
    assert "Evidence that is missing" in page
    assert "to be verified" in page


@pytest.mark.parametrize("name", NAMES)
def test_every_example_opens(office, name):
    assert office.get(f"{HERE}?example={name}").status_code == 200


def test_there_is_no_other_example(office):
    assert office.get(f"{HERE}?example=../etc").status_code == 404


def test_another_answer_to_an_open_question_changes_the_award(office):
    first, other = (text(office.post(HERE, told(**{"options.day_divisor": it}))) for it in ("365", "261"))
    assert first != other


def test_what_is_typed_in_is_shown_and_never_run(office):
    page = office.post(HERE, told(title="<script>alert(1)</script>")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_of_it_is_stored(office):
    office.get(HERE)  # what is written at a first visit is written now
    with CaptureQueriesContext(connection) as kept:
        assert office.post(HERE, told()).status_code == 200
        assert office.post(f"{HERE}sheet.docx", told()).status_code == 200
    reads = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")
    assert not [query["sql"] for query in kept if not query["sql"].lstrip().startswith(reads)]


# On paper ----------------------------------------------------------------------------------------------------
def test_the_sheet_comes_as_word_and_as_pdf(office):
    word, pdf = (office.post(f"{HERE}sheet.{format}", told()) for format in ("docx", "pdf"))
    assert word.content[:2] == b"PK"
    assert pdf.content[:5] == b"%PDF-"
    assert "no-store" in word["Cache-Control"]
    assert office.post(f"{HERE}sheet.exe", told()).status_code == 404
    assert office.get(f"{HERE}sheet.docx").status_code == 405


def test_a_case_that_cannot_be_is_not_put_on_paper(office):
    assert office.post(f"{HERE}sheet.docx", told(**{"dates.fixed": "1999-01-01"})).status_code == 422


# Programs ----------------------------------------------------------------------------------------------------
def test_a_program_gets_the_same_answer_with_bare_amounts(quinn, program):
    answer = program(quinn, "compensation:write").post(ASK, example("grade4"), content_type="application/json")
    told = answer.json()
    assert answer.status_code == 200
    assert told["claimed"] == "500000.00"
    assert {regime["key"] for regime in told["regimes"]} == {"A", "B"}
    assert told["next"]["field"]
    assert all("," not in line["owed"] for regime in told["regimes"] for line in regime["lines"])


def test_a_program_is_told_which_field_is_wrong_and_what_is_allowed(quinn, program):
    asking = program(quinn, "compensation:write")
    wrong = asking.post(ASK, {"dates": {"act": "soon"}, "colour": "red"}, content_type="application/json")
    assert wrong.status_code == 422
    assert wrong["Content-Type"] == "application/problem+json"
    assert {error["field"] for error in wrong.json()["errors"]} == {"dates.act", "colour"}
    broken = asking.post(ASK, "{", content_type="application/json")
    assert broken.status_code == 400


def test_a_program_needs_the_scope_and_its_person_the_duty(quinn, nina, program):
    case = json.dumps(example("grade4"), default=str)
    assert program(quinn, "incidents:write").post(ASK, case, content_type="application/json").status_code == 403
    assert program(nina).post(ASK, case, content_type="application/json").status_code == 403


def test_the_description_of_the_api_says_what_a_case_may_have(quinn, signed_in):
    description = signed_in(quinn).get("/api/openapi.json").json()
    case = description["components"]["schemas"]["CaseIn"]
    assert set(case["properties"]) == set(document().fields)
    assert case["additionalProperties"] is False
