"""Who is told what: each person once, in the own language, and in the transaction of the step itself."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm
from zhian.kernel.moment import at, now
from zhian.kernel.notices import words
from zhian.kernel.notices.channels import MAIL, channels_are_readable, groups
from zhian.kernel.notices.models import Delivery, News, Notice, Reach
from zhian.kernel.notices.services import mark_all_read, mark_read, unread
from zhian.kernel.records.deeds import comment
from zhian.kernel.records.models import Comment

MAIL_SERVER = "mailto://127.0.0.1:9/?from=zhian@hospital.example&to=nobody@hospital.example"


def told(person):
    return [(notice.news.what, notice.news.step) for notice in person.notices.order_by("pk")]


def in_words(person, language="en"):
    with translation.override(language):
        return [words.sentence(notice.news) for notice in person.notices.order_by("pk")]


def test_whose_turn_it_is_hears_of_a_report(nina, hugo, quinn, olga, oscar):
    given.a_fall(by=nina)
    assert told(quinn) == told(olga) == [("turn", "file")]
    assert told(nina) == told(hugo) == told(oscar) == []
    assert in_words(quinn) == ["Your turn: To be triaged"]


def test_each_hears_once_even_with_several_duties(nina, quinn, hospital):
    given.a_duty(quinn, "safety_office", hospital)
    given.a_fall(by=nina)
    assert told(quinn) == [("turn", "file")]


def test_who_takes_the_step_is_not_told(quinn, olga):
    given.a_fall(by=quinn)
    assert (told(quinn), told(olga)) == ([], [("turn", "file")])


def test_the_author_hears_what_became_of_it(nina, hugo, quinn):
    fall = given.a_fall(by=nina)
    incidents.confirm(fall, actor=quinn, grade=Grade.NO_HARM, harm=Harm.NONE)
    incidents.close(fall, actor=quinn, feedback="Thank you.", no_lesson="Known")
    assert in_words(nina) == ["Confirm and grade: Being put right", "Close: Closed"]
    assert told(hugo) == [("step", "confirm"), ("step", "close")]


def test_who_has_left_is_told_nothing(nina, quinn):
    quinn.is_active = False
    quinn.save()
    given.a_fall(by=nina)
    assert told(quinn) == []


def test_a_step_that_fails_tells_nobody(nina, quinn, settings):
    settings.MAIL_CHANNEL = MAIL_SERVER
    given.reachable(quinn)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        given.a_fall(by=nina)
        assert Delivery.objects.count() == 1
        raise ZeroDivisionError
    assert not News.objects.exists()
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_a_mention_reaches_who_was_mentioned_and_a_comment_who_spoke_before(nina, hugo, quinn):
    fall = given.a_fall(by=nina)
    Notice.objects.all().delete()
    comment(fall, actor=hugo, text="Which room was it?")
    assert told(nina) == [("comment", "")]
    comment(fall, actor=nina, text="Room 12. @Quinn please look")
    assert told(hugo) == [("comment", "")]
    assert told(quinn) == [("mention", "")]
    assert told(nina) == [("comment", "")]
    assert Comment.objects.count() == 2


def test_reading_one_marks_all_of_the_same_record(nina, quinn, olga):
    first = given.a_fall(by=nina)
    given.a_fall(by=nina, title="Another fall")
    incidents.send_back(first, actor=olga, note="Which room?")
    incidents.resubmit(first, actor=nina, note="Room 12")
    assert unread(quinn) == 3
    mark_read(quinn.notices.filter(news__record=first).first())
    assert unread(quinn) == 1
    assert unread(olga) == 3


def test_marking_all_as_read_leaves_what_came_meanwhile(nina, quinn):
    given.a_fall(by=nina)
    seen = quinn.notices.first().pk
    given.a_fall(by=nina)
    mark_all_read(quinn, up_to=seen)
    assert unread(quinn) == 1


def test_mail_waits_for_who_has_a_mailbox_and_wants_it(nina, quinn, olga, settings):
    settings.MAIL_CHANNEL = MAIL_SERVER
    given.reachable(quinn)
    given.reachable(olga)
    Reach.objects.create(person=olga, by_mail=False)
    given.a_fall(by=nina)
    assert list(Delivery.objects.values_list("channel", "person")) == [(MAIL, quinn.pk)]


def test_without_a_mail_server_nothing_waits(nina, quinn):
    given.reachable(quinn)
    given.a_fall(by=nina)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("clock", "sent_at"), [("21:59", "21:59"), ("22:30", "07:00"), ("03:00", "07:00"), ("07:00", "07:00")]
)
def test_mail_keeps_the_quiet_hours(clock, sent_at, nina, quinn):
    reach = Reach(person=quinn, quiet_from=time(22), quiet_until=time(7))
    moment = timezone.localtime(now()).replace(hour=int(clock[:2]), minute=int(clock[3:]), second=0, microsecond=0)
    later = reach.not_before(moment)
    assert f"{timezone.localtime(later):%H:%M}" == sent_at
    assert timedelta() <= later - moment < timedelta(days=1)


def test_quiet_hours_do_not_keep_news_from_the_inbox(nina, quinn, settings):
    settings.MAIL_CHANNEL = MAIL_SERVER
    given.reachable(quinn)
    Reach.objects.create(person=quinn, quiet_from=time(22), quiet_until=time(7))
    night = timezone.localtime(now()).replace(hour=23, minute=0)
    with at(night):
        given.a_fall(by=nina)
    assert unread(quinn) == 1
    assert timezone.localtime(Delivery.objects.get().next_try_at).hour == 7


def test_a_group_chat_hears_its_role_in_its_department(nina, quinn, settings, icu, wards):
    settings.NOTICE_CHANNELS = [
        "quality_office=wecombot://the-office",
        "quality_office@ICU=feishu://the-icu",
        f"quality_office@{wards.code}=dingtalk://theothers",
        "head=wecombot://the-heads",
        "json://everybody.example",
    ]
    given.a_fall(by=nina)
    heard = set(Delivery.objects.values_list("channel", flat=True))
    assert heard == {group.name for group in groups() if group.role != "head" and group.department != wards.code}
    assert len(heard) == 3


def test_a_channels_name_does_not_give_its_key_away(settings):
    settings.NOTICE_CHANNELS = ["head=wecombot://secret-key-of-the-group"]
    (group,) = groups()
    assert "secret" not in group.name + group.title
    assert group.title == "WeCom · Head of department"


def test_an_entry_that_cannot_be_read_is_named_at_the_start(nina, quinn, settings):
    settings.NOTICE_CHANNELS = ["quality_office=wecombot://key", "chief=wecombot://secret", "nonsense"]
    assert [found.msg.split()[1] for found in channels_are_readable()] == ["2", "3"]
    assert "secret" not in str(channels_are_readable())
    given.a_fall(by=nina)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("is_confidential", [False, True])
def test_nothing_confidential_leaves_the_house(is_confidential, nina, hugo, quinn):
    fall = given.a_fall(by=nina, title="Herr Secretname fell")
    told = {"grade": Grade.ADVERSE, "harm": Harm.LOW, "is_confidential": is_confidential}
    incidents.confirm(fall, actor=quinn, finding="Secret rails were down", note="Secretly", **told)
    comment(fall, actor=hugo, text="Secretword @Nina")
    letters = [words.letter([news], nina) for news in News.objects.all()]
    outside = "\n".join(f"{sent.subject} {sent.text}" for sent in letters)
    assert fall.number in outside
    assert f"http://127.0.0.1:8000{fall.get_absolute_url()}" in outside
    for word in ("Secret", "floor", "bed", "rails", "Nina", "Hugo", "Quinn", "ICU"):
        assert word not in outside
