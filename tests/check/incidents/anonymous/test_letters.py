"""The office and somebody without a name write to each other by the code of a receipt."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

import given
from zhian.check.incidents.models import Letter
from zhian.check.incidents.services import close, confirm, mark_not_reportable, send_back
from zhian.check.incidents.services.letters import ask_reporter
from zhian.check.incidents.services.receipts import PLAIN
from zhian.check.incidents.workflow import INCIDENT
from zhian.engines.workflow import Refused
from zhian.kernel.notices.models import Notice

from .telling import FORM, an_anonymous, released, sent, shown


def test_the_office_asks_and_the_reporter_answers(nobody, poster, quinn, signed_in):
    incident, code = an_anonymous(nobody, poster)
    asked = signed_in(quinn).post(f"{incident.get_absolute_url()}letters/new/", {"text": "Which rail?", "once": "1"})
    assert asked.status_code == 302
    page = shown(nobody, code).content.decode()
    assert "Which rail?" in page
    assert quinn.name not in page
    form = FORM.search(page)[1]
    for _ in range(2):
        answered = shown(nobody, code, form=form, text="The left one")
        assert b"The left one" not in answered.content
    Notice.objects.all().delete()
    assert released() == 1
    assert [letter.text for letter in incident.receipt.letters.all()] == ["Which rail?", "The left one"]
    assert Notice.objects.filter(person=quinn).exists()
    assert "The left one" in signed_in(quinn).get(incident.get_absolute_url()).content.decode()


def test_the_reporter_reads_what_became_of_it(nobody, poster, quinn):
    incident, code = an_anonymous(nobody, poster)
    assert "is going to read it" in shown(nobody, code).content.decode()
    confirm(incident, actor=quinn, grade=3, harm="none")
    close(incident, actor=quinn, feedback="New rails are ordered.", no_lesson="Known before.")
    assert "New rails are ordered." in shown(nobody, code).content.decode()


def test_the_reporter_reads_why_it_is_not_followed_up(nobody, poster, quinn):
    incident, code = an_anonymous(nobody, poster)
    mark_not_reportable(incident, actor=quinn, note="It concerns the canteen: we passed it on.")
    page = shown(nobody, code).content.decode()
    assert "we passed it on" in page
    assert quinn.name not in page


def test_it_cannot_be_sent_back_to_nobody(nobody, poster, quinn):
    incident, _code = an_anonymous(nobody, poster)
    with pytest.raises(Refused, match="letter"):
        send_back(incident, actor=quinn, note="Which room?")


def test_before_its_hour_the_receipt_says_when_it_is_handed_over(nobody, poster):
    code = sent(nobody, poster)
    page = shown(nobody, code.lower().replace("-", " ")).content.decode()
    assert "Your report is here" in page


def test_every_state_is_told_in_plain_words():
    assert set(INCIDENT.states) <= set(PLAIN)


def test_a_named_report_has_no_letters(nina, quinn):
    with pytest.raises(Refused, match="comment"):
        ask_reporter(given.a_fall(by=nina), actor=quinn, text="Which rail?")


def test_only_the_office_asks(nobody, poster, hugo, quinn):
    incident, _code = an_anonymous(nobody, poster)
    confirm(incident, actor=quinn, grade=3, harm="none")
    with pytest.raises(PermissionDenied):
        ask_reporter(incident, actor=hugo, text="Who are you?")
    assert not Letter.objects.exists()


def test_guessing_is_limited_and_then_the_right_code_opens_nothing_either(nobody, poster, settings):
    code = sent(nobody, poster)
    answers = [shown(nobody, f"{number:028}") for number in range(settings.WRONG_RECEIPTS_AN_HOUR + 2)]
    assert answers[0].status_code == 422
    assert {answer.status_code for answer in answers[-2:]} == {429}
    assert shown(nobody, code).status_code == 429
    assert shown(Client(REMOTE_ADDR="192.0.2.77"), code).status_code == 200
