"""What leaves the house: over real servers, and what happens while they are away."""

from datetime import timedelta

import pytest

import given
from post_office import a_chat_service, a_dead_port, a_mail_server, mail_address
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Incident
from zhian.kernel.moment import at, now
from zhian.kernel.notices import post
from zhian.kernel.notices.channels import MAIL, groups
from zhian.kernel.notices.models import Channel, Delivery
from zhian.kernel.notices.outside import UNKNOWN, in_words
from zhian.kernel.notices.post import LEASE, MOST_ATTEMPTS, send_waiting, try_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def quinn(quinn):
    return given.reachable(quinn)


@pytest.fixture
def office(settings, monkeypatch):
    """The quality office's group chat in WeCom, as far as the program can tell."""
    with a_chat_service() as server:
        monkeypatch.setattr("apprise.plugins.wecombot.NotifyWeComBot.notify_url", f"{server.url}/send?key={{key}}")
        settings.NOTICE_CHANNELS = ["quality_office=wecombot://key-of-the-office"]
        yield server


def later(**time):
    return at(now() + timedelta(**time))


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_mail_arrives(nina, quinn, settings):
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        fall = given.a_fall(by=nina)
        assert send_waiting() == 1
        assert send_waiting() == 0
    (letter,) = server.arrived
    assert letter.to == quinn.email
    assert letter.subject == f"[Zhian] {fall.number} Adverse event · Your turn: To be triaged"
    assert fall.get_absolute_url() in letter.text
    assert "Fall from bed" not in letter.subject + letter.text
    assert states() == ["sent"]


def test_a_dead_mail_server_keeps_nobody_from_reporting(nina, quinn, settings):
    port = a_dead_port()
    settings.MAIL_CHANNEL = mail_address(port)
    fall = given.a_fall(by=nina)
    assert send_waiting() == 0
    channel = Channel.objects.get(name=MAIL)
    assert Incident.objects.get(pk=fall.pk).state == "reported"
    assert states() == ["waiting"]
    assert "refused" in channel.last_error
    assert str(in_words(channel.last_error)) == "The server takes no connection: is it running?"
    assert channel.failing_since is not None

    with a_mail_server(port) as server:
        assert send_waiting() == 0, "it is tried again only after a pause"
        with later(minutes=2):
            assert send_waiting() == 1
    assert [letter.to for letter in server.arrived] == [quinn.email]
    channel.refresh_from_db()
    assert (channel.failures, channel.failing_since, channel.last_error) == (0, None, "")


def test_pauses_grow_until_the_letter_is_given_up(nina, quinn, settings):
    settings.MAIL_CHANNEL = mail_address(a_dead_port())
    given.a_fall(by=nina)
    moment, pauses = now(), []
    for _ in range(MOST_ATTEMPTS):
        with at(moment):
            send_waiting()
            delivery = Delivery.objects.get()
            pauses.append(delivery.next_try_at - moment)
        moment = max(delivery.next_try_at, Channel.objects.get().next_try_at)
    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert max(pauses) == post.LONGEST_PAUSE
    assert (delivery.state, delivery.attempts) == ("failed", MOST_ATTEMPTS)


def test_a_repaired_channel_is_tried_again_at_once(nina, quinn, settings):
    port = a_dead_port()
    settings.MAIL_CHANNEL = mail_address(port)
    given.a_fall(by=nina)
    send_waiting()
    Delivery.objects.update(state="failed")
    with a_mail_server(port) as server:
        try_again(MAIL)
        assert send_waiting() == 1
    assert len(server.arrived) == 1


def test_one_bad_mailbox_holds_up_the_others_only_for_a_moment(nina, quinn, olga, settings):
    given.reachable(olga)
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        server.refused = {quinn.email}
        given.a_fall(by=nina)
        with later(minutes=0):
            send_waiting()
        with later(minutes=2):
            send_waiting()
        with later(minutes=5):
            send_waiting()
    assert [letter.to for letter in server.arrived] == [olga.email]
    assert "550" in Delivery.objects.get(person=quinn).last_error


def test_who_has_lost_the_mailbox_gets_no_mail_and_stops_nobody(nina, quinn, olga, settings):
    given.reachable(olga)
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        given.a_fall(by=nina)
        quinn.email = ""
        quinn.save()
        send_waiting()
    assert [letter.to for letter in server.arrived] == [olga.email]
    assert sorted(states()) == ["failed", "sent"]


def test_what_waits_for_the_same_person_goes_in_one_letter(nina, quinn, settings):
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        falls = [given.a_fall(by=nina) for _ in range(3)]
        assert send_waiting() == 1
    (letter,) = server.arrived
    assert letter.subject == "[Zhian] 3 notices"
    assert all(fall.number in letter.text for fall in falls)


def test_a_letter_that_was_claimed_is_not_sent_by_another_worker(nina, quinn, settings):
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        given.a_fall(by=nina)
        server.before_answer = lambda: None
        assert len(post._claim(MAIL)) == 1
        assert send_waiting() == 0
        assert server.arrived == []
        with at(now() + LEASE + timedelta(seconds=1)):
            assert send_waiting() == 1, "the worker that claimed it has died"
    assert len(server.arrived) == 1


def test_a_group_chat_is_told_number_kind_and_link(nina, quinn, office):
    fall = given.a_fall(by=nina)
    assert send_waiting() == 1
    (told,) = office.arrived
    assert told["msgtype"] == "text"
    assert fall.number in told["text"]["content"]
    assert "Fall from bed" not in told["text"]["content"]


def test_a_refusal_with_status_200_is_a_refusal(nina, quinn, office, settings):
    office.answer = {"errcode": 45009, "errmsg": "api freq out of limit, key-of-the-office"}
    given.a_fall(by=nina)
    assert send_waiting() == 0
    channel = Channel.objects.get()
    assert channel.name == groups()[0].name
    assert channel.last_error == "45009 api freq out of limit, …"
    assert "asks for a pause" in str(in_words(channel.last_error))


@pytest.mark.parametrize(
    "address", ["feishu://key-of-the-office", "dingtalk://keyoftheoffice", "dingtalk://secret00@keyoftheoffice"]
)
def test_the_other_services_are_spoken_to_as_well(address, nina, quinn, settings, monkeypatch):
    with a_chat_service() as server:
        for service in ("feishu.NotifyFeishu", "dingtalk.NotifyDingTalk"):
            monkeypatch.setattr(f"apprise.plugins.{service}.notify_url", f"{server.url}/{{token}}/")
        settings.NOTICE_CHANNELS = [f"quality_office={address}"]
        given.a_fall(by=nina)
        assert send_waiting() == 1
        server.answer = {"code": 19001, "msg": "param invalid", "errcode": 310000, "errmsg": "invalid"}
        given.a_fall(by=nina)
        assert send_waiting() == 0
    assert len(server.arrived) == 2
    assert "does not accept the key" in str(in_words(Channel.objects.get().last_error))


def test_a_failing_channel_holds_up_no_other(nina, quinn, office, settings):
    settings.MAIL_CHANNEL = mail_address(a_dead_port())
    given.a_fall(by=nina)
    assert send_waiting() == 1
    assert len(office.arrived) == 1
    assert sorted(states()) == ["sent", "waiting"]


def test_a_channel_that_was_taken_out_of_the_settings_says_so(nina, quinn, office, settings):
    given.a_fall(by=nina)
    settings.NOTICE_CHANNELS = []
    send_waiting()
    assert str(in_words(Channel.objects.get().last_error)) == "No such channel is set up any more."


def test_an_error_that_nobody_thought_of_is_shown_all_the_same():
    assert in_words("strange") == UNKNOWN


def test_sending_asks_the_database_no_more_for_longer_letters(nina, quinn, settings, django_assert_max_num_queries):
    with a_mail_server() as server:
        settings.MAIL_CHANNEL = server.address
        fall = given.a_fall(by=nina)
        for _ in range(5):
            incidents.send_back(fall, actor=given.anew(quinn), note="Which room?")
            incidents.resubmit(fall, actor=nina, note="Room 12")
        with django_assert_max_num_queries(20):
            assert send_waiting() == 1
