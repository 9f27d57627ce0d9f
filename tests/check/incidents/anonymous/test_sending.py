"""A report without a name leaves no trace of who sent it, and is one report however often it is sent."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from zhian.check.incidents.models import Incident, Intake
from zhian.check.incidents.views import open as pages
from zhian.kernel.notices.models import Notice
from zhian.kernel.web.traceless import Untold

from .telling import CODE, FORM, a_concern, a_form, an_anonymous, released, sent, shown, told


def test_a_report_reaches_the_office_without_an_author(nobody, poster, quinn):
    incident, _code = an_anonymous(nobody, poster, place="Bed 12")
    assert (incident.author, incident.author_seal, incident.state) == (None, "", "reported")
    assert incident.title == "A patient fell"
    assert [turn.role for turn in incident.turns.order_by("role")] == ["quality_office", "safety_office"]
    assert Notice.objects.filter(person=quinn, news__record=incident).exists()
    assert not Intake.objects.exists()


def test_no_answer_sets_a_cookie_or_can_be_kept(nobody, poster):
    code = sent(nobody, poster)
    answers = [
        nobody.get(f"/r/{poster.code}/"),
        nobody.get(f"/r/{poster.code}/staff/?lang=en"),
        nobody.post(f"/r/{poster.code}/staff/", {}),
        nobody.get("/r/"),
        shown(nobody, code),
        shown(nobody, "0000"),
        nobody.get("/r/unknown/"),
        nobody.get("/r/nothing/at/all/"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "sessionid" not in nobody.cookies
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not nobody.cookies


def test_who_is_signed_in_is_not_recognised_here(poster, nina, signed_in):
    page = signed_in(nina).get(f"/r/{poster.code}/staff/")
    assert not page.wsgi_request.user.is_authenticated
    assert nina.name.encode() not in page.content


def test_nothing_of_the_request_reaches_the_page(nobody, poster):
    told_by = {"HTTP_USER_AGENT": "Canary", "REMOTE_ADDR": "192.0.2.9", "HTTP_REFERER": "http://x/", "HTTP_DNT": "1"}
    request = nobody.get(f"/r/{poster.code}/", **told_by).wsgi_request
    assert not told_by.keys() & request.META.keys()
    assert request.visitor != nobody.get(f"/r/{poster.code}/", REMOTE_ADDR="192.0.2.10").wsgi_request.visitor


def test_the_same_form_twice_is_one_report_and_one_receipt(nobody, poster):
    facts = {"form": a_form(nobody, poster), "department": poster.department_id, **told()}
    codes = {CODE.search(nobody.post(f"/r/{poster.code}/staff/", facts).content.decode())[0] for _ in range(3)}
    assert len(codes) == Intake.objects.count() == 1
    released()
    codes.add(CODE.search(nobody.post(f"/r/{poster.code}/staff/", facts).content.decode())[0])
    released()
    assert len(codes) == Incident.objects.count() == 1


def test_the_same_form_with_other_words_is_another_report(nobody, poster):
    facts = {"form": a_form(nobody, poster), "department": poster.department_id}
    for words in ("First words", "Better words"):
        nobody.post(f"/r/{poster.code}/staff/", {**facts, **told(account=words)})
    assert Intake.objects.count() == 2


def test_a_form_that_is_not_ours_comes_back_with_what_was_typed(nobody, poster):
    facts = {"form": "made up", "department": poster.department_id, **told(account="My long story")}
    answer = nobody.post(f"/r/{poster.code}/staff/", facts)
    assert answer.status_code == 422
    assert b"My long story" in answer.content
    assert FORM.search(answer.content.decode())[1] != "made up"
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("occurred_on", "2999-01-01"), ("occurred_on", "1066-10-14"), ("account", " ")]
)
def test_what_cannot_be_is_refused_in_words(nobody, poster, field, value):
    facts = {"form": a_form(nobody, poster), "department": poster.department_id, **told(**{field: value})}
    answer = nobody.post(f"/r/{poster.code}/staff/", facts)
    assert answer.status_code == 422
    assert not Intake.objects.exists()


def test_files_come_without_their_names(nobody, poster, quinn):
    note = SimpleUploadedFile("nina-nurse-iphone.txt", b"Rails were down", content_type="text/plain")
    incident, _code = an_anonymous(nobody, poster, attachments=[note])
    [kept] = incident.attachments.all()
    assert (kept.name, kept.added_by) == ("Attachment 1.txt", None)


def test_a_patient_tells_it_in_plain_words(nobody, poster, quinn, signed_in):
    incident, _code = a_concern(nobody, poster)
    assert incident.title == "From a patient or family: Nobody came for an hour"
    receipt = incident.receipt
    assert (receipt.voice, receipt.wish, receipt.contact) == ("concern", "An apology", "13800000000")
    page = signed_in(quinn).get(incident.get_absolute_url()).content.decode()
    assert "An apology" in page
    assert "13800000000" not in page


def test_what_breaks_here_is_logged_without_words_place_or_hour(nobody, poster, caplog):
    caplog.handler.addFilter(Untold())
    nobody.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_poster RENAME TO gone")
    answer = nobody.get(f"/r/{poster.code}/")
    assert answer.status_code in (500, 503)
    [told] = caplog.records
    assert "OperationalError" in caplog.text or "ProgrammingError" in caplog.text
    assert "views/open.py" in caplog.text
    assert poster.code not in caplog.text
    local = timezone.localtime(datetime.fromtimestamp(told.created, UTC))
    assert (local.hour, local.minute, local.second) == (0, 0, 0)


def test_sending_is_limited(nobody, poster, monkeypatch):
    monkeypatch.setattr(pages.SENDING, "most", 2)
    sent(nobody, poster, account="One")
    sent(nobody, poster, account="Two")
    facts = {"form": a_form(nobody, poster), "department": poster.department_id, **told(account="Three")}
    assert nobody.post(f"/r/{poster.code}/staff/", facts).status_code == 429
