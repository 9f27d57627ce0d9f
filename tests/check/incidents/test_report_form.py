"""The report: a few questions, the most used categories first, and nothing asked that does not matter."""

from datetime import timedelta

import pytest

import given
from zhian.check.incidents.codes import Category, Harm
from zhian.check.incidents.forms.report import MOST_USED, headline, most_used_first
from zhian.check.incidents.models import Incident
from zhian.kernel.moment import now

REPORT = "/incidents/new/"


def shortest(department):
    """What must be told: five answers, of which the page gives three itself."""
    return {
        "category": "FALL",
        "event_kind": "incident",
        "occurred_at": (now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "department": department.pk,
        "account": "Slipped on the wet floor. Nobody saw it.",
        "harm": "unknown",
    }


def test_eight_questions_at_most_stand_before_the_fold(nina, signed_in):
    page = signed_in(nina).get(REPORT).content.decode()
    before, fold = page.split('class="further"')
    for name in ("category", "event_kind", "occurred_at", "department", "account", "immediate_action", "harm"):
        assert f'name="{name}"' in before
    for name in ("place", "title", "psychological_harm", "contact", "patient_number", "attachments"):
        assert f'name="{name}"' in fold


def test_the_shortest_report_is_valid(nina, icu, signed_in):
    assert signed_in(nina).post(REPORT, shortest(icu)).status_code == 302
    fall = Incident.objects.get()
    assert fall.title == "Slipped on the wet floor"
    assert (fall.psychological_harm, fall.contact) == ("unknown", "program")


def test_distress_and_how_to_be_asked_are_kept(nina, icu, signed_in):
    told = {**shortest(icu), "psychological_harm": "moderate", "contact": "phone", "title": "Fell"}
    signed_in(nina).post(REPORT, told)
    fall = Incident.objects.get()
    assert (fall.title, fall.psychological_harm, fall.contact) == ("Fell", "moderate", "phone")


def test_of_good_care_no_harm_is_kept(nina, icu, signed_in):
    signed_in(nina).post(REPORT, {**shortest(icu), "event_kind": "good_care", "harm": "severe"})
    assert Incident.objects.get().harm == Harm.NONE


@pytest.mark.parametrize(
    ("account", "title"),
    [
        ("患者夜间如厕滑倒。床旁夜灯不亮。", "患者夜间如厕滑倒"),
        ("  One line\nand another", "One line"),
        ("Version 2.5 of the pump failed. Again.", "Version 2.5 of the pump failed"),
        ("长" * 60, "长" * 40 + "…"),
    ],
)
def test_the_first_words_become_the_title(account, title):
    assert headline(account) == title


def test_what_is_reported_most_comes_first(nina):
    for category in ("VTE", "VTE", "BURN"):
        given.a_fall(by=nina, category=category)
    codes = [code for code, _label in most_used_first(nina)]
    assert codes[:2] == ["VTE", "BURN"]
    assert sorted(codes) == sorted(Category.values)


def test_the_rest_stands_in_a_fold_that_opens_for_a_chosen_one(nina, icu, signed_in):
    browser = signed_in(nina)
    wall = browser.get(REPORT).content.decode().split("more-icons")[0]
    assert wall.count('name="category"') == MOST_USED
    refused = browser.post(REPORT, {**shortest(icu), "category": "OTHR", "account": ""}).content.decode()
    assert "data-picks open" in refused


def test_a_fault_in_the_fold_leaves_it_open(nina, icu, signed_in):
    browser = signed_in(nina)
    refused = browser.post(REPORT, {**shortest(icu), "title": "x" * 90})
    assert refused.status_code == 422
    assert 'class="further" open' in refused.content.decode()


@pytest.mark.parametrize("occurred_at", ["2999-01-01T10:00", "1970-01-01T10:00", "yesterday", "0001-01-01T00:00"])
def test_an_impossible_time_is_refused_and_nothing_is_lost(occurred_at, nina, icu, signed_in):
    refused = signed_in(nina).post(REPORT, {**shortest(icu), "occurred_at": occurred_at})
    assert refused.status_code == 422
    assert "Slipped on the wet floor" in refused.content.decode()


def test_what_a_change_does_not_tell_stays_as_it_is(nina, icu, signed_in):
    fall = given.a_fall(by=nina, contact="phone")
    told = {**shortest(icu), "title": "Fell twice", "version": fall.version}
    assert signed_in(nina).post(f"/incidents/{fall.number}/edit/", told).status_code == 302
    fall.refresh_from_db()
    assert (fall.title, fall.contact, fall.psychological_harm) == ("Fell twice", "phone", "unknown")
