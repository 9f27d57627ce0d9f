"""A program comes in by a token: in one person's name, and never with more than that person may do."""

import re
from datetime import timedelta

import pytest
from django.test import Client

import given
from zhian.kernel.moment import at, now
from zhian.kernel.people.deeds import end_sessions, issue_password
from zhian.kernel.people.models import Duty
from zhian.kernel.web import tokens
from zhian.kernel.web.models import Token

JSON = "application/json"
PASSWORD = "Long enough, 7 of them"


def coming_with(text):
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_only_the_digest_is_kept(nina):
    token, text = tokens.issue(actor=nina, name="Ward screen", scopes=["incidents:read"], days=30)
    assert len(text) >= len("zhian_") + 43  # 256 bits
    assert text not in str(Token.objects.filter(pk=token.pk).values())
    assert coming_with(text).get("/api/incidents").status_code == 200


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer zhian_nonsense", "Basic bmluYTo=", "Bearer \x00\udcff"])
def test_what_is_no_living_token_opens_nothing(shown, nina):
    answered = Client(headers={"Authorization": shown}).get("/api/incidents")
    assert (answered.status_code, answered["WWW-Authenticate"]) == (401, "Bearer")
    assert answered["Content-Type"] == "application/problem+json"


def test_a_dead_token_does_not_fall_back_on_the_session(nina, signed_in):
    assert signed_in(nina).get("/api/me", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_it_ends_when_it_is_revoked_expires_or_its_person_leaves(nina):
    token, text = tokens.issue(actor=nina, name="Ward screen", scopes=["*:read"], days=30)
    program = coming_with(text)
    assert program.get("/api/me").status_code == 200
    with at(now() + timedelta(days=31)):
        assert program.get("/api/me").status_code == 401
    nina.is_active = False
    nina.save()
    assert program.get("/api/me").status_code == 401
    nina.is_active = True
    nina.save()
    tokens.revoke(token, actor=nina)
    assert program.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    ("scopes", "reads", "writes", "others"),
    [
        (["incidents:read"], 200, 403, 403),
        (["incidents:write"], 200, 200, 403),
        (["loop:write"], 403, 403, 200),
        (["*:read"], 200, 403, 200),
        (["*:write"], 200, 200, 200),
        ([], 403, 403, 403),
    ],
)
def test_a_scope_is_a_limit(scopes, reads, writes, others, nina, quinn):
    fall = given.a_fall(by=nina)
    _token, text = tokens.issue(actor=quinn, name="Screen", scopes=scopes, days=30)
    program, here = coming_with(text), f"/api/incidents/{fall.number}"
    told = {"note": "Which room?"}
    assert program.get(here).status_code == reads
    assert program.post(f"{here}/steps/send_back", told, content_type=JSON).status_code == writes
    assert program.get("/api/loop").status_code == others
    assert program.get("/api/me").status_code == 200


def test_a_search_needs_the_right_to_everything(nina):
    _token, text = tokens.issue(actor=nina, name="Screen", scopes=["loop:read"], days=30)
    given.a_fall(by=nina)
    assert coming_with(text).get("/api/search?q=fall").status_code == 403


def test_it_never_does_more_than_its_person_may_do_now(nina, quinn):
    fall = given.a_fall(by=nina)
    _token, text = tokens.issue(actor=quinn, name="Office", scopes=["*:write"], days=30)
    program = coming_with(text)
    assert program.get(f"/api/incidents/{fall.number}").status_code == 200
    Duty.objects.filter(person=quinn).delete()
    assert program.get(f"/api/incidents/{fall.number}").status_code == 404


def test_what_it_does_is_done_in_its_person_s_name(nina, icu):
    from zhian.kernel.audit.models import Entry

    _token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:write"], days=30)
    fall = given.a_fall(by=nina)
    coming_with(text).post(f"/api/incidents/{fall.number}/comments", {"text": "Hello"}, content_type=JSON)
    assert Entry.objects.first().actor == nina


def test_it_opens_no_page(nina):
    _token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:write"], days=30)
    program = coming_with(text)
    for address in ("/", "/account/tokens/", "/incidents/"):
        assert program.get(address).status_code == 302
    program.post("/account/tokens/", {"name": "Another", "scopes": ["*:write"], "days": 30})
    assert Token.objects.count() == 1


def test_the_day_of_its_last_use_is_written_once_a_day(nina, django_assert_num_queries):
    token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:read"], days=30)
    assert tokens.find(text).last_used_on is None
    token.refresh_from_db()
    assert token.last_used_on is not None
    with django_assert_num_queries(1):
        tokens.find(text)


def test_too_many_requests_have_to_wait(nina, program, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    screen = program(nina)
    with at(now()):
        answers = [screen.get("/api/me") for _ in range(8)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1]["Content-Type"] == "application/problem+json"


def test_a_browser_that_writes_shows_that_it_is_ours(nina):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(nina, backend="allauth.account.auth_backends.AuthenticationBackend")
    fall = given.a_fall(by=nina)
    here, told = f"/api/incidents/{fall.number}/comments", {"text": "Hello"}
    refused = browser.post(here, told, content_type=JSON)
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    browser.cookies["csrftoken"] = key = "k" * 32
    assert browser.post(here, told, content_type=JSON, headers={"X-CSRFToken": key}).status_code == 201


@pytest.fixture
def just_in(nina):
    """A browser in which Nina has typed her password a moment ago."""
    nina.set_password(PASSWORD)
    nina.save()
    browser = Client()
    browser.post("/account/login/", {"login": nina.username, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def test_the_password_is_asked_before_one_is_made(nina, signed_in):
    told = {"name": "Ward screen", "scopes": ["incidents:read"], "days": "30"}
    assert signed_in(nina).post("/account/tokens/", told)["Location"].startswith("/account/reauthenticate/")
    assert not Token.objects.exists()


def test_who_is_signed_out_everywhere_is_signed_out_of_programs_too(nina):
    _token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:read"], days=30)
    end_sessions(nina)
    assert coming_with(text).get("/api/me").status_code == 401
    assert not nina.tokens.get().is_alive


def test_a_new_first_password_ends_what_the_old_one_made(nina, hospital):
    sue = given.a_person("sue", hospital, "security_admin")
    _token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:read"], days=30)
    issue_password(nina, actor=sue)
    assert coming_with(text).get("/api/me").status_code == 401


def test_its_text_is_shown_once(nina, just_in):
    browser = just_in
    told = {"name": "Ward screen", "scopes": ["incidents:read"], "days": "30"}
    made = browser.post("/account/tokens/", told)
    text = re.search(r"zhian_[\w-]{43}", made.content.decode()).group()
    assert made["Cache-Control"] == "no-store"
    assert coming_with(text).get("/api/incidents").status_code == 200
    assert text not in browser.get("/account/tokens/").content.decode()
    again = browser.post("/account/tokens/", told)
    assert again.status_code == 422
    assert "Ward screen" in again.content.decode()
    assert Token.objects.count() == 1


def test_everybody_revokes_their_own(nina, hugo, signed_in):
    token, text = tokens.issue(actor=nina, name="Screen", scopes=["*:read"], days=30)
    here = f"/account/tokens/{token.pk}/revoke/"
    assert signed_in(hugo).post(here).status_code == 404
    assert signed_in(nina).get(here).status_code == 405
    assert signed_in(nina).post(here).status_code == 302
    assert coming_with(text).get("/api/me").status_code == 401
