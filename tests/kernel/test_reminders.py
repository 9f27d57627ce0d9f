"""Reminders before and after the date, each once, to those whose turn it is; when late, to the next in charge."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

import given
from zhian.check.incidents import services as incidents
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import at, now, today
from zhian.kernel.notices import reminders
from zhian.kernel.notices.models import News, Notice
from zhian.kernel.notices.reminders import remind
from zhian.kernel.notices.words import letter, sentence


@pytest.fixture
def lena(hospital, icu):
    """Leader of the hospital."""
    return given.a_person("lena", icu, "leader", over=hospital)


@pytest.fixture(autouse=True)
def _in_the_morning():
    """What is told begins on a quiet morning, so that “three days later” means the same at every hour."""
    with at(timezone.make_aware(datetime.combine(today(), time(9)))):
        yield


def days_from(record, days, *, hour=9):
    """The moment so many days from the record's due date."""
    day = timezone.localdate(record.due_at) + timedelta(days=days)
    return at(timezone.make_aware(datetime.combine(day, time(hour))))


def reminded(person):
    found = person.notices.filter(news__stage__isnull=False).order_by("pk")
    return [(notice.news.what, notice.news.stage) for notice in found]


def stages_escalated(person, record):
    told = person.notices.filter(news__what="escalated", news__record=record)
    return sorted(told.values_list("news__stage", flat=True))


def a_finding(nina, quinn, **facts):
    return given.a_confirmed_fall(by=nina, confirmed_by=quinn, **facts).findings.get()


def through_all_days(record, *, until=12):
    for days in range(-6, until):
        with days_from(record, days):
            remind()


def test_whose_turn_it_is_is_reminded_before_and_after(nina, hugo, quinn):
    through_all_days(a_finding(nina, quinn))
    assert reminded(hugo) == [("soon", -3), ("soon", -1), ("soon", 0), ("overdue", 1), ("overdue", 3), ("overdue", 7)]
    assert reminded(nina) == []


def test_an_overdue_matter_goes_up_one_duty_after_the_other(nina, hugo, quinn, lena, oscar):
    finding = a_finding(nina, quinn)
    through_all_days(finding)
    assert stages_escalated(quinn, finding) == [1, 3, 7]
    assert stages_escalated(lena, finding) == [3, 7]
    assert stages_escalated(oscar, finding) == []


def test_where_a_duty_is_held_by_nobody_the_next_one_hears(nina, hugo, lena, olga, hospital):
    """The author is to answer; there is a head above, no office but Olga's, and a leader."""
    fall = given.a_fall(by=nina)
    incidents.send_back(fall, actor=olga, note="Which room?")
    hugo.duties.all().delete()
    with days_from(fall, 1):
        remind()
    assert reminded(nina) == [("overdue", 1)]
    assert reminded(olga) == [("escalated", 1)]
    assert reminded(lena) == []


def test_each_stage_is_told_once_however_often_the_clock_ticks(nina, hugo, quinn):
    finding = a_finding(nina, quinn)
    for hour in (8, 9, 12, 23):
        with days_from(finding, -1, hour=hour):
            remind()
    assert reminded(hugo) == [("soon", -1)]


def test_two_workers_at_once_remind_once(nina, hugo, quinn):
    """The second has looked before the first had written: the database refuses its second reminder."""
    finding = a_finding(nina, quinn)
    with days_from(finding, 1):
        window = (finding.due_at, finding.due_at)
        (date,) = reminders._dates(window)
        stage = reminders.reached(date.due, since=date.since)
        assert reminders._remind(date, stage)
        assert not reminders._remind(date, stage)
    assert reminded(hugo) == [("overdue", 1)]
    assert News.objects.filter(stage=1, record=finding).count() == 2


def test_nobody_is_reminded_of_what_is_new(nina, quinn):
    """An incident is due the next working day: “due tomorrow” would come with the report itself."""
    given.a_fall(by=nina)
    assert remind() == 0


def test_after_a_week_without_a_worker_only_the_last_stage_is_told(nina, hugo, quinn):
    finding = a_finding(nina, quinn)
    with days_from(finding, 5):
        remind()
    assert reminded(hugo) == [("overdue", 3)]


def test_what_was_closed_or_moved_on_is_not_reminded_of(nina, hugo, quinn):
    finding = a_finding(nina, quinn)
    given.a_planned_finding(finding, by=hugo, owner=nina, days=30)
    with days_from(finding, -20):
        remind()
    assert reminded(hugo) == []


def test_a_new_date_is_reminded_of_anew(nina, quinn):
    fall = given.a_fall(by=nina)
    incidents.send_back(fall, actor=quinn, note="Which room?")
    with days_from(fall, 1):
        remind()
        incidents.resubmit(fall, actor=nina, note="Room 12")
        incidents.send_back(fall, actor=quinn, note="There are two rooms 12")
    with days_from(fall, 1):
        remind()
    assert reminded(nina) == [("overdue", 1), ("overdue", 1)]


def test_every_owner_is_reminded_of_the_own_action(nina, hugo, quinn):
    finding = a_finding(nina, quinn)
    plan = [
        {"what": "Rails", "owner": nina, "due_on": today() + timedelta(days=10)},
        {"what": "Training", "owner": hugo, "due_on": today() + timedelta(days=20)},
    ]
    loop.plan(finding, actor=hugo, actions=plan)
    with at(now() + timedelta(days=11)):
        remind()
    assert reminded(nina) == [("overdue", 1)]
    assert reminded(hugo) == [("escalated", 1)]
    loop.complete(finding.actions.get(owner=nina), actor=nina, evidence="All rails are up")
    Notice.objects.all().delete()
    with at(now() + timedelta(days=21)):
        remind()
    assert reminded(nina) == []
    assert reminded(hugo) == [("overdue", 1)]


def test_a_reminder_speaks_the_readers_language(nina, hugo, quinn):
    finding = a_finding(nina, quinn)
    with days_from(finding, 1):
        remind()
    news = hugo.notices.get(news__what="overdue").news
    hugo.language = "zh-hans"
    day = timezone.localdate(finding.due_at)
    assert f"{day.year}年{day.month}月{day.day}日" in letter([news], hugo).subject
    assert "年" not in letter([news], nina).subject
    assert sentence(news).startswith("Overdue since ")


def test_reminding_asks_the_database_no_more_for_what_was_told(nina, quinn, django_assert_max_num_queries):
    findings = [a_finding(nina, quinn) for _ in range(4)]
    with days_from(findings[0], -1):
        remind()
        with django_assert_max_num_queries(3):
            assert remind() == 0
