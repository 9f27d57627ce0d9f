"""Deadlines follow the facts of their record; what a person said of them stays; who may not does not."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm
from zhian.engines.clocks import Period
from zhian.engines.workflow import Refused
from zhian.kernel.clocks import services as clocks
from zhian.kernel.clocks.models import Answer, Clock
from zhian.kernel.clocks.reminders import remind
from zhian.kernel.clocks.words import line, until
from zhian.kernel.moment import at, now, today
from zhian.kernel.notices.words import letter
from zhian.kernel.records import uploads
from zhian.kernel.records.services import edit

HOUR = timedelta(hours=1)


def ids(record, *states):
    found = record.clocks.filter(state__in=states or ["running", "met"])
    return sorted(found.values_list("rule_id", flat=True))


def clock(record, rule):
    return Clock.objects.get(record_id=record.pk, rule_id=rule)


def a_device_event(by, **facts):
    return given.a_fall(by=by, title="Pump ran empty", category="DEV", harm="severe", **facts)


def ticked(found, by, **told):
    return clocks.tick(found, actor=by, **{"met_at": now(), "met_by": None, "receipt": "2026-0815", **told})


# Following the facts ----------------------------------------------------------------------------------------
def test_a_report_sets_running_what_follows_from_it(nina):
    assert ids(a_device_event(nina)) == ["MDR-SERI"]
    assert ids(given.a_fall(by=nina)) == []


def test_the_grade_sets_the_clocks_of_the_house_running_and_the_report_meets_one(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, hours_ago=2)
    assert ids(fall, "running") == ["HOSP-I-II-PHONE"]
    met = clock(fall, "HOSP-I-II")
    assert met.is_by_itself
    assert not met.is_late
    assert line(met).words == "in time, after 2 hours"


def test_a_report_that_came_too_late_is_marked_late(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, hours_ago=30)
    assert clock(fall, "HOSP-I-II").is_late
    assert line(clock(fall, "HOSP-I-II")).words == "late, after 30 hours"


def test_editing_moves_the_deadline(nina):
    event = a_device_event(nina, hours_ago=72)
    before = clock(event, "MDR-SERI").due_at
    edit(event, actor=nina, version=event.version, changes={"occurred_at": now() - timedelta(days=1)})
    assert clock(event, "MDR-SERI").due_at - before == timedelta(days=2)


def test_a_deadline_that_no_longer_follows_lapses_and_comes_back(nina):
    event = a_device_event(nina)
    edit(event, actor=nina, version=event.version, changes={"category": "FALL"})
    assert ids(event) == []
    assert clock(event, "MDR-SERI").state == "lapsed"
    edit(event, actor=nina, version=event.version, changes={"category": "DEV"})
    assert ids(event, "running") == ["MDR-SERI"]
    assert Clock.objects.filter(record=event).count() == 1


def test_what_was_ticked_off_or_set_aside_stays_whatever_the_facts_say(nina, quinn):
    event, other = a_device_event(nina), a_device_event(nina)
    ticked(clock(event, "MDR-SERI"), quinn)
    clocks.set_aside(clock(other, "MDR-SERI"), actor=quinn, reason="Reported by the other hospital")
    for each, state in ((event, "met"), (other, "set_aside")):
        edit(each, actor=quinn, version=each.version, changes={"category": "FALL"})
        assert clock(each, "MDR-SERI").state == state


# Answers ----------------------------------------------------------------------------------------------------
def test_an_answer_decides_what_was_undecided(nina, quinn):
    fall = given.a_fall(by=nina, harm="death")
    clocks.answer(fall, actor=quinn, told={"medical_error": True, "quality_event": "major"})
    assert ids(fall) == ["ACC-12H", "QSE-MAJ"]
    assert clock(fall, "ACC-12H").due_at == fall.occurred_at + 12 * HOUR
    clocks.answer(fall, actor=quinn, told={"medical_error": None})
    assert ids(fall) == ["QSE-MAJ"]
    assert Answer.objects.count() == 3


def test_the_last_answer_counts_and_wins_over_what_the_category_says(nina, quinn):
    fall = given.a_fall(by=nina, harm="severe")
    clocks.answer(fall, actor=quinn, told={"device": True})
    assert ids(fall) == ["MDR-SERI"]
    clocks.answer(fall, actor=quinn, told={"device": False})
    assert ids(fall) == []


def test_the_discovery_counts_where_it_is_told(nina, quinn):
    event = a_device_event(nina, hours_ago=240)
    found_at = now() - timedelta(days=1)
    clocks.answer(event, actor=quinn, told={"discovered_at": found_at})
    assert timezone.localdate(clock(event, "MDR-SERI").due_at) == timezone.localdate(found_at) + timedelta(days=20)


@pytest.mark.parametrize(
    "told", [{"grade": 1}, {"nonsense": 1}, {"people_harmed": -1}, {"quality_event": "huge"}, {"people_harmed": "two"}]
)
def test_an_answer_that_makes_no_sense_is_refused(told, nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(Refused):
        clocks.answer(fall, actor=quinn, told=told)
    assert not Answer.objects.exists()


def test_what_has_no_deadlines_is_asked_nothing(nina, quinn):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    with pytest.raises(Refused):
        clocks.answer(finding, actor=quinn, told={"device": True})


# Ticking off ------------------------------------------------------------------------------------------------
def test_ticking_off_keeps_who_when_the_receipt_and_the_file(nina, quinn):
    found = clock(a_device_event(nina), "MDR-SERI")
    note = uploads.accept(SimpleUploadedFile("receipt.txt", b"Received"))
    done = ticked(found, quinn, met_by=nina, attachments=[note])
    assert (done.state, done.met_by, done.noted_by, done.receipt) == ("met", nina, quinn, "2026-0815")
    assert done.evidence.name == "receipt.txt"
    assert not done.is_late


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"met_at": timedelta(minutes=1)}, "in the future"),
        ({"met_at": timedelta(hours=-3)}, "before the deadline began"),
        ({"receipt": "  "}, "receipt"),
    ],
)
def test_a_tick_that_cannot_be_is_refused(told, says, nina, quinn):
    found = clock(a_device_event(nina, hours_ago=2), "MDR-SERI")
    told = {name: now() + value if isinstance(value, timedelta) else value for name, value in told.items()}
    with pytest.raises(Refused, match=says):
        ticked(found, quinn, **told)
    assert clock(found.record, "MDR-SERI").is_running


def test_a_late_tick_is_marked_late(nina, quinn):
    event = a_device_event(nina, hours_ago=24 * 40)
    late = ticked(clock(event, "MDR-SERI"), quinn)
    assert late.is_late
    assert line(late).words == "late, after 40 days"


def test_a_clock_is_ticked_off_once(nina, quinn):
    found = clock(a_device_event(nina), "MDR-SERI")
    stale = Clock.objects.get(pk=found.pk)
    ticked(found, quinn)
    with pytest.raises(Refused, match="no longer runs"):
        ticked(stale, quinn, receipt="another")
    with pytest.raises(Refused, match="no longer runs"):
        clocks.set_aside(stale, actor=quinn, reason="Because")
    assert clock(found.record, "MDR-SERI").receipt == "2026-0815"


def test_it_can_be_ticked_off_after_the_case_was_closed(nina, hugo, quinn):
    fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    assert ticked(clock(fall, "HOSP-I-II-PHONE"), quinn).state == "met"


def test_to_set_aside_needs_a_reason(nina, quinn):
    with pytest.raises(Refused):
        clocks.set_aside(clock(a_device_event(nina), "MDR-SERI"), actor=quinn, reason=" ")


@pytest.mark.parametrize("person", ["nina", "hugo", "oscar"])
def test_only_the_office_of_this_hospital_may(person, nina, quinn, hospital, request):
    someone, event = request.getfixturevalue(person), a_device_event(nina)
    found = clock(event, "MDR-SERI")
    for deed in (
        lambda: ticked(found, someone),
        lambda: clocks.set_aside(found, actor=someone, reason="No"),
        lambda: clocks.answer(event, actor=someone, told={"device": False}),
        lambda: keep_rule(hospital, someone),
    ):
        with pytest.raises(PermissionDenied):
            deed()


# The hospital's own rules -----------------------------------------------------------------------------------
def keep_rule(hospital, by, **told):
    usual = {"period": Period("hours", 48), "source": "院办〔2026〕3号", "verified": "primary", "valid_from": today()}
    return clocks.keep_rule(hospital, "HOSP-I-II", actor=by, **{**usual, **told})


def test_the_hospitals_own_period_counts_from_its_day_and_old_clocks_keep_theirs(nina, quinn, hospital):
    old = given.a_confirmed_fall(by=nina, confirmed_by=quinn, hours_ago=30)
    keep_rule(hospital, quinn, valid_from=today() - timedelta(days=60))
    new = given.a_confirmed_fall(by=nina, confirmed_by=quinn, hours_ago=30)
    assert clock(old, "HOSP-I-II").is_late
    assert not clock(new, "HOSP-I-II").is_late
    assert clock(new, "HOSP-I-II").is_verified
    edit(old, actor=quinn, version=old.version, changes={"place": "Bed 4"})
    assert clock(old, "HOSP-I-II").due_at == old.occurred_at + 24 * HOUR


def test_another_hospital_keeps_the_national_rule(nina, quinn, oscar, hospital):
    keep_rule(hospital, quinn, valid_from=today() - timedelta(days=60))
    theirs = given.a_fall(by=oscar, hours_ago=30)
    other = given.a_person("otto", oscar.department, "quality_office", over=oscar.department.hospital)
    incidents.confirm(theirs, actor=other, grade=Grade.ADVERSE, harm=Harm.LOW)
    assert clock(theirs, "HOSP-I-II").is_late


def test_a_verified_rule_says_where_it_is_written(quinn, hospital):
    with pytest.raises(Refused, match="where it is written"):
        keep_rule(hospital, quinn, source=" ")
    with pytest.raises(Refused, match="no rule"):
        clocks.keep_rule(hospital, "NOPE", actor=quinn, period=None, source="x", verified="primary", valid_from=today())


# Reminders --------------------------------------------------------------------------------------------------
def told(person, record):
    notices = person.notices.filter(news__record=record, news__about__has_key="zh").order_by("pk")
    return [notice.news.what for notice in notices]


@pytest.fixture
def lena(hospital, icu):
    """Leader of the hospital."""
    return given.a_person("lena", icu, "leader", over=hospital)


def test_a_deadline_of_hours_is_reminded_of_by_the_hour(nina, quinn, olga, lena):
    fall = given.a_fall(by=nina, harm="death", hours_ago=0.1)
    clocks.answer(fall, actor=quinn, told={"medical_error": True})
    begins = clock(fall, "ACC-12H").starts_at
    for hour in (1, 6.1, 7, 10.1, 11, 12.1, 13.1, 16.1, 20, 36.1, 40):
        with at(begins + hour * HOUR):
            remind()
    assert told(olga, fall) == ["clock", "soon", "soon", "overdue", "overdue", "overdue", "overdue"]
    assert told(lena, fall) == ["escalated"] * 3
    assert told(nina, fall) == []


def test_a_deadline_of_days_is_reminded_of_in_the_morning(nina, quinn, lena):
    event = a_device_event(nina)
    for day in (1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 27, 28, 30):
        with at(clock(event, "MDR-SERI").starts_at + timedelta(days=day)):
            remind()
            assert remind() == 0
    assert told(quinn, event) == ["clock", "soon", "soon", "soon", "overdue", "overdue", "overdue"]


def test_what_was_ticked_off_is_not_reminded_of(nina, quinn):
    event = a_device_event(nina)
    ticked(clock(event, "MDR-SERI"), quinn)
    with at(now() + timedelta(days=20)):
        assert remind() == 0


def test_a_reminder_says_what_is_due_and_names_nobody(nina, quinn):
    event = a_device_event(nina)
    news = quinn.notices.get(news__what="clock").news
    quinn.language = "zh-hans"
    said = letter([news], quinn)
    assert "导致或可能导致严重伤害" in said.subject
    assert event.title not in said.subject + said.text


# Words ------------------------------------------------------------------------------------------------------
def test_the_end_of_a_day_is_said_as_offices_say_it(nina):
    begins = datetime.fromisoformat("2026-11-14T02:40+08:00")
    with at(begins + HOUR):
        event = given.a_fall(by=nina, category="DEV", harm="severe", occurred_at=begins)
        assert until(clock(event, "MDR-SERI")) == "by 4 December 2026, 24:00"
        assert line(clock(event, "MDR-SERI")).words == "4 December"
