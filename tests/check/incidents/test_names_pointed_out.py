"""Names of staff in a narrative: the form comes back once and says what to write instead."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from zhian.check.incidents.models import Incident, Intake
from zhian.check.incidents.services.posters import make_poster
from zhian.check.incidents.services.receipts import new_form
from zhian.kernel.moment import now, today

READ = re.compile(r'name="names_read" value="([^"]*)"')


@pytest.fixture
def li(icu):
    """A nurse with a Chinese name."""
    return icu.staff.create(username="li", name="李娟", title="主管护师")


def a_report(icu, account, read=""):
    moment = (now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    told = {"category": "FALL", "event_kind": "incident", "occurred_at": moment, "department": icu.pk}
    return {**told, "title": "Fall", "account": account, "harm": "none", "names_read": read, "once": account + read}


def test_a_named_report_comes_back_once_with_the_names(signed_in, nina, li, icu):
    browser = signed_in(nina)
    asked = browser.post("/incidents/new/", a_report(icu, "李娟没有核对腕带"))
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "李娟" in page
    assert "当班护士" in page
    sent = browser.post("/incidents/new/", a_report(icu, "李娟没有核对腕带", READ.search(page)[1]))
    assert sent.status_code == 302
    assert Incident.objects.get().account == "李娟没有核对腕带"


def test_a_further_name_is_pointed_out_too(signed_in, nina, li, icu):
    answer = signed_in(nina).post("/incidents/new/", a_report(icu, "李娟和张强医生都在", read="李娟"))
    assert answer.status_code == 422
    assert READ.search(answer.content.decode())[1] == "张强医生、李娟"


def test_a_program_is_not_asked(program, nina, li, icu):
    told = {name: value for name, value in a_report(icu, "李娟没有核对").items() if name not in ("names_read", "once")}
    told["occurred_at"] = (now() - timedelta(hours=1)).isoformat()
    assert program(nina).post("/api/incidents", told, content_type="application/json").status_code == 201


def test_an_anonymous_form_does_not_tell_who_works_here(quinn, icu, li):
    """A name of staff and a made-up one are treated alike: by how they are written, or not at all."""
    poster = make_poster(icu, actor=quinn)
    answers = {}
    for name in ("李娟", "李鹃"):
        for text in (f"{name}没有核对", f"护士{name}。"):
            told = {"form": new_form(), "department": icu.pk, "category": "FALL", "event_kind": "incident"}
            told |= {"occurred_on": today().isoformat(), "harm": "none", "account": text, "names_read": ""}
            answers[name, text.replace(name, "…")] = Client().post(f"/r/{poster.code}/staff/", told).status_code
    assert answers == {
        ("李娟", "…没有核对"): 200,
        ("李鹃", "…没有核对"): 200,
        ("李娟", "护士…。"): 422,
        ("李鹃", "护士…。"): 422,
    }
    assert Intake.objects.count() == 2
