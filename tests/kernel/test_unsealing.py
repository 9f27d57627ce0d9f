"""Who reported under seal is opened by two people together, seen by the reporter, and destroyed after closing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

import given
from zhian.check.incidents import services as incidents
from zhian.engines.workflow import Refused
from zhian.kernel import encryption
from zhian.kernel.audit.models import Entry
from zhian.kernel.audit.rows import disagreements
from zhian.kernel.moment import now
from zhian.kernel.notices.models import What
from zhian.kernel.people.models import Role
from zhian.kernel.records import seals, unsealing
from zhian.kernel.records.models import Authorship, Opening, Record, SealedIdentity, Unsealing

WHY = "The pump must be found: only who wrote this knows which one it was."


@pytest.fixture
def fall(nina):
    return given.a_fall(by=nina, is_sealed=True)


@pytest.fixture
def lena(hospital):
    """Leads the hospital."""
    return given.a_person("lena", hospital, Role.LEADER)


def asked(fall, *, by):
    return unsealing.ask(fall, actor=by, reason=WHY)


def granted(fall, *, by, asked_by):
    question = asked(fall, by=asked_by)
    return unsealing.decide(fall, actor=by, unsealing=question.pk, is_granted=True, answer="It cannot wait")


# Two people -------------------------------------------------------------------------------------------------
def test_one_asks_another_grants_and_the_first_reads(nina, quinn, lena, fall):
    granted(fall, by=lena, asked_by=quinn)
    assert unsealing.open_identity(fall, actor=quinn) == nina
    opening = Opening.objects.get()
    assert (opening.reader, opening.what, opening.reason) == (quinn, "author", WHY)
    assert {entry.actor for entry in Entry.objects.filter(content_type__model="unsealing")} == {quinn, lena}


def test_nobody_grants_their_own_question(quinn, fall):
    question = asked(fall, by=quinn)
    with pytest.raises(Refused, match="second person"):
        unsealing.decide(fall, actor=quinn, unsealing=question.pk, is_granted=True, answer="Because")
    with pytest.raises(DatabaseError), transaction.atomic():
        Unsealing.objects.filter(pk=question.pk).update(decided_by=quinn, decided_at=now(), is_granted=True)


def test_without_being_granted_nothing_is_read(quinn, olga, fall):
    with pytest.raises(Refused, match="granted"):
        unsealing.open_identity(fall, actor=quinn)
    question = asked(fall, by=quinn)
    with pytest.raises(Refused, match="granted"):
        unsealing.open_identity(fall, actor=quinn)
    unsealing.decide(fall, actor=olga, unsealing=question.pk, is_granted=False, answer="Ask in a comment")
    with pytest.raises(Refused, match="granted"):
        unsealing.open_identity(fall, actor=quinn)
    assert not Opening.objects.exists()


def test_who_grants_does_not_read(quinn, olga, fall):
    granted(fall, by=olga, asked_by=quinn)
    with pytest.raises(Refused, match="granted"):
        unsealing.open_identity(fall, actor=olga)


def test_it_is_granted_for_a_day(quinn, lena, fall):
    granted(fall, by=lena, asked_by=quinn)
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)), pytest.raises(Refused, match="day"):
        unsealing.open_identity(fall, actor=quinn)


def test_a_question_is_decided_once(quinn, olga, lena, fall):
    decided = granted(fall, by=lena, asked_by=quinn)
    with pytest.raises(Refused, match="decided already"):
        unsealing.decide(fall, actor=olga, unsealing=decided.pk, is_granted=False, answer="No")
    with pytest.raises(DatabaseError), transaction.atomic():
        Unsealing.objects.filter(pk=decided.pk).update(is_granted=False)


def test_it_is_asked_once_at_a_time_with_a_reason(quinn, olga, fall):
    with pytest.raises(Refused, match="why"):
        unsealing.ask(fall, actor=quinn, reason="  ")
    asked(fall, by=quinn)
    with pytest.raises(Refused, match="asked already"):
        asked(fall, by=olga)


def test_heads_leaders_and_reporters_do_not_ask(nina, hugo, lena, oscar, fall):
    for person in (nina, hugo, lena, oscar):
        with pytest.raises(PermissionDenied):
            asked(fall, by=person)


def test_a_head_who_also_sits_in_the_office_neither_asks_nor_decides(icu, hospital, quinn, fall):
    given.a_duty(both := given.a_person("bo", icu, Role.HEAD_NURSE), Role.QUALITY_OFFICE, hospital)
    with pytest.raises(PermissionDenied):
        asked(fall, by=both)
    question = asked(fall, by=quinn)
    with pytest.raises(PermissionDenied):
        unsealing.decide(fall, actor=both, unsealing=question.pk, is_granted=True, answer="Mine")


def test_only_what_is_under_seal_can_be_asked(nina, quinn):
    with pytest.raises(Refused, match="not reported under seal"):
        asked(given.a_fall(by=nina), by=quinn)


# What is told -----------------------------------------------------------------------------------------------
def test_those_who_may_decide_hear_of_the_question_and_who_asked_of_the_answer(nina, quinn, olga, lena, hugo, fall):
    granted(fall, by=lena, asked_by=quinn)
    heard = {what: set(people(fall, what)) for what in (What.UNSEALING, What.UNSEALED)}
    assert heard == {What.UNSEALING: {olga, lena}, What.UNSEALED: {quinn}}
    assert not nina.notices.exists()


def people(fall, what):
    return [notice.person for news in fall.news.filter(what=what) for notice in news.notices.all()]


def test_the_reporter_sees_which_offices_opened_it_when_and_why(nina, quinn, lena, fall, signed_in):
    browser = signed_in(nina)
    assert "Nobody has opened who you are" in text(browser.get(fall.get_absolute_url()))
    granted(fall, by=lena, asked_by=quinn)
    assert "Who you are was opened" in text(browser.get("/"))
    page = text(browser.get(fall.get_absolute_url()))
    assert "Quality office asked, Hospital leader granted" in page
    assert WHY in page
    assert "Quinn" not in page
    assert "Who you are was opened" not in text(browser.get("/"))


def test_everybody_who_reads_it_sees_that_it_was_opened_but_not_why(hugo, quinn, lena, fall, signed_in):
    granted(fall, by=lena, asked_by=quinn)
    page = text(signed_in(hugo).get(fall.get_absolute_url()))
    assert "identity was opened: Quality office asked, Hospital leader granted" in page
    assert WHY not in page


def test_home_says_what_is_new_to_the_author_under_seal_until_it_is_read(nina, quinn, fall, signed_in):
    browser = signed_in(nina)
    assert "Something new" not in text(browser.get("/"))
    incidents.send_back(fall, actor=quinn, note="Which bed?")
    assert "Something new" in text(browser.get("/"))
    signed_in(quinn).get(fall.get_absolute_url())
    assert "Something new" in text(browser.get("/"))
    browser.get(fall.get_absolute_url())
    assert "Something new" not in text(browser.get("/"))


def test_news_of_an_old_report_stands_before_newer_ones(nina, quinn, fall, signed_in):
    for _ in range(6):
        given.a_fall(by=nina, title="A newer one")
    assert fall.number not in text(signed_in(nina).get("/"))
    incidents.send_back(fall, actor=quinn, note="Which bed?")
    assert fall.number in text(signed_in(nina).get("/")).split('id="mine"')[1]


# Pages ------------------------------------------------------------------------------------------------------
def test_the_pages_lead_through_it(nina, quinn, lena, fall, signed_in, just_in):
    here = f"{fall.get_absolute_url()}author/"
    assert signed_in(quinn).post(f"{here}ask/", {"reason": WHY}).status_code == 302
    decision = {"decision": "grant", "answer": "It cannot wait"}
    decide = f"{here}asked/{fall.unsealings.get().pk}/"
    assert signed_in(lena).post(decide, decision)["Location"].startswith("/account/reauthenticate/")
    assert just_in(lena).post(decide, decision)["Location"] == fall.get_absolute_url()
    browser = just_in(quinn)
    assert "Nina" not in text(browser.get(here))
    shown = browser.post(here)
    assert "Nina" in text(shown)
    assert shown["Cache-Control"] == "no-store"


def test_what_is_refused_is_said_and_nothing_typed_is_lost(quinn, fall, signed_in, just_in):
    asked(fall, by=quinn)
    answered = signed_in(quinn).post(f"{fall.get_absolute_url()}author/ask/", {"reason": "Once more, please"})
    assert answered.status_code == 422
    assert "asked already" in text(answered)
    assert "Once more, please" in text(answered)
    assert just_in(quinn).post(f"{fall.get_absolute_url()}author/").status_code == 422


def test_a_program_asks_and_decides_but_is_never_told_the_name(nina, quinn, lena, fall, program):
    here = f"/api/incidents/{fall.number}/unsealings"
    question = program(quinn).post(here, {"reason": WHY}, content_type="application/json").json()
    told = {"decision": "grant", "answer": "It cannot wait"}
    decided = program(lena).post(f"{here}/{question['id']}", told, content_type="application/json")
    assert decided.json()["is_granted"]
    listed = program(nina).get(here).json()
    assert [(each["asked_as"], each["reason"]) for each in listed] == [("quality_office", WHY)]
    assert "nina" not in text(program(quinn).get(f"/api/incidents/{fall.number}")).lower()


def test_the_form_asks_how_one_wants_to_be_known(nina, icu, signed_in):
    told = {
        "category": "FALL", "event_kind": "incident", "title": "Fall", "account": "On the floor", "harm": "none",
        "department": icu.pk, "occurred_at": now().strftime("%Y-%m-%dT00:00"), "known_as": "protected",
        "patient_number": "4711",
    }  # fmt: skip
    assert signed_in(nina).post("/incidents/new/", told).status_code == 302
    fall = Record.objects.get()
    assert fall.authorship == Authorship.SEALED
    assert set(
        Entry.objects.filter(content_type__model__in=("incident", "patient")).values_list("actor", flat=True)
    ) == {None}


# Tampering and keys -----------------------------------------------------------------------------------------
def test_an_identity_put_beside_another_record_is_not_believed(nina, icu, quinn, lena, fall):
    other = given.a_fall(by=given.a_person("nora", icu, Role.NURSE), is_sealed=True)
    granted(fall, by=lena, asked_by=quinn)
    moved = SealedIdentity.objects.get(pk=other.pk).person
    SealedIdentity.objects.filter(pk=fall.pk).update(person=moved)
    Record.objects.filter(pk=fall.pk).update(author_seal=other.author_seal)
    with pytest.raises(Refused, match="changed outside the program"):
        unsealing.open_identity(fall, actor=quinn)


def test_seals_hold_when_the_key_is_changed(nina, quinn, lena, fall):
    encryption.add_key()
    encryption.rotate([SealedIdentity])
    granted(fall, by=lena, asked_by=quinn)
    assert unsealing.open_identity(fall, actor=quinn) == nina
    assert given.anew(nina).has_perm("incidents.read", fall)


# The end ----------------------------------------------------------------------------------------------------
@pytest.fixture
def closed(fall, quinn):
    incidents.confirm(fall, actor=quinn, grade=3, harm="none")
    return incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Nothing new")


def test_ninety_days_after_closing_who_reported_is_destroyed(nina, quinn, closed):
    with time_machine.travel(now() + timedelta(days=89)):
        assert seals.destroy_old() == 0
    with time_machine.travel(now() + timedelta(days=91)):
        assert seals.destroy_old() == 1
        assert seals.destroy_old() == 0
    closed.refresh_from_db()
    assert closed.authorship == Authorship.DESTROYED
    assert not SealedIdentity.objects.exists()
    assert not nina.has_perm("incidents.read", closed)
    with pytest.raises(Refused, match="destroyed"):
        asked(closed, by=quinn)
    assert not [fault for model in (type(closed), SealedIdentity) for fault in disagreements(model) if fault]


def test_nothing_is_destroyed_where_the_hospital_wants_it_kept(closed, settings):
    settings.SEAL_DAYS = 0
    with time_machine.travel(now() + timedelta(days=9999)):
        assert seals.destroy_old() == 0


def test_an_open_report_keeps_its_seal(fall):
    with time_machine.travel(now() + timedelta(days=400)):
        assert seals.destroy_old() == 0


def text(response):
    return response.content.decode()
