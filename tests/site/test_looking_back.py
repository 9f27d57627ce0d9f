"""Who read what: every opening is noted by name and time, and those concerned can see it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

import given
from zhian.kernel.audit.models import Entry
from zhian.kernel.patients.models import Patient
from zhian.kernel.people.models import Role
from zhian.kernel.records import deeds, uploads
from zhian.kernel.records.models import Opening


@pytest.fixture
def ada(hospital):
    """The audit administrator."""
    return given.a_person("ada", hospital, Role.AUDIT_ADMIN)


@pytest.fixture
def secret_fall(nina, quinn):
    """A confidential case of the ICU with a file and a patient."""
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    deeds.attach(fall, actor=quinn, attachments=[uploads.accept(SimpleUploadedFile("note.txt", b"Seen at 03:10"))])
    patient = Patient.objects.create(hospital=fall.hospital, number="P-77", name="Zhang San")
    type(fall).objects.filter(pk=fall.pk).update(patient=patient, is_confidential=True)
    fall.refresh_from_db()
    return fall


def noted(fall, reader):
    return sorted(Opening.objects.filter(record_id=fall.pk, reader=reader).values_list("what", flat=True))


def address(fall, rest=""):
    return f"{fall.get_absolute_url()}{rest}"


# Every way to read a confidential record --------------------------------------------------------------------
def test_reading_the_page_the_paper_and_the_form_is_noted(signed_in, hugo, secret_fall):
    browser = signed_in(hugo)
    for page in ("", "print/"):
        assert browser.get(address(secret_fall, page)).status_code == 200
    assert noted(secret_fall, hugo) == ["record", "record"]


def test_a_refused_comment_shows_the_record_and_is_noted(signed_in, hugo, secret_fall):
    signed_in(hugo).post(address(secret_fall, "comment/"), {"text": ""})
    assert noted(secret_fall, hugo) == ["record"]


def test_downloading_a_file_is_noted(signed_in, hugo, secret_fall):
    kept = secret_fall.attachments.get()
    answer = signed_in(hugo).get(address(secret_fall, f"files/{kept.key}/"))
    assert b"Seen at 03:10" in answer.getvalue()
    assert noted(secret_fall, hugo) == ["file"]


def test_opening_the_patients_identity_is_noted_with_its_reason(signed_in, quinn, secret_fall):
    page = signed_in(quinn).post(address(secret_fall, "identify/"), {"reason": "The family called"})
    assert "Zhang San" in page.content.decode()
    assert Opening.objects.get(record_id=secret_fall.pk, what="identity").reason == "The family called"


def test_the_identity_is_not_shown_without_a_reason(signed_in, quinn, secret_fall):
    page = signed_in(quinn).post(address(secret_fall, "identify/"), {"reason": ""})
    assert "Zhang San" not in page.content.decode()
    assert noted(secret_fall, quinn) == []


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_taking_a_list_away_is_noted_for_each_confidential_line_and_as_a_whole(
    signed_in, hugo, nina, secret_fall, format
):
    open_fall = given.a_fall(by=nina)
    assert signed_in(hugo).get(f"/incidents/export.{format}").status_code == 200
    assert noted(secret_fall, hugo) == ["export"]
    assert noted(open_fall, hugo) == []
    entry = Entry.objects.get(actor=hugo, additional_data__event="exported")
    assert entry.additional_data["rows"] == 2


def test_reading_through_the_api_is_noted(signed_in, hugo, secret_fall):
    for rest in ("", "/history"):
        assert signed_in(hugo).get(f"/api/incidents/{secret_fall.number}{rest}").status_code == 200
    assert noted(secret_fall, hugo) == ["record", "record"]


def test_reading_what_is_not_confidential_is_not_noted(signed_in, hugo, nina):
    fall = given.a_fall(by=nina)
    signed_in(hugo).get(address(fall))
    assert noted(fall, hugo) == []


# Who read this ----------------------------------------------------------------------------------------------
def test_the_author_the_quality_office_and_the_audit_administrator_see_who_read_it(
    signed_in, nina, quinn, ada, hugo, secret_fall
):
    signed_in(hugo).get(address(secret_fall))
    for person in (nina, quinn, ada):
        page = signed_in(person).get(f"/audit/readers/{secret_fall.number}/").content.decode()
        assert "Hugo" in page, person


def test_others_do_not(signed_in, hugo, oscar, secret_fall):
    for person in (hugo, oscar):
        assert signed_in(person).get(f"/audit/readers/{secret_fall.number}/").status_code == 404


def test_the_audit_administrator_sees_who_read_it_but_not_what_it_says(signed_in, ada, secret_fall):
    page = signed_in(ada).get(f"/audit/readers/{secret_fall.number}/").content.decode()
    assert secret_fall.number in page
    assert secret_fall.title not in page


def test_the_records_page_shows_the_last_readers_to_its_author(signed_in, nina, hugo, secret_fall):
    signed_in(hugo).get(address(secret_fall))
    page = signed_in(nina).get(address(secret_fall)).content.decode()
    assert "Who read this" in page
    assert "Hugo" in page


# The log ----------------------------------------------------------------------------------------------------
def test_only_the_audit_administrator_reads_the_log(signed_in, nina, quinn, ada, hospital):
    sam = given.a_person("sam", hospital, Role.SYSTEM_ADMIN)
    for person in (nina, quinn, sam):
        assert signed_in(person).get("/audit/").status_code == 403
        assert signed_in(person).get("/audit/export.csv").status_code == 403
    assert signed_in(ada).get("/audit/").status_code == 200


def test_the_log_is_searched_by_person_period_and_kind(signed_in, ada, nina, quinn):
    given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    browser = signed_in(ada)

    def whose(query):
        return {line.number for line in browser.get(f"/audit/?{query}").context["lines"]}

    assert whose("person=nina") == {"nina"}
    assert whose("person=nina&until=2001-01-01") == set()
    assert "quinn" in whose("kind=model:records.transition")
    assert whose("kind=event:signed_in") == {"nina", "quinn", "ada"} & whose("kind=event:signed_in")
    assert whose("since=nonsense")


def test_the_log_tells_which_facts_of_a_record_changed_but_not_what_they_said(signed_in, ada, nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, title="A very telling title")
    page = signed_in(ada).get("/audit/").content.decode()
    assert fall.number in page
    assert "A very telling title" not in page


def test_the_log_is_exported_and_that_is_an_entry_too(signed_in, ada, nina):
    given.a_fall(by=nina)
    browser = signed_in(ada)
    book = load_workbook(io.BytesIO(browser.get("/audit/export.xlsx?person=nina").content))
    assert {row[1].value for row in list(book.active)[1:]} == {"nina"}
    assert Entry.objects.filter(actor=ada, additional_data__event="exported").count() == 1


def test_the_log_has_no_way_to_change_anything(signed_in, ada):
    browser = signed_in(ada)
    for page in ("/audit/", "/audit/export.csv", "/audit/readers/X/"):
        assert browser.post(page).status_code == 405


def test_the_log_asks_the_database_no_more_for_more_entries(signed_in, ada, nina, django_assert_max_num_queries):
    for _ in range(5):
        given.a_fall(by=nina)
    browser = signed_in(ada)
    browser.get("/audit/")
    with django_assert_max_num_queries(20):
        browser.get("/audit/")


def test_an_administrator_of_one_hospital_sees_only_the_deeds_of_its_people(signed_in, ada, nina, oscar):
    given.a_fall(by=oscar)
    given.a_fall(by=nina)
    seen = {line.number for line in signed_in(ada).get("/audit/").context["lines"]}
    assert "nina" in seen
    assert "oscar" not in seen
