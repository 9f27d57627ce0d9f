"""The pages of records: what a list finds, what a form keeps, what a refusal says, and who is shown what."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook

import given
from zhian.check.incidents.models import Incident
from zhian.kernel.moment import now
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import edit
from zhian.kernel.web.models import SavedFilter


def text(response):
    return response.content.decode()


def without_tokens(response):
    """The page without what differs each time: the tokens of its forms."""
    return re.sub(r'value="[\w-]{20,}"', "", text(response))


def test_a_list_shows_what_the_filters_leave(nina, quinn, signed_in):
    given.a_fall(by=nina, title="Fell at night")
    given.a_fall(by=nina, title="Wrong pump rate", category="DEV")
    page = signed_in(quinn).get("/incidents/?category=DEV")
    assert "Wrong pump rate" in text(page)
    assert "Fell at night" not in text(page)
    assert "Fell at night" in text(signed_in(quinn).get("/incidents/?q=night"))


def test_a_list_can_be_sorted_and_a_strange_sort_does_no_harm(nina, quinn, signed_in):
    given.a_fall(by=nina, title="AAA")
    given.a_fall(by=nina, title="ZZZ")
    page = text(signed_in(quinn).get("/incidents/?sort=title"))
    assert page.index("AAA") < page.index("ZZZ")
    strange = signed_in(quinn).get("/incidents/?sort=author__password,(select 1)&page=99999&state=nowhere")
    assert strange.status_code == 200


def test_an_empty_list_says_what_belongs_there_and_offers_the_first_deed(nina, signed_in):
    page = text(signed_in(nina).get("/incidents/"))
    assert "/incidents/new/" in page
    assert "empty-page" in page


def test_the_board_shows_each_state_in_a_lane(nina, quinn, signed_in):
    given.a_confirmed_fall(by=nina, confirmed_by=quinn, title="Being worked on")
    page = text(signed_in(quinn).get("/incidents/board/"))
    assert page.index("To be triaged") < page.index("Being worked on")


def test_an_export_has_the_rows_of_the_list_and_no_formula(nina, quinn, signed_in):
    given.a_fall(by=nina, title='=HYPERLINK("http://evil")')
    given.a_fall(by=nina, title="Wrong pump rate", category="DEV")
    answer = signed_in(quinn).get("/incidents/export.xlsx?category=FALL")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://evil")'
    csv = b"".join(signed_in(quinn).get("/incidents/export.csv").streaming_content).decode()
    assert csv.count("\r\n") == 3


def test_a_filter_can_be_saved_and_shared(nina, hugo, quinn, signed_in):
    told = {"name": "Falls", "query": "category=FALL", "is_shared": "on", "once": "k"}
    assert signed_in(quinn).post("/incidents/save-filter/", told).status_code == 302
    assert SavedFilter.objects.get().query == "category=FALL"
    assert "Falls" in text(signed_in(hugo).get("/incidents/"))


def test_a_filter_leads_nowhere_else(quinn, signed_in):
    told = {"name": "x", "query": "//evil.example/", "once": "k"}
    assert signed_in(quinn).post("/incidents/save-filter/", told)["Location"].startswith("/incidents/?")


def test_a_form_with_errors_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field(nina, signed_in):
    page = signed_in(nina).post("/incidents/new/", {"account": "Slipped on the wet floor", "once": "k"})
    assert page.status_code == 422
    assert "Slipped on the wet floor" in text(page)
    assert 'aria-invalid="true"' in text(page)
    assert not Incident.objects.exists()


def test_a_refusal_of_the_service_stands_in_the_form(nina, icu, signed_in):
    tomorrow = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    told = {"category": "FALL", "event_kind": "incident", "occurred_at": tomorrow, "department": icu.pk, "once": "k"}
    page = signed_in(nina).post("/incidents/new/", {**told, "title": "Fell", "account": "Slipped", "harm": "none"})
    assert page.status_code == 422
    assert "in the future" in text(page)


def test_the_second_of_two_editors_is_shown_both_versions(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    told = {
        "version": fall.version,
        "category": "FALL",
        "event_kind": "incident",
        "occurred_at": fall.occurred_at.strftime("%Y-%m-%dT%H:%M"),
        "department": fall.department_id,
        "title": fall.title,
        "account": "He stumbled over a cable.",
        "harm": "low",
        "once": "k",
    }
    edit(Incident.objects.get(pk=fall.pk), actor=nina, version=fall.version, changes={"account": "She slipped."})
    page = signed_in(quinn).post(f"/incidents/{fall.number}/edit/", told)
    assert page.status_code == 409
    assert "She slipped." in text(page)
    assert "He stumbled over a cable." in text(page)
    fall.refresh_from_db()
    assert fall.account == "She slipped."
    assert f'name="version" value="{fall.version}"' in text(page)


def test_what_may_not_be_read_looks_like_what_does_not_exist(nina, oscar, signed_in):
    fall = given.a_fall(by=nina)
    hidden = signed_in(oscar).get(f"/incidents/{fall.number}/")
    missing = signed_in(oscar).get("/incidents/AE-1999-00001/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_tokens(hidden).replace(fall.number, "") == without_tokens(missing).replace("AE-1999-00001", "")


def test_a_step_that_is_not_ones_own_is_shown_with_the_reason_and_refused(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    page = text(signed_in(nina).get(f"/incidents/{fall.number}/"))
    assert 'aria-disabled="true"' in page
    assert "quality office" in page
    answer = signed_in(nina).post(f"/incidents/{fall.number}/steps/confirm/", {"grade": 3, "harm": "none", "once": "k"})
    assert answer.status_code == 403
    fall.refresh_from_db()
    assert fall.state == "reported"


@pytest.mark.parametrize("step", ["file", "nonsense"])
def test_there_are_no_other_steps(nina, quinn, signed_in, step):
    fall = given.a_fall(by=nina)
    assert signed_in(quinn).get(f"/incidents/{fall.number}/steps/{step}/").status_code == 404


def test_opening_a_confidential_record_is_remembered_and_shown(nina, quinn, hugo, signed_in):
    fall = given.a_fall(by=nina)
    fall.is_confidential = True
    fall.save()
    signed_in(hugo).get(f"/incidents/{fall.number}/")
    signed_in(hugo).get(f"/incidents/{fall.number}/print/")
    assert [opened.reader for opened in Opening.objects.filter(record=fall)] == [hugo, hugo]
    assert "Hugo" in text(signed_in(quinn).get(f"/incidents/{fall.number}/"))


def test_a_record_prints_with_number_and_who_printed_it(nina, signed_in):
    fall = given.a_fall(by=nina)
    page = text(signed_in(nina).get(f"/incidents/{fall.number}/print/"))
    assert fall.number in page
    assert "Nina" in page


def test_script_in_a_report_stays_text(nina, signed_in):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    fall = given.a_fall(by=nina, title=evil, account=evil, place=evil)
    for address in (
        "/",
        "/incidents/",
        "/incidents/board/",
        f"/incidents/{fall.number}/",
        f"/incidents/{fall.number}/print/",
    ):
        assert "<script>alert" not in text(signed_in(nina).get(address)), address
        assert "<img src=x" not in text(signed_in(nina).get(address)), address


@pytest.mark.parametrize("address", ["/", "/incidents/", "/incidents/new/", "/search/", "/loop/", "/account/login/"])
def test_every_page_forbids_what_does_not_come_from_here(nina, signed_in, address):
    answer = signed_in(nina).get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in text(answer)
    assert " onclick=" not in text(answer)


def test_without_an_account_there_is_only_the_door(client, db):
    for address in ("/", "/incidents/", "/search/", "/loop/", "/incidents/export.csv"):
        assert client.get(address)["Location"].startswith("/account/login/")
