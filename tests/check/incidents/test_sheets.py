"""Reports on paper: numbered, typed in once, with their true times, in the name of who wrote them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localtime
from hypothesis import given as for_all
from hypothesis import strategies as st

import given
from zhian.check.incidents.models import Incident, Sheet
from zhian.check.incidents.services.sheets import issue, issued, read_number, sheet_number, type_in
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import now
from zhian.kernel.records.models import Authorship


def hours_ago(hours):
    return localtime(now() - timedelta(hours=hours))


def on_paper(department, *, happened=30, written=29, **facts):
    told = {"category": "FALL", "account": "Found on the floor at 03:10.", "harm": "low", "title": "Fall", **facts}
    return Incident(department=department, occurred_at=hours_ago(happened), written_at=hours_ago(written), **told)


def form_of(department, **told):
    return {
        "sheet": "P00001-8",
        "written_at": hours_ago(29).strftime("%Y-%m-%dT%H:%M"),
        "occurred_at": hours_ago(30).strftime("%Y-%m-%dT%H:%M"),
        "writer": "me",
        "category": "FALL",
        "event_kind": "incident",
        "department": department.pk,
        "title": "Fall",
        "account": "Found on the floor at 03:10.",
        "harm": "low",
        **told,
    }


# Numbers ------------------------------------------------------------------------------------------------------
def test_each_number_is_given_out_once(quinn, hospital):
    assert list(issue(hospital, actor=quinn, count=3)) == [1, 2, 3]
    assert list(issue(hospital, actor=quinn, count=2)) == [4, 5]
    assert issued(hospital) == 5


@for_all(st.integers(min_value=1, max_value=99_999), st.integers(min_value=0, max_value=4), st.integers(0, 9))
def test_a_wrong_digit_is_noticed(place, at, digit):
    number = sheet_number(place)
    assert read_number(number) == number
    wrong = number[: 1 + at] + str(digit) + number[2 + at :]
    if wrong != number:
        with pytest.raises(ValidationError, match="no such sheet"):
            read_number(wrong)


@pytest.mark.parametrize("typed", [" p00017-4 ", "P00017－4", "P00017—4", "p000174", "Ｐ０００１７-4"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == sheet_number(17) == "P00017-4"


def test_a_sheet_that_the_program_did_not_print_has_a_number_too():
    assert read_number("ward 3 no 7") == "WARD-3-NO-7"


# Typing in ----------------------------------------------------------------------------------------------------
def test_happened_written_and_typed_in_are_three_times(nina, icu):
    fall = type_in(on_paper(icu), actor=nina, sheet="P00001-8", writer="me")
    assert fall.occurred_at < fall.written_at < fall.created_at
    assert fall.known_at == fall.written_at
    assert (fall.author, fall.sheet.typed_by) == (nina, nina)


def test_the_office_types_in_for_a_colleague_whose_report_it_is(nina, quinn, icu):
    fall = type_in(on_paper(icu), actor=quinn, sheet="P00001-8", writer="named", person=nina)
    assert (fall.author, fall.sheet.typed_by) == (nina, quinn)
    assert fall.transitions.get().actor == quinn
    assert not Entry.objects.filter(actor=nina).exists(), "she did nothing in the program"


def test_a_sheet_without_a_name_has_no_author(quinn, icu):
    fall = type_in(on_paper(icu), actor=quinn, sheet="P00001-8", writer="nobody")
    assert fall.authorship == Authorship.ANONYMOUS
    assert fall.sheet.typed_by == quinn


def test_a_protected_writer_stands_in_no_table(nina, quinn, icu):
    fall = type_in(on_paper(icu), actor=quinn, sheet="P00001-8", writer="protected", person=nina)
    assert fall.authorship == Authorship.SEALED
    assert fall.is_sealed_for(nina)
    assert not Entry.objects.filter(actor=nina).exists()
    own = type_in(on_paper(icu), actor=nina, sheet="P00002-6", writer="me_protected")
    assert own.is_sealed_for(nina)
    assert own.sheet.typed_by is None
    assert not Entry.objects.filter(actor=nina).exists()


def test_only_the_office_types_in_for_others(nina, hugo, icu):
    with pytest.raises(PermissionDenied):
        type_in(on_paper(icu), actor=hugo, sheet="P00001-8", writer="named", person=nina)
    with pytest.raises(PermissionDenied):
        type_in(on_paper(icu), actor=nina, sheet="P00001-8", writer="nobody")
    assert not Incident.objects.exists()


def test_a_sheet_is_typed_in_once(nina, quinn, icu, hugo):
    first = type_in(on_paper(icu), actor=nina, sheet="P00001-8", writer="me")
    with pytest.raises(ValidationError, match=first.number):
        type_in(on_paper(icu), actor=quinn, sheet="P00001-8", writer="nobody")
    assert Incident.objects.count() == Sheet.objects.count() == 1


def test_who_may_not_read_the_first_one_does_not_learn_its_number(nina, icu, hospital):
    anna = given.a_person("anna", icu)
    first = type_in(on_paper(icu), actor=nina, sheet="P00001-8", writer="me")
    with pytest.raises(ValidationError, match="typed in already") as refusal:
        type_in(on_paper(icu), actor=anna, sheet="P00001-8", writer="me")
    assert first.number not in str(refusal.value)


# The page -----------------------------------------------------------------------------------------------------
def test_the_code_on_the_sheet_opens_the_form_with_its_number(signed_in, nina):
    page = signed_in(nina).get("/incidents/sheets/new/?sheet=P00017-4").content.decode()
    assert 'value="P00017-4"' in page
    assert 'name="person"' not in page


def test_a_nurse_types_in_her_own_sheet_and_the_record_tells_the_three_times(signed_in, nina, icu):
    browser = signed_in(nina)
    assert browser.post("/incidents/sheets/new/", form_of(icu)).status_code == 302
    fall = Incident.objects.get()
    page = browser.get(fall.get_absolute_url()).content.decode()
    assert "Typed in from paper" in page
    assert "P00001-8" in page


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"sheet": "P00001-7"}, "no such sheet"),
        ({"written_at": "2199-01-01T10:00"}, "written in the future"),
        ({"writer": "nobody"}, "not one of the available choices"),
        ({"written_at": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(signed_in, nina, icu, told, sentence):
    answer = signed_in(nina).post("/incidents/sheets/new/", form_of(icu, **told))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Incident.objects.exists()


def test_it_cannot_be_written_before_it_happened(signed_in, nina, icu):
    late = hours_ago(28).strftime("%Y-%m-%dT%H:%M")
    answer = signed_in(nina).post("/incidents/sheets/new/", form_of(icu, occurred_at=late))
    assert "before it happened" in answer.content.decode()


def test_the_office_must_say_who_wrote_it_and_it_must_be_one_of_ours(signed_in, quinn, oscar, icu):
    browser = signed_in(quinn)
    missing = browser.post("/incidents/sheets/new/", form_of(icu, writer="named"))
    assert "Say who wrote it" in missing.content.decode()
    stranger = browser.post("/incidents/sheets/new/", form_of(icu, writer="named", person="oscar"))
    assert "does not work at this hospital" in stranger.content.decode()
    assert not Incident.objects.exists()


def test_two_who_type_the_same_sheet_make_one_record(signed_in, nina, quinn, icu):
    signed_in(nina).post("/incidents/sheets/new/", form_of(icu))
    answer = signed_in(quinn).post("/incidents/sheets/new/", form_of(icu, writer="nobody"))
    assert answer.status_code == 422
    assert Incident.objects.get().number in answer.content.decode()


def test_a_program_types_in_a_sheet(program, quinn, nina, icu):
    told = form_of(icu, writer="named", person="nina", written_at=hours_ago(29).isoformat())
    answer = program(quinn).post(
        "/api/sheets", {**told, "occurred_at": hours_ago(30).isoformat()}, content_type="application/json"
    )
    assert answer.status_code == 201, answer.content
    assert Incident.objects.get().author == nina
    [back] = program(quinn).get("/api/sheets").json()
    assert (back["number"], back["incident"]) == ("P00001-8", Incident.objects.get().number)


def test_sheets_are_printed_with_their_numbers_and_only_those_given_out(signed_in, quinn, nina, hospital):
    browser = signed_in(quinn)
    answer = browser.post("/incidents/sheets/", {"count": 2})
    page = browser.get(answer["Location"]).content.decode()
    assert "P00001-8" in page
    assert "P00002-6" in page
    assert "P00003" not in browser.get("/incidents/sheets/print/?first=2&count=50").content.decode()
    assert browser.get("/incidents/sheets/print/?first=x&count=-1").status_code == 200
    assert signed_in(nina).get("/incidents/sheets/").status_code == 403


def test_a_program_is_given_numbers(program, quinn, nina):
    json = {"content_type": "application/json"}
    assert program(quinn).post("/api/sheets/numbers", {"count": 2}, **json).json() == ["P00001-8", "P00002-6"]
    assert program(quinn).post("/api/sheets/numbers", {"count": 51}, **json).status_code == 422
    assert program(nina).post("/api/sheets/numbers", {"count": 2}, **json).status_code == 403


def test_deadlines_run_from_what_stands_on_the_paper_and_not_from_the_typing(nina, icu):
    told = on_paper(icu, happened=72, written=71, harm="death", category="DEV")
    device = type_in(told, actor=nina, sheet="P00001-8", writer="me")
    assert device.clocks.get(rule_id="MDR-DEATH").starts_at == device.occurred_at
    assert device.clock_facts()["reported_at"] == device.written_at
