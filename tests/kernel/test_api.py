"""Records for programs: the same deeds, the same refusals, in JSON."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import given
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.moment import now, today
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import step_taken

JSON = "application/json"


def post(browser, address, told, **more):
    return browser.post(address, told, content_type=JSON, **more)


@pytest.fixture
def told(icu):
    return {
        "category": "FALL",
        "event_kind": "incident",
        "occurred_at": (now() - timedelta(hours=1)).isoformat(),
        "department": icu.pk,
        "title": "Fell",
        "account": "On the floor",
        "harm": "none",
    }


def test_one_adverse_event_all_the_way_round(told, nina, hugo, quinn, program):
    nurse, head, office = program(nina), program(hugo), program(quinn)
    incident = post(nurse, "/api/incidents", {**told, "patient_number": "P-4711"}).json()
    assert (incident["number"], incident["patient"]) == ("AE-2026-00001", "···4711") or incident["patient"]
    here = f"/api/incidents/{incident['number']}"

    graded = {"grade": 2, "harm": "low", "finding": "Bed rails were down"}
    assert post(office, f"{here}/steps/confirm", graded).json()["state"] == "acting"
    finding = office.get("/api/loop").json()["items"][0]
    there = f"/api/loop/{finding['number']}"
    assert finding["source"] == incident["number"]

    rails = {"what": "Rails up", "kind": "corrective", "owner": "nina", "due_on": today().isoformat()}
    planned = post(head, f"{there}/steps/plan", {"actions": [rails]}).json()
    done = {"evidence": "All rails are up"}
    completed = post(nurse, f"{there}/actions/{planned['actions'][0]['id']}", done).json()
    assert completed["actions"][0]["done_on"] == today().isoformat()
    assert post(head, f"{there}/steps/report_done", {}).json()["state"] == "verifying"
    assert post(office, f"{there}/steps/accept", {}).json()["is_closed"]
    closed = post(office, f"{here}/steps/close", {"feedback": "The rails are up. Thank you.", "no_lesson": "Known"})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert [event["kind"] for event in nurse.get(f"{here}/history").json()].count("step") == 3


def test_a_refused_step_says_why(nina, quinn, program):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    told = {"feedback": "Thank you", "no_lesson": "Known"}
    refused = post(program(quinn), f"/api/incidents/{fall.number}/steps/close", told)
    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert fall.findings.get().number in refused.json()["detail"]


def test_a_refusal_speaks_the_language_of_the_token_s_person(nina, program):
    fall = given.a_fall(by=nina)
    nina.language = "zh-hans"
    nina.save()
    refused = post(program(nina), f"/api/incidents/{fall.number}/steps/confirm", {"grade": 3, "harm": "none"})
    assert refused.status_code == 403
    assert refused["Content-Language"] == "zh-hans"


def test_what_may_not_be_read_is_as_if_it_did_not_exist(nina, oscar, program):
    fall = given.a_fall(by=nina)
    hidden, nothing = (program(oscar).get(f"/api/incidents/{number}") for number in (fall.number, "AE-2026-99999"))
    assert hidden.status_code == nothing.status_code == 404
    assert {**hidden.json(), "instance": ""} == {**nothing.json(), "instance": ""}


def test_a_conflict_shows_both_and_overwrites_nothing(nina, quinn, program):
    fall = given.a_fall(by=nina)
    here, mine = f"/api/incidents/{fall.number}", {"version": fall.version, "title": "Mine"}
    assert program(quinn).patch(here, {**mine, "title": "Theirs"}, content_type=JSON).json()["title"] == "Theirs"
    conflict = program(nina).patch(here, mine, content_type=JSON)
    assert conflict.status_code == 409
    problem = conflict.json()
    assert problem["type"] == "urn:zhian:problem:conflict"
    assert (problem["current"]["title"], problem["yours"]["title"]) == ("Theirs", "Mine")
    fall.refresh_from_db()
    assert fall.title == "Theirs"


def test_only_the_facts_that_are_named_are_changed(nina, program):
    fall = given.a_fall(by=nina, place="Bed 12")
    here = f"/api/incidents/{fall.number}"
    changed = program(nina).patch(here, {"version": fall.version, "title": "Fell again"}, content_type=JSON).json()
    assert (changed["title"], changed["place"], changed["version"]) == ("Fell again", "Bed 12", fall.version + 1)


@pytest.mark.parametrize(
    "name", ["id", "state", "number", "author", "author_id", "hospital", "is_closed", "grade", "kind", "version"]
)
def test_nobody_writes_what_is_not_asked(name, told, nina, program):
    answered = post(program(nina), "/api/incidents", {**told, name: 1})
    assert answered.status_code == 422
    assert answered.json()["errors"] == [{"field": name, "messages": ["There is no such field."]}]
    assert not Incident.objects.exists()


def test_every_wrong_field_is_named(told, nina, program):
    wrong = {**told, "category": "NONSENSE", "occurred_at": "yesterday", "account": " ", "harm": None}
    answered = post(program(nina), "/api/incidents", wrong)
    assert answered.status_code == 422
    assert {error["field"] for error in answered.json()["errors"]} == {"category", "occurred_at", "account", "harm"}


def test_a_wrong_action_of_a_plan_is_named_by_its_place(nina, hugo, quinn, program):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    rails = {"what": "Rails up", "kind": "corrective", "owner": "nobody", "due_on": today().isoformat()}
    answered = post(program(hugo), f"/api/loop/{finding.number}/steps/plan", {"actions": [rails]})
    assert answered.status_code == 422
    assert "actions.0.owner" in {error["field"] for error in answered.json()["errors"]}


def test_what_is_no_json_is_told_so(nina, program):
    answered = program(nina).post("/api/incidents", "{", content_type=JSON)
    assert (answered.status_code, answered["Content-Type"]) == (400, "application/problem+json")


def test_a_list_is_filtered_sorted_and_paged(nina, quinn, program):
    falls = [given.a_fall(by=nina, title=f"Fall {number}") for number in range(3)]
    given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    office = program(quinn)
    listed = office.get("/api/incidents?state=reported&sort=number&per_page=2").json()
    assert (listed["count"], listed["pages"]) == (3, 2)
    assert [row["number"] for row in listed["items"]] == [fall.number for fall in falls[:2]]
    assert office.get("/api/incidents?state=reported&sort=number&per_page=2&page=9").json()["items"] == []
    assert office.get("/api/incidents?nonsense=1").status_code == 422
    assert office.get("/api/incidents?sort=author__password").status_code == 422


def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(
    nina, quinn, program, django_assert_num_queries, django_assert_max_num_queries
):
    office = program(quinn)
    given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    office.get("/api/incidents")
    few = {address: _queries(office, address) for address in ("/api/incidents", "/api/loop", "/api/work")}
    for _ in range(15):
        given.a_confirmed_fall(by=nina, confirmed_by=quinn)
        given.a_fall(by=nina)
    assert {address: _queries(office, address) for address in few} == few
    assert max(few.values()) <= 8


def _queries(browser, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_the_same_call_again_gets_the_first_answer(told, nina, program):
    nurse, key = program(nina), {"Idempotency-Key": "k-1"}
    first, again = (post(nurse, "/api/incidents", told, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Incident.objects.count() == 1


def test_a_call_that_was_refused_can_be_mended_under_the_same_key(told, nina, program):
    nurse, key = program(nina), {"Idempotency-Key": "k-1"}
    assert post(nurse, "/api/incidents", {**told, "account": ""}, headers=key).status_code == 422
    assert post(nurse, "/api/incidents", told, headers=key).status_code == 201


def test_a_call_that_fails_at_its_very_end_leaves_nothing_and_can_be_sent_again(told, nina, program):
    nurse, key = program(nina), {"Idempotency-Key": "k-1"}

    def refuse(**_kwargs):
        raise Refused("Not today.")

    step_taken.connect(refuse, sender=Incident)
    assert post(nurse, "/api/incidents", told, headers=key).status_code == 409
    assert not Incident.objects.exists()
    step_taken.disconnect(refuse, sender=Incident)
    filed = post(nurse, "/api/incidents", told, headers=key)
    assert (filed.status_code, filed.json()["number"][-5:]) == (201, "00001")


@pytest.mark.parametrize("key", ["", "two words", "k" * 201, "键"])
def test_a_key_that_would_not_hold_is_refused_before_anything_is_done(key, told, nina, program):
    refused = post(program(nina), "/api/incidents", told, headers={"Idempotency-Key": key})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not Incident.objects.exists()


def test_files_are_attached_and_come_back(nina, program):
    fall = given.a_fall(by=nina)
    nurse, here = program(nina), f"/api/incidents/{fall.number}/files"
    note = SimpleUploadedFile("note.txt", b"Rails were down", content_type="text/plain")
    kept = nurse.post(here, {"attachments": [note]})
    assert kept.status_code == 201
    assert nurse.get(here).json() == kept.json()
    answered = nurse.get(f"{here}/{kept.json()[0]['key']}")
    assert b"Rails were down" in b"".join(answered.streaming_content)
    assert answered["Content-Disposition"].startswith("attachment")


def test_an_unknown_part_of_a_multipart_body_is_refused(nina, program):
    fall = given.a_fall(by=nina)
    note = SimpleUploadedFile("note.txt", b"Rails", content_type="text/plain")
    told = {"attachments": [note], "path": "../../etc"}
    answered = program(nina).post(f"/api/incidents/{fall.number}/files", told)
    assert answered.status_code == 422
    assert not fall.attachments.exists()


def test_words_links_and_offers(nina, hugo, quinn, program):
    fall, other = given.a_fall(by=nina), given.a_fall(by=nina)
    here, office = f"/api/incidents/{fall.number}", program(quinn)
    said = post(office, f"{here}/comments", {"text": "Please look, @Hugo"}).json()
    assert [person["username"] for person in said["mentioned"]] == ["hugo"]
    linked = post(office, f"{here}/links", {"number": other.number, "kind": "related"})
    assert linked.status_code == 201
    assert office.get(f"{here}/links").json() == [linked.json()]
    steps = {step["name"]: step for step in program(nina).get(f"{here}/offers").json()["steps"]}
    assert not steps["confirm"]["is_open"]
    assert "quality office" in steps["confirm"]["why_not"]


def test_a_link_to_what_i_may_not_read_tells_nothing(nina, hugo, quinn, wards, program):
    mine, hidden = given.a_fall(by=nina), given.a_fall(by=quinn, department=wards)
    told = [
        post(program(hugo), f"/api/incidents/{mine.number}/links", {"number": number, "kind": "related"}).json()
        for number in (hidden.number, "AE-2026-99999")
    ]
    assert told[0] == told[1]


def test_who_reads_a_confidential_record_by_program_is_noted(nina, quinn, program):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    Incident.objects.filter(pk=fall.pk).update(is_confidential=True)
    program(quinn).get(f"/api/incidents/{fall.number}")
    assert Opening.objects.get(record=fall).reader == quinn


def test_who_the_patient_is_is_asked_with_a_reason_and_never_kept_as_an_answer(told, nina, program):
    from zhian.kernel.web.models import Submission

    nurse, key = program(nina), {"Idempotency-Key": "k-9"}
    number = post(nurse, "/api/incidents", {**told, "patient_number": "P-1"}).json()["number"]
    patient = Incident.objects.get(number=number).patient
    patient.name = "Wang Xiu"
    patient.save()
    here = f"/api/incidents/{number}/identity"
    assert post(nurse, here, {}).status_code == 422
    assert post(nurse, here, {"reason": "Call the family"}, headers=key).json()["name"] == "Wang Xiu"
    assert Opening.objects.get(what="identity").reason == "Call the family"
    assert not Submission.objects.filter(body__contains="Wang").exists()


def test_search_and_work_show_what_may_be_read(nina, quinn, oscar, program):
    fall = given.a_fall(by=nina)
    for person, sees in ((nina, True), (quinn, True), (oscar, False)):
        found = program(person).get("/api/search?q=fall").json()
        assert [row["number"] for row in found] == ([fall.number] if sees else [])
    assert [row["number"] for row in program(quinn).get("/api/work").json()] == [fall.number]


def test_people_and_departments_are_those_of_my_hospital(nina, quinn, oscar, program):
    nurse = program(nina)
    assert {person["username"] for person in nurse.get("/api/people").json()} == {"nina", "quinn"}
    assert {place["code"] for place in nurse.get("/api/departments").json()} == {"TEST", "ICU"}
    assert [person["username"] for person in nurse.get("/api/people?q=qu").json()] == ["quinn"]
    assert nurse.get("/api/me").json()["duties"][0]["role"] == "nurse"


@pytest.mark.parametrize("method", ["put", "delete"])
def test_what_an_address_does_not_do_is_a_problem_too(method, nina, program):
    answered = getattr(program(nina), method)("/api/incidents")
    assert (answered.status_code, answered["Content-Type"]) == (405, "application/problem+json")
    assert "POST" in answered["Allow"]


def test_a_broken_server_is_a_problem_and_no_page(nina, signed_in, monkeypatch):
    monkeypatch.setattr(Incident, "visible_to", None)
    browser = signed_in(nina)
    browser.raise_request_exception = False
    answered = browser.get("/api/incidents")
    assert (answered.status_code, answered["Content-Type"]) == (500, "application/problem+json")
    assert "NoneType" not in answered.content.decode()


def test_a_full_disk_is_a_problem_and_no_page(told, nina, program, settings):
    settings.LEAST_FREE_BYTES = 10**18
    answered = post(program(nina), "/api/incidents", told)
    assert (answered.status_code, answered["Content-Type"]) == (503, "application/problem+json")


def test_a_kind_that_only_the_tests_have_speaks_json_by_its_pages_alone(hugo, icu, program):
    head = program(hugo)
    delivery = post(head, "/api/deliveries", {"title": "Gloves", "department": icu.pk, "supplier": "Acme"}).json()
    assert delivery["supplier"] == "Acme"
    refused = post(head, f"/api/deliveries/{delivery['number']}/steps/refuse", {"note": "torn"})
    assert refused.json()["state"] == "refused"


def test_a_link_shows_nothing_of_what_i_may_not_read(nina, hugo, quinn, wards, program, signed_in):
    """The office joins two records; the head of one department learns nothing of the other's."""
    mine = given.a_fall(by=nina)
    hidden = given.a_fall(by=quinn, department=wards, title="Wrong medicine")
    post(program(quinn), f"/api/incidents/{mine.number}/links", {"number": hidden.number, "kind": "related"})
    assert len(program(quinn).get(f"/api/incidents/{mine.number}/links").json()) == 1
    assert program(hugo).get(f"/api/incidents/{mine.number}/links").json() == []
    page = signed_in(hugo).get(f"/incidents/{mine.number}/").content.decode()
    assert hidden.number not in page
    assert "Wrong medicine" not in page
