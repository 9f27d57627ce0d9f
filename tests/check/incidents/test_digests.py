"""The monthly digest: once for each hospital and month, to everybody who wants it, even if the worker is killed."""

from datetime import UTC, datetime, timedelta

import pytest

import given
from zhian.check.incidents.models import Digest
from zhian.check.incidents.services import digests, lessons
from zhian.check.incidents.services.digests import send_digests
from zhian.kernel import moment
from zhian.kernel.notices.models import Notice, Reach, What
from zhian.kernel.notices.words import letter

TOLD = {"title": "Look twice", "happened": "It was dark", "learned": "Light helps", "changed": "A new lamp"}
MARCH = datetime(2026, 3, 17, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 3, tzinfo=UTC)  # eleven in the morning in China


@pytest.fixture
def taught(nina, quinn):
    """A lesson that was published in March."""
    with moment.at(MARCH):
        fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="")
        lesson = lessons.write_lesson(fall, actor=quinn, told=TOLD)
        return lessons.publish_lesson(lesson, actor=quinn)


def told():
    return sorted(Notice.objects.filter(news__what=What.DIGEST).values_list("person__username", flat=True))


def test_everybody_of_the_hospital_is_told_once(taught, nina, quinn, oscar):
    with moment.at(APRIL):
        assert send_digests() == 2
        assert send_digests() == 0
    digest = Digest.objects.get()
    assert (digest.name, digest.reported, digest.closed, list(digest.lessons.all())) == ("2026-03", 1, 0, [taught])
    assert told() == ["nina", "quinn"]
    assert digest.sent_at


def test_the_next_month_gets_its_own(taught, nina, quinn):
    with moment.at(APRIL):
        send_digests()
    with moment.at(APRIL + timedelta(days=3)):
        given.a_fall(by=nina)
        send_digests()
    with moment.at(APRIL + timedelta(days=31)):
        send_digests()
    assert [digest.name for digest in Digest.objects.all()] == ["2026-04", "2026-03"]


def test_nothing_is_sent_of_an_empty_month_nor_before_the_morning(taught, nina):
    with moment.at(MARCH):
        assert send_digests() == 0
    with moment.at(datetime(2026, 3, 31, 16, 30, tzinfo=UTC)):  # half past midnight in China
        assert send_digests() == 0
    assert not Digest.objects.exists()


def test_a_worker_that_is_killed_goes_on_where_it_was(taught, nina, quinn, hugo, monkeypatch):
    monkeypatch.setattr(digests, "PORTION", 1)
    with moment.at(APRIL):
        digest = digests.digest_of_last_month(taught.hospital)
        digests._tell_next(digest)
        assert len(told()) == 1
        assert send_digests() == 2
    assert told() == ["hugo", "nina", "quinn"]


def test_who_does_not_want_it_is_left_in_peace(taught, nina, quinn):
    Reach.objects.create(person=nina, digest=False)
    with moment.at(APRIL):
        send_digests()
    assert told() == ["quinn"]


def test_the_letter_names_nobody_and_leads_to_the_page(taught, nina):
    with moment.at(APRIL):
        send_digests()
    digest = Digest.objects.get()
    sent = letter([digest.news], None)
    assert digest.get_absolute_url() in sent.text
    assert TOLD["title"] not in sent.text


def test_it_is_read_from_the_inbox_and_printed(taught, nina, oscar, signed_in, program):
    with moment.at(APRIL):
        send_digests()
    digest, browser = Digest.objects.get(), signed_in(nina)
    assert "the new lessons" in browser.get("/inbox/").content.decode()
    notice = Notice.objects.get(person=nina, news__what=What.DIGEST)
    opened = browser.get(f"/inbox/{notice.pk}/")
    assert opened["Location"] == digest.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at
    assert TOLD["learned"] in browser.get(digest.get_absolute_url()).content.decode()
    assert "2026-03" in browser.get("/incidents/lessons/digests/").content.decode()
    assert signed_in(oscar).get(digest.get_absolute_url()).status_code == 404
    [line] = [each for each in program(nina).get("/api/inbox").json() if each["what"] == "digest"]
    assert (line["number"], line["address"]) == ("", digest.get_absolute_url())
    assert program(nina).get(f"/api/lessons/digests/{digest.pk}").json()["lessons"][0]["title"] == TOLD["title"]
    assert program(oscar).get("/api/lessons/digests").json() == []


def test_a_lesson_that_was_withdrawn_since_is_left_out(taught, nina, quinn, signed_in):
    with moment.at(APRIL):
        send_digests()
    lessons.withdraw_lesson(taught, actor=quinn, reason="Somebody was recognised")
    page = signed_in(nina).get(Digest.objects.get().get_absolute_url()).content.decode()
    assert TOLD["title"] not in page
