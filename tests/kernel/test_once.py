"""A form that is sent twice is one deed."""

import pytest

import given
from zhian.check.incidents.models import Incident
from zhian.kernel.moment import now


@pytest.fixture
def told(icu):
    return {
        "once": "k-1",
        "category": "FALL",
        "event_kind": "incident",
        "occurred_at": now().strftime("%Y-%m-%dT00:00"),
        "department": icu.pk,
        "title": "Fell",
        "account": "On the floor",
        "harm": "none",
    }


def test_the_second_time_gets_the_first_answer(told, nina, signed_in):
    browser = signed_in(nina)
    first = browser.post("/incidents/new/", told)
    again = browser.post("/incidents/new/", told)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Incident.objects.count() == 1


def test_a_changed_text_is_a_new_report(told, nina, signed_in):
    browser = signed_in(nina)
    browser.post("/incidents/new/", told)
    browser.post("/incidents/new/", {**told, "title": "Fell again"})
    assert Incident.objects.count() == 2


def test_a_form_with_errors_can_be_mended_and_sent_with_the_same_key(told, nina, signed_in):
    browser = signed_in(nina)
    refused = browser.post("/incidents/new/", {**told, "account": ""})
    assert refused.status_code == 422
    assert browser.post("/incidents/new/", told).status_code == 302
    assert Incident.objects.count() == 1


def test_a_key_belongs_to_the_person_who_sent_it(told, nina, hugo, signed_in):
    signed_in(nina).post("/incidents/new/", told)
    signed_in(hugo).post("/incidents/new/", told)
    assert Incident.objects.count() == 2


def test_a_step_taken_twice_gets_the_first_answer(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    browser = signed_in(quinn)
    told = {"once": "k-2", "note": "Which room?"}
    answers = [browser.post(f"/incidents/{fall.number}/steps/send_back/", told) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert fall.transitions.filter(step="send_back").count() == 1
