"""Second factors: apps and codes, whose duties ask for one, and what happens when the phone is lost."""

import os
import re
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

import given
from zhian.kernel import encryption
from zhian.kernel.people.models import Role
from zhian.site.account.factors import rotate_secrets

PASSWORD = "Correct-Horse-7"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(person):
    browser = Client()
    browser.post("/account/login/", {"login": person.username, "password": PASSWORD})
    return browser


@pytest.fixture
def sue(hospital):
    """The security administrator, who has typed a password of her own."""
    sue = given.a_person("sue", hospital, Role.SECURITY_ADMIN)
    sue.set_password(PASSWORD)
    sue.save()
    return sue


@pytest.fixture
def with_app(sue):
    """Sue has set up an authenticator app; its secret."""
    browser = sign_in(sue)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


def test_an_app_is_set_up_by_its_picture_and_its_key_is_encrypted_at_rest(with_app, sue):
    kept = Authenticator.objects.get(user=sue, type=Authenticator.Type.TOTP)
    assert with_app not in str(kept.data)


def test_secrets_of_apps_and_codes_come_under_the_new_key_and_still_open(with_app, sue):
    encryption.add_key()
    assert rotate_secrets() == 2
    assert rotate_secrets() == 0
    hidden = [value for kept in Authenticator.objects.filter(user=sue) for value in kept.data.values()]
    assert sum(str(value).startswith(encryption.active_prefix()) for value in hidden) == 2
    browser = sign_in(sue)
    browser.post("/account/2fa/authenticate/", {"code": code_of(with_app)})
    assert browser.get("/").status_code == 200


def test_with_an_app_the_password_alone_does_not_open(with_app, sue):
    browser = sign_in(sue)
    assert browser.get("/").status_code == 302
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert browser.get("/").status_code == 302
    browser.post("/account/2fa/authenticate/", {"code": code_of(with_app)})
    assert browser.get("/").status_code == 200


def test_the_same_code_does_not_open_twice(with_app, sue):
    code = code_of(with_app)
    first, second = sign_in(sue), sign_in(sue)
    for browser in (first, second):
        browser.post("/account/2fa/authenticate/", {"code": code})
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 302


def test_a_recovery_code_opens_once(with_app, sue):
    browser = sign_in(sue)
    codes = Authenticator.objects.get(user=sue, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    browser.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert browser.get("/").status_code == 200
    again = sign_in(sue)
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert again.get("/").status_code == 302


def test_whose_duties_ask_for_a_second_factor_sets_one_up_before_anything_else(sue, settings):
    settings.MFA_ROLES = ["security_admin"]
    browser = sign_in(sue)
    for page in ("/", "/people/", "/account/"):
        assert browser.get(page).url == "/account/2fa/"
    assert browser.get("/account/2fa/").status_code == 200
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert browser.get("/people/").status_code == 200


def test_others_are_not_asked(signed_in, nina, settings):
    settings.MFA_ROLES = ["security_admin"]
    assert signed_in(nina).get("/").status_code == 200


def test_the_last_factor_stays_where_duties_ask_for_one(with_app, sue, settings):
    settings.MFA_ROLES = ["security_admin"]
    browser = sign_in(sue)
    browser.post("/account/2fa/authenticate/", {"code": code_of(with_app)})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=sue, type=Authenticator.Type.TOTP).exists()


def test_without_https_nobody_is_asked_and_with_it_the_administrators_and_the_quality_office_are():
    ask = "from zhian.site import settings; print(*settings.MFA_ROLES)"
    said = [
        subprocess.run(
            [sys.executable, "-c", ask], env=_environment(HTTPS=https), capture_output=True, text=True, check=True
        ).stdout.split()
        for https in ("false", "true")
    ]
    assert said == [[], ["system_admin", "security_admin", "audit_admin", "quality_office"]]


def _environment(**told):
    return {**os.environ, **{f"ZHIAN_{name}": value for name, value in told.items()}, "PYTHONPATH": "src"}


PAGES = ["/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/"]


@pytest.mark.parametrize("page", [*PAGES, "/account/password/", "/account/reauthenticate/", "/account/"])
def test_every_page_of_the_account_keeps_the_strict_policy(sue, page):
    browser = sign_in(sue)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    content = browser.get(page)
    assert content.status_code == 200
    text = content.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
    assert not re.search(r"\sstyle=|\son\w+=", text)
    assert "<h1" in text
