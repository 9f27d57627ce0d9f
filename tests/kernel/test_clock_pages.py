"""The pages and the API of deadlines: what stands on them, who gets in, and what comes back refused."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

import given
from zhian.kernel.audit.models import Entry
from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import keep_days
from zhian.kernel.clocks import services as clocks
from zhian.kernel.clocks.models import Clock, OwnRule
from zhian.kernel.moment import now, today

JSON = "application/json"


@pytest.fixture
def event(nina):
    return given.a_fall(by=nina, title="=Pump ran empty", category="DEV", harm="severe", hours_ago=3)


@pytest.fixture
def deadline(event):
    return Clock.objects.get(record_id=event.pk)


@pytest.fixture
def office(quinn, signed_in):
    return signed_in(quinn)


def page(client, address):
    answered = client.get(address)
    assert answered.status_code == 200, (address, answered.status_code)
    return answered.content.decode()


# The record's page ------------------------------------------------------------------------------------------
def test_a_record_shows_each_deadline_with_its_reason_and_source(event, office):
    shown = page(office, event.get_absolute_url())
    assert "Device event, serious injury or danger of it" in shown
    assert "a medical device was involved, harm: severe" in shown
    assert "医疗器械不良事件监测和再评价管理办法" in shown
    assert "it was serious medical negligence" in shown


def test_the_reporter_sees_the_deadlines_and_no_buttons(event, deadline, nina, signed_in):
    shown = page(signed_in(nina), event.get_absolute_url())
    assert "Device event" in shown
    assert f"/clocks/{deadline.pk}/" not in shown
    assert "What decides them" not in shown


def test_a_kind_without_deadlines_shows_none(nina, quinn, office):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    assert "What decides them" not in page(office, finding.get_absolute_url())


# Deeds ------------------------------------------------------------------------------------------------------
def local(moment):
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


def test_ticking_off_by_page(event, deadline, quinn, office):
    refused = office.post(f"/clocks/{deadline.pk}/tick/", {"met_at": local(now() - timedelta(days=3)), "receipt": "7"})
    assert refused.status_code == 422
    assert "before the deadline began" in refused.content.decode()
    told = {"met_at": local(now() - timedelta(hours=1)), "receipt": "NMPA-7", "met_by": "quinn"}
    assert office.post(f"/clocks/{deadline.pk}/tick/", told).status_code == 302
    assert "NMPA-7" in page(office, event.get_absolute_url())
    again = office.post(f"/clocks/{deadline.pk}/tick/", told)
    assert again.status_code == 422
    assert "no longer runs" in again.content.decode()


def test_setting_aside_by_page(event, deadline, office):
    assert "Why it does not apply" in page(office, f"/clocks/{deadline.pk}/set-aside/")
    assert office.post(f"/clocks/{deadline.pk}/set-aside/", {"reason": ""}).status_code == 422
    assert office.post(f"/clocks/{deadline.pk}/set-aside/", {"reason": "The maker reports"}).status_code == 302
    assert "The maker reports" in page(office, event.get_absolute_url())


def test_answering_by_page_and_taking_back(event, office):
    shown = page(office, f"/clocks/of/{event.number}/")
    assert shown.index("it was serious medical negligence") < shown.index("More facts")
    told = {"medical_error": "True", "people_harmed": "3", "discovered_at": ""}
    assert office.post(f"/clocks/of/{event.number}/", told).status_code == 302
    assert Clock.objects.filter(record=event, rule_id="ACC-12H", state="running").exists()
    assert 'value="True" selected' in page(office, f"/clocks/of/{event.number}/")
    assert office.post(f"/clocks/of/{event.number}/", {"medical_error": ""}).status_code == 302
    assert not Clock.objects.filter(record=event, rule_id="ACC-12H", state="running").exists()
    assert office.post(f"/clocks/of/{event.number}/", {"people_harmed": "-4"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("quinn", 200), ("nina", 403), ("hugo", 403), ("oscar", 404), ("lena", 403)]
)
def test_who_gets_in_to_the_deeds(who, status, event, deadline, hospital, icu, request, signed_in):
    lena = given.a_person("lena", icu, "leader", over=hospital)
    person = lena if who == "lena" else request.getfixturevalue(who)
    browser = signed_in(person)
    for address in (f"/clocks/{deadline.pk}/tick/", f"/clocks/{deadline.pk}/set-aside/", f"/clocks/of/{event.number}/"):
        assert browser.get(address).status_code == status, address


# The list ---------------------------------------------------------------------------------------------------
def test_the_list_shows_what_runs_most_urgent_first_and_what_is_asked_for(event, nina, quinn, office):
    urgent = given.a_fall(by=nina, title="Fell and died", harm="death")
    clocks.answer(urgent, actor=quinn, told={"medical_error": True})
    shown = page(office, "/clocks/")
    assert shown.index("Fell and died") < shown.index("Pump ran empty")
    assert "Pump ran empty" not in page(office, "/clocks/?rule_id=ACC-12H")
    assert "No deadline runs" in page(office, "/clocks/?state=met")
    assert "Pump ran empty" not in page(office, "/clocks/?late=on")


def test_of_what_was_reported_the_last_stands_first(nina, quinn, office):
    for days in (10, 2, 30):
        given.a_confirmed_fall(by=nina, confirmed_by=quinn, title=f"Fall of {days}", hours_ago=24 * days)
    shown = page(office, "/clocks/?state=met")
    assert shown.index("Fall of 2") < shown.index("Fall of 10") < shown.index("Fall of 30")


def test_the_list_holds_nothing_of_another_hospital(event, oscar, signed_in):
    assert "Pump ran empty" not in page(signed_in(oscar), "/clocks/")


def test_the_export_makes_formulas_harmless_and_is_noted(event, office):
    book = load_workbook(io.BytesIO(office.get("/clocks/export.xlsx?state=running").getvalue()))
    row = list(book.active.iter_rows(values_only=True))[1]
    assert row[4].startswith(event.number)
    assert "MDR-SERI" in row[2]
    assert Entry.objects.filter(additional_data__event="exported").exists()
    assert office.get("/clocks/export.exe").status_code == 404


def test_the_list_asks_as_often_for_many_rows(nina, office, django_assert_max_num_queries):
    for place in range(30):
        given.a_fall(by=nina, title=f"Pump {place}", category="DEV", harm="severe")
    page(office, "/clocks/")
    with django_assert_max_num_queries(20):
        page(office, "/clocks/")


# The house --------------------------------------------------------------------------------------------------
def test_a_rule_is_confirmed_by_page(office, hospital):
    assert "to be verified" in page(office, "/clocks/rules/")
    told = {
        "unit": "hours",
        "amount": "48",
        "source": "院办〔2026〕3号",
        "verified": "primary",
        "valid_from": today().isoformat(),
    }
    assert office.post("/clocks/rules/HOSP-I-II/", told).status_code == 302
    assert "院办〔2026〕3号" in page(office, "/clocks/rules/")
    assert OwnRule.objects.get().period == {"hours": 48}
    assert office.post("/clocks/rules/HOSP-I-II/", {**told, "amount": ""}).status_code == 422
    assert office.post("/clocks/rules/HOSP-I-II/", {**told, "unit": "days", "amount": "9999"}).status_code == 422
    assert office.get("/clocks/rules/NOPE/").status_code == 404


def test_working_days_by_page_one_by_one_and_pasted(office, hospital):
    assert office.post("/clocks/calendar/", {"day": "2027-02-14", "is_worked": "yes", "note": "x"}).status_code == 302
    pasted = "2027-02-06 休息 春节\n2027年2月14日，上班，春节调休\n\n"
    assert office.post("/clocks/calendar/paste/", {"days": pasted}).status_code == 302
    kept = HouseDay.objects.filter(hospital=hospital).values_list("day", "is_worked", "note")
    assert [(str(day), *rest) for day, *rest in kept] == [
        ("2027-02-06", False, "春节"),
        ("2027-02-14", True, "春节调休"),
    ]
    wrong = office.post("/clocks/calendar/paste/", {"days": "2027-02-30 上班\n2027-03-01 上班"})
    assert wrong.status_code == 422
    assert "1: 2027-02-30" in wrong.content.decode()
    assert "2027-03-01 上班</textarea>" in wrong.content.decode()
    assert office.post("/clocks/calendar/2027-02-06/forget/").status_code == 302
    assert HouseDay.objects.count() == 1
    assert office.post("/clocks/calendar/nonsense/forget/").status_code == 404


def test_the_system_administrator_keeps_the_calendar_and_no_rules(icu, hospital, signed_in):
    sid = signed_in(given.a_person("sid", icu, "system_admin", over=hospital))
    assert sid.get("/clocks/calendar/").status_code == 200
    assert sid.get("/clocks/rules/").status_code == 403
    assert sid.get("/clocks/").status_code == 403


# Programs ---------------------------------------------------------------------------------------------------
def test_a_program_reckons_from_facts_alone(nina, program):
    client = program(nina)
    told = {"grade": 2, "harm": "severe", "device": True, "occurred_at": "2026-11-14T02:40:00+08:00"}
    found = client.post("/api/clocks", told, content_type=JSON).json()
    due = {clock["rule"]: clock["due_at"] for clock in found["clocks"]}
    assert due["MDR-SERI"].startswith("2026-12-04T23:59:59")
    assert {"rule": "WASTE", "missing": ["waste_lost"]} in found["undecided"]
    assert client.post("/api/clocks", {"garde": 2}, content_type=JSON).status_code == 422
    assert client.post("/api/clocks", {"grade": 9}, content_type=JSON).status_code == 422
    assert not Clock.objects.exists()


def test_a_program_lists_answers_and_ticks_off(event, deadline, quinn, nina, program):
    client = program(quinn)
    assert [each["rule"] for each in client.get("/api/clocks").json()["items"]] == ["MDR-SERI"]
    assert client.get("/api/clocks?late=true").json()["count"] == 0
    assert program(nina).get("/api/clocks").status_code == 403
    found = client.get(f"/api/clocks/of/{event.number}").json()
    assert "medical_error" in found["missing"]
    answered = client.post(f"/api/clocks/of/{event.number}", {"medical_error": False}, content_type=JSON)
    assert answered.status_code == 200
    told = {"met_at": now().isoformat(), "receipt": "NMPA-7", "met_by": "quinn"}
    ticked = client.post(f"/api/clocks/{deadline.pk}/tick", told, content_type=JSON)
    assert ticked.json()["state"] == "met", ticked.content
    assert client.post(f"/api/clocks/{deadline.pk}/tick", told, content_type=JSON).status_code == 409
    assert client.post(f"/api/clocks/{deadline.pk}/set-aside", {"reason": "x"}, content_type=JSON).status_code == 409


def test_a_program_keeps_rules_and_days(quinn, program):
    client = program(quinn)
    told = {"unit": "hours", "amount": 48, "source": "x", "verified": "secondary", "valid_from": today().isoformat()}
    rules = client.post("/api/clocks/rules/HOSP-I-II", told, content_type=JSON).json()
    assert [rule["is_own"] for rule in rules if rule["id"] == "HOSP-I-II"] == [True]
    assert len(client.get("/api/clocks/rules").json()) == 27
    day = {"day": "2027-02-14", "is_worked": "yes"}
    assert client.post("/api/clocks/calendar", day, content_type=JSON).json()[0]["is_worked"]
    assert client.post("/api/clocks/calendar/2027-02-14/forget", {}, content_type=JSON).json() == []


# Working days everywhere ------------------------------------------------------------------------------------
def test_the_house_calendar_moves_the_deadlines_of_workflows(nina, quinn, hospital):
    plain = given.a_fall(by=nina).due_at
    days = [(today() + timedelta(days=ahead), False, "Flood") for ahead in range(1, 20)]
    keep_days(hospital, days, actor=quinn)
    assert given.a_fall(by=nina).due_at - plain > timedelta(days=14)
