"""The inbox: what was told, opened, read; the choice how to be told; and how the channels fare."""

from datetime import timedelta

import pytest

import given
from post_office import a_dead_port, mail_address
from zhian.kernel.moment import now
from zhian.kernel.notices.models import Channel, Delivery, Notice, Reach
from zhian.kernel.notices.post import send_waiting
from zhian.kernel.notices.services import unread
from zhian.site.models import Run


@pytest.fixture
def sasha(hospital, icu):
    """The system administrator."""
    return given.a_person("sasha", icu, "system_admin", over=hospital)


def test_the_inbox_shows_what_was_told(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    page = signed_in(quinn).get("/inbox/").content.decode()
    for word in (fall.number, "Fall from bed", "Your turn: To be triaged", "1 unread notice"):
        assert word in page


def test_opening_a_notice_leads_to_the_record_and_marks_it_read(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    answer = signed_in(quinn).get(f"/inbox/{quinn.notices.get().pk}/")
    assert answer.url == fall.get_absolute_url()
    assert unread(quinn) == 0


def test_nobody_opens_somebody_elses_notice(nina, hugo, quinn, signed_in):
    given.a_fall(by=nina)
    assert signed_in(hugo).get(f"/inbox/{quinn.notices.get().pk}/").status_code == 404
    assert unread(quinn) == 1


def test_all_that_was_shown_is_marked_as_read(nina, quinn, signed_in):
    given.a_fall(by=nina)
    browser = signed_in(quinn)
    newest = browser.get("/inbox/").context["newest"]
    given.a_fall(by=nina, title="It came meanwhile")
    browser.post("/inbox/read/", {"up_to": newest})
    assert unread(quinn) == 1
    assert "It came meanwhile" in browser.get("/inbox/?unread=1").content.decode()


def test_who_may_no_longer_read_the_record_sees_only_its_number(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    quinn.duties.all().delete()
    page = signed_in(given.anew(quinn)).get("/inbox/").content.decode()
    assert fall.number in page
    assert "Fall from bed" not in page
    assert "Nina" not in page


def test_every_page_says_how_much_is_unread(nina, quinn, signed_in, client):
    given.a_fall(by=nina)
    browser = signed_in(quinn)
    assert '<span class="count is-hot">1</span>' in browser.get("/").content.decode()
    assert '<span class="count is-hot">1</span>' in browser.get("/inbox/count").content.decode()
    assert client.get("/inbox/count").status_code == 204


def test_an_empty_inbox_says_what_belongs_there(nina, signed_in):
    assert "No notices yet" in signed_in(nina).get("/inbox/").content.decode()


def test_a_long_inbox_has_pages_and_asks_no_more_of_the_database(nina, quinn, signed_in, django_assert_max_num_queries):
    for _ in range(25):
        given.a_fall(by=nina)
    browser = signed_in(quinn)
    browser.get("/inbox/")
    with django_assert_max_num_queries(14):
        first = browser.get("/inbox/")
    assert len(first.context["lines"]) == 20
    assert len(browser.get("/inbox/?page=2").context["lines"]) == 5


def test_everybody_chooses_how_to_be_told(nina, signed_in):
    browser = signed_in(nina)
    told = {"quiet_from": "22:00", "quiet_until": ""}
    refused = browser.post("/inbox/reach/", told)
    assert refused.status_code == 422
    assert "Quiet hours need both" in refused.content.decode()
    assert browser.post("/inbox/reach/", {**told, "quiet_until": "07:00"}).status_code == 302
    reach = Reach.objects.get(person=nina)
    assert (reach.by_mail, f"{reach.quiet_from:%H:%M}", f"{reach.quiet_until:%H:%M}") == (False, "22:00", "07:00")


def test_a_failing_channel_is_shown_and_tried_again(nina, quinn, sasha, settings, signed_in):
    given.reachable(quinn)
    settings.MAIL_CHANNEL = mail_address(a_dead_port())
    given.a_fall(by=nina)
    send_waiting()
    browser = signed_in(sasha)
    page = browser.get("/channels/").content.decode()
    for word in ("Mail", "Failing", "The server takes no connection", "Try again now"):
        assert word in page
    paused_until = Channel.objects.get().next_try_at
    assert browser.post("/channels/mail/retry/").status_code == 302
    assert Channel.objects.get().next_try_at < paused_until
    assert Delivery.objects.get().attempts == 0
    assert browser.post("/channels/nowhere/retry/").status_code == 404


def test_a_worker_that_is_not_there_is_shown(sasha, signed_in):
    long_ago = now() - timedelta(hours=2)
    Run.objects.create(name="notices.send", started_at=long_ago, next_at=long_ago)
    assert "zhian work" in signed_in(sasha).get("/channels/").content.decode()


def test_only_the_system_administrator_sees_the_channels(quinn, signed_in):
    browser = signed_in(quinn)
    assert browser.get("/channels/").status_code == 403
    assert browser.post("/channels/mail/retry/").status_code == 403
    assert "/channels/" not in browser.get("/").content.decode()


def test_without_channels_the_page_says_how_to_set_them_up(sasha, signed_in):
    assert "ZHIAN_MAIL" in signed_in(sasha).get("/channels/").content.decode()


def test_the_secret_of_a_channel_stands_on_no_page(sasha, settings, signed_in):
    settings.NOTICE_CHANNELS = ["quality_office=wecombot://secret-of-the-group"]
    page = signed_in(sasha).get("/channels/").content.decode()
    assert "WeCom · Quality office" in page
    assert "secret-of-the-group" not in page


def test_a_closed_record_can_still_be_told_of(nina, hugo, quinn):
    given.a_closed_fall(by=nina, head=hugo, office=quinn)
    assert nina.notices.filter(news__step="close").exists()
    assert Notice.objects.count() > 4


def test_programs_read_the_inbox_too(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    browser = signed_in(quinn)
    (told,) = browser.get("/api/inbox?unread=true").json()
    assert (told["number"], told["what"], told["title"]) == (fall.number, "turn", "Fall from bed")
    answer = browser.post("/api/inbox/read", {"up_to": told["id"]}, content_type="application/json")
    assert answer.json() == {"unread": 0}
    assert browser.get("/api/inbox?unread=true").json() == []


def test_programs_choose_how_a_person_is_told(nina, signed_in):
    browser = signed_in(nina)
    chosen = {"by_mail": False, "digest": True, "quiet_from": "22:00", "quiet_until": "07:00"}
    assert browser.post("/api/inbox/reach", chosen, content_type="application/json").status_code == 200
    assert browser.get("/api/inbox/reach").json() == {
        "by_mail": False,
        "digest": True,
        "quiet_from": "22:00:00",
        "quiet_until": "07:00:00",
    }
    half = browser.post("/api/inbox/reach", {"quiet_from": "22:00"}, content_type="application/json")
    assert half.status_code == 422


def test_programs_watch_the_channels(nina, quinn, sasha, settings, signed_in):
    settings.MAIL_CHANNEL = mail_address(a_dead_port())
    given.reachable(quinn)
    given.a_fall(by=nina)
    send_waiting()
    browser = signed_in(sasha)
    (mail,) = browser.get("/api/channels").json()
    assert (mail["name"], mail["waiting"], mail["trouble"][:10]) == ("mail", 1, "The server")
    assert browser.post("/api/channels/mail/retry").status_code == 200
    assert Channel.objects.get().next_try_at <= now()
    assert signed_in(quinn).get("/api/channels").status_code == 403
