"""Signing in by staff number without telling who exists; attackers, timeouts, first passwords, revocation."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, reverse

import given
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import at, now
from zhian.kernel.people import deeds
from zhian.kernel.people.models import Role, User

LOGIN, PASSWORD = "/account/login/", "Correct-Horse-7"


def with_password(person, password=PASSWORD):
    person.set_password(password)
    person.save()
    return person


def sign_in(browser, username, password=PASSWORD, **extra):
    return browser.post(LOGIN, {"login": username, "password": password}, **extra)


def is_inside(browser):
    return browser.get("/").status_code == 200


@pytest.fixture
def browser():
    return Client()


# The door ---------------------------------------------------------------------------------------------------
def test_a_person_signs_in_by_staff_number_and_is_known(browser, nina):
    with_password(nina)
    assert sign_in(browser, "nina").url == "/"
    assert is_inside(browser)
    assert Entry.objects.filter(actor=nina, additional_data__event="signed_in").exists()


def test_passwords_are_hashed_with_argon2():
    assert configured.PASSWORD_HASHERS[0].endswith("MD5PasswordHasher")  # in tests only, as conftest says
    from zhian.site import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_every_wrong_way_in_gets_the_same_answer(browser, nina, hugo, oscar):
    with_password(nina)
    with_password(hugo)
    User.objects.filter(pk=hugo.pk).update(is_active=False)
    oscar.set_unusable_password()
    oscar.save()
    tries = [("nina", "wrong"), ("nobody", "wrong"), ("hugo", PASSWORD), ("oscar", "wrong")]
    answers = [sign_in(Client(), username, password) for username, password in tries]
    assert {answer.status_code for answer in answers} == {200}
    said = {str(answer.context["form"].non_field_errors()) for answer in answers}
    assert len(said) == 1
    assert "do not fit together" in said.pop()


class Counting(MD5PasswordHasher):
    """A hasher that counts how often it is at work."""

    algorithm = "counting"
    times = 0

    def encode(self, password, salt):
        Counting.times += 1
        return super().encode(password, salt)


def test_every_wrong_way_in_takes_the_same_work(settings, nina, hugo, oscar):
    """What takes longer would tell whether such an account exists."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    with_password(nina)
    with_password(hugo)
    User.objects.filter(pk=hugo.pk).update(is_active=False)
    oscar.set_unusable_password()
    oscar.save()
    work = {}
    for username in ("nina", "nobody", "hugo", "oscar"):
        Counting.times = 0
        sign_in(Client(), username, "wrong")
        work[username] = Counting.times
    assert work == dict.fromkeys(work, 1)


def test_wrong_tries_are_kept_but_never_a_number_that_does_not_exist(browser, nina):
    sign_in(browser, "nina", "wrong")
    sign_in(browser, "my-password-by-mistake", "wrong")
    entries = Entry.objects.filter(additional_data__event="refused")
    assert [entry.object_repr for entry in entries] == ["Nina"]
    assert not Entry.objects.filter(object_repr__contains="mistake").exists()


def test_nobody_can_sign_up_or_have_a_password_sent():
    for name in ("account_signup", "account_reset_password", "account_email", "socialaccount_signup"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert Client().get("/account/signup/").status_code == 404


def test_the_session_is_another_one_after_signing_in(browser, nina):
    with_password(nina)
    browser.get(LOGIN)
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    browser.cookies[configured.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(browser, "nina")
    assert is_inside(browser)
    assert browser.cookies[configured.SESSION_COOKIE_NAME].value != planted


# Attackers --------------------------------------------------------------------------------------------------
def test_after_five_wrong_tries_the_right_password_is_no_longer_tried(nina):
    with_password(nina)
    for number in range(5):
        sign_in(Client(), "nina", "wrong", REMOTE_ADDR=f"10.0.0.{number}")
    refused = sign_in(Client(), "nina", REMOTE_ADDR="10.0.0.99")
    assert "Too many wrong tries" in str(refused.context["form"].non_field_errors())


def test_the_owner_still_comes_in_where_the_account_was_used_before(nina):
    with_password(nina)
    own = Client()
    sign_in(own, "nina")
    own.post("/account/logout/")
    for number in range(20):
        sign_in(Client(), "nina", "wrong", REMOTE_ADDR=f"10.0.1.{number}")
    assert sign_in(own, "nina").status_code == 302
    assert is_inside(own)


def test_a_known_computer_is_no_way_round_the_limit_for_other_accounts(nina, hugo):
    with_password(nina)
    with_password(hugo)
    own = Client()
    sign_in(own, "nina")
    own.post("/account/logout/")
    for number in range(5):
        sign_in(own, "hugo", "wrong", REMOTE_ADDR=f"10.0.2.{number}")
    assert sign_in(Client(), "hugo", REMOTE_ADDR="10.0.2.99").status_code == 200


def test_wrong_tries_from_one_address_are_limited_over_all_accounts(nina):
    with_password(nina)
    for number in range(30):
        sign_in(Client(), f"guess{number}", "wrong", REMOTE_ADDR="10.9.9.9")
    refused = sign_in(Client(), "nina", REMOTE_ADDR="10.9.9.9")
    assert "Too many wrong tries" in str(refused.context["form"].non_field_errors())
    assert sign_in(Client(), "nina", REMOTE_ADDR="10.9.9.8").status_code == 302


def test_the_owner_comes_in_again_when_the_attack_is_over(nina):
    from django.core.cache import cache

    with_password(nina)
    for number in range(6):
        sign_in(Client(), "nina", "wrong", REMOTE_ADDR=f"10.0.0.{number}")
    cache.clear()  # what five minutes do
    assert sign_in(Client(), "nina").status_code == 302


def test_who_claims_to_come_from_elsewhere_is_not_believed(nina):
    for number in range(30):
        sign_in(Client(), f"guess{number}", "wrong", REMOTE_ADDR="10.9.9.7", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}")
    with_password(nina)
    assert sign_in(Client(), "nina", REMOTE_ADDR="10.9.9.7", HTTP_X_FORWARDED_FOR="5.5.5.5").status_code == 200


# Sessions ---------------------------------------------------------------------------------------------------
def test_an_idle_session_ends(browser, nina):
    with_password(nina)
    sign_in(browser, "nina")
    assert is_inside(browser)
    session = browser.session
    session["seen"] -= configured.SESSION_IDLE.total_seconds() + 1
    session.save()
    assert not is_inside(browser)


def test_a_session_ends_after_a_shift_however_busy(browser, nina):
    with_password(nina)
    sign_in(browser, "nina")
    assert is_inside(browser)
    session = browser.session
    session["began"] -= configured.SESSION_LONGEST.total_seconds() + 1
    session.save()
    assert not is_inside(browser)


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(browser, nina):
    with_password(nina)
    sign_in(browser, "nina")
    assert is_inside(browser)
    session = browser.session
    session["seen"] -= 120
    session.save()
    before = browser.session["seen"]
    browser.get("/inbox/count")
    assert browser.session["seen"] == before
    assert is_inside(browser)
    assert browser.session["seen"] > before


def test_a_deactivated_persons_session_is_dead_with_the_next_request(signed_in, nina):
    browser = signed_in(nina)
    assert is_inside(browser)
    nina.is_active = False
    deeds.keep_person(nina, actor=None)
    assert not is_inside(browser)


def test_a_withdrawn_duty_is_gone_with_the_next_request(signed_in, quinn, hospital):
    given.a_duty(quinn, Role.SYSTEM_ADMIN, hospital)
    browser = signed_in(quinn)
    assert browser.get("/people/departments/").status_code == 200
    quinn.duties.filter(role=Role.SYSTEM_ADMIN).delete()
    assert browser.get("/people/departments/").status_code == 403


def test_signing_out_everywhere_ends_every_session(signed_in, nina):
    ward, office = signed_in(nina), signed_in(nina)
    assert office.post("/account/sign-out-everywhere/").url == LOGIN
    assert not is_inside(office)
    assert not is_inside(ward)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(browser, signed_in, nina):
    with_password(nina)
    other = signed_in(nina)
    sign_in(browser, "nina")
    new = {"oldpassword": PASSWORD, "password1": "Another-Horse-8", "password2": "Another-Horse-8"}
    assert browser.post("/account/password/", new).status_code == 302
    assert is_inside(browser)
    assert not is_inside(other)


# Passwords --------------------------------------------------------------------------------------------------
def test_a_first_password_opens_nothing_but_the_page_to_change_it(browser, nina):
    first = deeds.issue_password(nina, actor=None)
    sign_in(browser, "nina", first)
    for page in ("/", "/incidents/", "/account/", "/account/2fa/"):
        assert browser.get(page).url == "/account/password/", page
    assert "Choose one that only you know" in browser.get("/account/password/").content.decode()
    new = {"oldpassword": first, "password1": PASSWORD, "password2": PASSWORD}
    browser.post("/account/password/", new)
    assert is_inside(browser)


def test_with_a_first_password_the_api_is_closed_too_and_says_why(browser, nina):
    first = deeds.issue_password(nina, actor=None)
    sign_in(browser, "nina", first)
    answer = browser.get("/api/incidents")
    assert answer.status_code == 403
    assert "Choose one that only you know" in answer.json()["detail"]


def test_a_program_with_a_token_is_not_asked_to_change_a_password(program, nina, settings):
    settings.PASSWORD_DAYS = 90
    with at(now() - timedelta(days=91)):
        with_password(nina)
    assert program(nina).get("/api/incidents").status_code == 200


def test_the_first_password_is_not_kept_as_the_new_one(browser, nina):
    first = deeds.issue_password(nina, actor=None)
    sign_in(browser, "nina", first)
    answer = browser.post("/account/password/", {"oldpassword": first, "password1": first, "password2": first})
    assert "Choose another" in str(answer.context["form"].errors)


def test_a_first_password_is_worth_nothing_after_a_week(browser, nina):
    with at(now() - timedelta(days=8)):
        first = deeds.issue_password(nina, actor=None)
    answer = sign_in(browser, "nina", first)
    assert "issued more than a week ago" in str(answer.context["form"].non_field_errors())


def test_an_old_password_must_be_changed_where_the_rules_say_so(browser, nina, settings):
    settings.PASSWORD_DAYS = 90
    with at(now() - timedelta(days=91)):
        with_password(nina)
    sign_in(browser, "nina")
    assert browser.get("/").url == "/account/password/"
    settings.PASSWORD_DAYS = 0
    assert is_inside(browser)


@pytest.mark.parametrize("weak", ["short", "nina-nina-nina", "1234567890", "password123", "alllowercaseletters"])
def test_a_weak_password_is_refused(browser, nina, weak):
    with_password(nina)
    sign_in(browser, "nina")
    answer = browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert answer.context["form"].errors["password1"]


# Language ---------------------------------------------------------------------------------------------------
def test_the_language_can_be_chosen_before_signing_in(browser, db):
    browser.post("/language/", {"language": "zh-hans", "next": LOGIN})
    assert browser.get(LOGIN).headers["Content-Language"] == "zh-hans"


def test_the_language_stays_with_the_account_over_logins_and_browsers(signed_in, nina, browser):
    signed_in(nina).post("/language/", {"language": "zh-hant", "next": "/"})
    with_password(User.objects.get(pk=nina.pk))
    sign_in(browser, "nina")
    assert browser.get("/").headers["Content-Language"] == "zh-hant"


def test_one_persons_language_does_not_rub_off_on_the_next_at_the_same_computer(browser, nina, hugo):
    with_password(nina)
    with_password(hugo)
    sign_in(browser, "nina")
    browser.post("/language/", {"language": "zh-hant", "next": "/"})
    browser.post("/account/logout/")
    sign_in(browser, "hugo")
    assert browser.get("/").headers["Content-Language"] == "en"


# My account -------------------------------------------------------------------------------------------------
def test_my_account_shows_who_i_am_and_what_i_may(signed_in, nina):
    page = signed_in(nina).get("/account/").content.decode()
    assert "Nina" in page
    assert "Nurse" in page
    assert "ICU" in page
