"""A report by a poster's code: without a name, without a trace, in batches, and with a receipt."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import given
from zhian.check.incidents import permissions
from zhian.check.incidents.models import Incident, Intake, Letter, Poster, Receipt
from zhian.check.incidents.services import close, confirm, mark_not_reportable, send_back
from zhian.check.incidents.services.intake import next_release
from zhian.check.incidents.services.letters import ask_reporter
from zhian.check.incidents.services.posters import make_poster, withdraw_poster
from zhian.check.incidents.services.receipts import PLAIN, key_of
from zhian.check.incidents.services.release import release
from zhian.check.incidents.views import open as pages
from zhian.check.incidents.workflow import INCIDENT
from zhian.engines.workflow import Refused
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import at, now, today
from zhian.kernel.notices.models import Notice
from zhian.kernel.web.traceless import Untold
from zhian.site.routes import routes

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
FORM = re.compile(r'name="form" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _unlimited():
    pages.SENDING.forget()
    pages.GUESSING.forget()


@pytest.fixture
def poster(icu, quinn):
    return make_poster(icu, actor=quinn)


@pytest.fixture
def nobody(db):
    """A browser that nobody has signed in with."""
    return Client()


def a_form(browser, poster, face="staff"):
    """What a freshly opened form carries."""
    page = browser.get(f"/r/{poster.code}/{face}/")
    assert page.status_code == 200
    return FORM.search(page.content.decode())[1]


def told(**more):
    return {
        "category": "FALL",
        "event_kind": "incident",
        "occurred_on": today().isoformat(),
        "part_of_day": "night",
        "account": "A patient fell; the rails were down.",
        "harm": "none",
        **more,
    }


def sent(browser, poster, face="staff", **more):
    """A report by the form; the code of its receipt."""
    facts = {"form": a_form(browser, poster, face), "department": poster.department_id, **told(**more)}
    answer = browser.post(f"/r/{poster.code}/{face}/", facts)
    assert answer.status_code == 200, answer.content.decode()
    return CODE.search(answer.content.decode())[0]


def released():
    """Everything that waits is handed over."""
    with at(now() + timedelta(hours=2)):
        return release()


def an_anonymous(browser, poster, **more):
    """A report that has reached the register, and its code."""
    code = sent(browser, poster, **more)
    released()
    return Receipt.objects.get(key=key_of(code)).incident, code


def shown(browser, code, **more):
    return browser.post("/r/", {"code": code, **more})


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


def test_what_waits_cannot_be_read_in_the_database_and_has_no_moment(nobody, poster):
    sent(nobody, poster)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_intake")
        [stored] = cursor.fetchall()
    assert "rails" not in str(stored)
    assert Intake.objects.get().release_at == next_release()
    assert not Entry.objects.filter(content_type__model="intake").exists()


def test_everything_of_a_batch_has_the_hour_of_the_batch(nobody, poster):
    codes = [sent(nobody, poster, account=f"Event {number}") for number in range(5)]
    hour = next_release()
    assert released() == 5
    found = [Receipt.objects.get(key=key_of(code)).incident for code in codes]
    assert {incident.created_at for incident in found} == {hour}
    assert {step.at for incident in found for step in incident.transitions.all()} == {hour}
    entries = Entry.objects.filter(content_type__app_label__in=("incidents", "records"), actor=None)
    assert {entry.timestamp for entry in entries} == {hour}


def test_numbers_tell_the_batch_and_not_the_order(nobody, poster):
    codes = [sent(nobody, poster, account=f"Event {number}") for number in range(12)]
    released()
    numbers = [Receipt.objects.get(key=key_of(code)).incident.number for code in codes]
    guessed = sum(told == by_order for told, by_order in zip(numbers, sorted(numbers), strict=True))
    assert guessed <= 5, "whoever saw them come learns no more than by chance (once in 1,600 runs it is six or more)"


def test_nothing_is_handed_over_before_its_hour(nobody, poster):
    sent(nobody, poster)
    assert release() == 0
    assert not Incident.objects.exists()


def test_the_hours_count_from_midnight(settings):
    settings.RELEASE_EVERY = timedelta(minutes=50)
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    assert next_release(midnight) == midnight + timedelta(minutes=50)
    assert next_release(midnight + timedelta(minutes=50)) == midnight + timedelta(minutes=100)
    assert next_release(midnight + timedelta(hours=23, minutes=50)) == midnight + timedelta(days=1)


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


def test_how_the_family_can_be_reached_is_read_with_a_reason_and_noted(nobody, poster, quinn, signed_in, program):
    incident, _code = a_concern(nobody, poster)
    browser, here = signed_in(quinn), f"{incident.get_absolute_url()}contact/"
    assert here in browser.get(incident.get_absolute_url()).content.decode()
    for refused in (browser.get(here), browser.post(here, {"reason": " "})):
        assert "13800000000" not in refused.content.decode()
    assert not incident.openings.exists()
    shown = browser.post(here, {"reason": "To apologise"})
    assert ("13800000000" in shown.content.decode(), shown["Cache-Control"]) == (True, "no-store")
    told = program(quinn).post(f"/api/incidents/{incident.number}/contact", {"reason": "Asked to"}, "application/json")
    assert told.json() == {"contact": "13800000000"}
    noted = incident.openings.values_list("reader__username", "what", "reason")
    assert set(noted) == {("quinn", "contact", "To apologise"), ("quinn", "contact", "Asked to")}


def test_nobody_but_the_office_reads_how_a_family_can_be_reached(nobody, poster, hugo, quinn, signed_in):
    incident, _code = a_concern(nobody, poster)
    confirm(incident, actor=quinn, grade=3, harm="none")
    answered = signed_in(hugo).post(f"{incident.get_absolute_url()}contact/", {"reason": "Curious"})
    assert answered.status_code == 403
    assert not incident.openings.exists()


def a_concern(browser, poster):
    code = sent(
        browser,
        poster,
        "concern",
        account="Nobody came for an hour",
        wish="An apology",
        contact="13800000000",
        occurred_on="",
    )
    released()
    return Receipt.objects.get(key=key_of(code)).incident, code


def test_the_contact_is_not_for_the_department(nobody, poster, hugo, quinn, signed_in):
    incident, _code = a_concern(nobody, poster)
    confirm(incident, actor=quinn, grade=3, harm="none")
    page = signed_in(hugo).get(incident.get_absolute_url())
    assert page.status_code == 200
    assert b"13800000000" not in page.content


def test_the_department_does_not_see_raw_text(nobody, poster, hugo, quinn, signed_in, program):
    incident, _code = an_anonymous(nobody, poster)
    head, machine = signed_in(hugo), program(hugo)
    unseen = [
        head.get(incident.get_absolute_url()),
        head.get(f"{incident.get_absolute_url()}print/"),
        head.post(f"{incident.get_absolute_url()}comment/", {"text": "Who was it?"}),
        machine.get(f"/api/incidents/{incident.number}"),
        machine.get(f"/api/incidents/{incident.number}/letters"),
        machine.get(f"/api/incidents/{incident.number}/history"),
    ]
    assert {answer.status_code for answer in unseen} == {404}
    for address in ("/incidents/", "/incidents/board/", "/search/?q=rails", "/incidents/export.csv"):
        assert incident.number.encode() not in head.get(address).getvalue(), address
    assert machine.get("/api/incidents").json()["items"] == []
    confirm(incident, actor=quinn, grade=3, harm="none")
    assert head.get(incident.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", ["head", "leader"])
def test_no_page_and_no_operation_shows_raw_text_to_anybody_else(nobody, poster, nina, icu, hospital, program, role):
    words = "The rails of bed seventeen were down, a patient fell"
    alike = given.a_fall(by=nina, account=words)
    incident, _code = an_anonymous(nobody, poster, account=words)
    person = given.a_person("watcher", icu, role, over=hospital)
    page, machine = Client(), program(person)
    page.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = alike.get_absolute_url()
    addresses = {route.address for route in routes() if route.method in ("page", "GET") and "{" not in route.address}
    for address in [
        *sorted(addresses - {"/account/logout/"}),
        here,
        f"{here}print/",
        "/incidents/?q=seventeen",
        "/search/?q=seventeen",
    ]:
        answer = (machine if address.startswith("/api/") else page).get(address, follow=True)
        told = answer.getvalue().decode(errors="replace")
        assert incident.number not in told, address
        assert alike.number in told or address not in ("/incidents/", here), address


@pytest.mark.parametrize("role", ["leader", "auditor", "head_nurse", "department_quality"])
def test_the_list_agrees_with_the_rule(nobody, poster, quinn, hospital, icu, role):
    incident, _code = an_anonymous(nobody, poster)
    person = given.a_person(role, icu, role, over=hospital)
    for state in INCIDENT.states:
        Incident.objects.filter(pk=incident.pk).update(state=state)
        found = Incident.objects.filter(permissions.visible_to(person), pk=incident.pk).exists()
        assert found == person.has_perm("incidents.read", Incident.objects.get(pk=incident.pk)), state


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


def test_a_withdrawn_poster_takes_nothing_and_shows_the_hospitals_own(nobody, poster, quinn, hospital):
    withdraw_poster(poster, actor=quinn)
    assert nobody.get(f"/r/{poster.code}/").status_code == 410
    assert nobody.post(f"/r/{poster.code}/staff/", told()).status_code == 410
    own = make_poster(hospital, actor=quinn)
    assert own.get_absolute_url() in nobody.get(f"/r/{poster.code}/").content.decode()


def test_the_poster_of_a_closed_ward_takes_nothing(nobody, poster, icu):
    icu.is_open = False
    icu.save()
    assert nobody.get(f"/r/{poster.code}/staff/").status_code == 410


def test_a_ward_that_closes_meanwhile_loses_no_report(nobody, poster, icu, hospital):
    code = sent(nobody, poster)
    icu.is_open = False
    icu.save()
    assert released() == 1
    assert Receipt.objects.get(key=key_of(code)).incident.department == hospital


def test_one_that_cannot_be_filed_keeps_no_other_waiting(nobody, poster, caplog):
    broken = Intake.objects.create(key="0" * 64, release_at=now(), told='{"receipt": 0, "text": "secret words"}')
    sent(nobody, poster)
    assert released() == 1
    assert list(Intake.objects.all()) == [broken]
    assert "secret words" not in caplog.text


def test_posters_are_for_the_office(quinn, nina, oscar, icu, signed_in):
    office = signed_in(quinn)
    made = office.post(reverse("incidents:posters"), {"department": icu.pk, "once": "1"})
    poster = Poster.objects.get()
    assert made["Location"] == reverse("incidents:poster", args=[poster.code])
    paper = office.get(made["Location"]).content.decode()
    assert "<svg" in paper
    assert f"/r/{poster.code}/" in paper
    assert signed_in(nina).get(reverse("incidents:posters")).status_code == 403
    assert signed_in(oscar).get(made["Location"]).status_code == 404
    assert signed_in(oscar).post(reverse("incidents:posters"), {"department": icu.pk}).status_code == 422


def test_from_the_report_by_name_leads_a_way_to_the_one_without(nina, quinn, icu, hospital, signed_in):
    browser = signed_in(nina)
    assert b"No poster" in browser.get("/incidents/without-a-name/").content
    ward = make_poster(icu, actor=quinn)
    assert browser.get("/incidents/without-a-name/")["Location"] == ward.get_absolute_url()
    whole = make_poster(hospital, actor=quinn)
    assert browser.get("/incidents/without-a-name/")["Location"] == whole.get_absolute_url()


def test_a_program_makes_and_withdraws_posters(quinn, icu, program):
    machine = program(quinn)
    made = machine.post("/api/posters", {"department": icu.pk}, content_type="application/json").json()
    assert made["takes_reports"]
    assert machine.post(f"/api/posters/{made['code']}/withdraw").json()["takes_reports"] is False
    assert [poster["code"] for poster in machine.get("/api/posters").json()] == [made["code"]]
