"""The hospital's own sign-on: a real one on this machine, which says which staff number it is."""

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

import given
from zhian.kernel.people.models import User

LOGIN = "/account/sign-on/oidc/hospital/login/"


class SignOn(BaseHTTPRequestHandler):
    """A sign-on that believes everybody to be `person`."""

    person = "nina"

    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            return self._answer(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/who",
                    "jwks_uri": f"{here}/keys",
                }
            )
        return self._answer({"sub": f"id-of-{self.person}", "preferred_username": self.person})

    def do_POST(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        self.rfile.read(int(self.headers["Content-Length"]))
        claims = {"iss": here, "aud": "zhian", "sub": f"id-of-{self.person}", "exp": 4102444800, "iat": 1}
        token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        self._answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def sign_on(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), SignOn)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    app = {
        "provider_id": "hospital",
        "name": "Hospital",
        "client_id": "zhian",
        "secret": secrets.token_urlsafe(16),
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield SignOn
    server.shutdown()
    server.server_close()


def come_in(browser):
    """Through the sign-on and back."""
    away = browser.post(LOGIN)
    asked = parse_qs(urlsplit(away.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    return browser.get(f"{LOGIN}callback/", {"code": "c", "state": asked["state"][0]})


def test_a_known_staff_number_comes_in(sign_on, nina):
    browser = Client()
    assert come_in(browser).url == "/"
    assert browser.get("/account/").context["user"] == nina


def test_the_login_page_offers_it_by_name(sign_on, db):
    page = Client().get("/account/login/").content.decode()
    assert "Sign in with Hospital" in page
    assert f'action="{LOGIN}' in page


def test_the_same_person_comes_in_again(sign_on, nina):
    come_in(Client())
    browser = Client()
    come_in(browser)
    assert browser.get("/").status_code == 200


def test_an_unknown_staff_number_makes_nobody_known(sign_on, hospital):
    answer = come_in(Client())
    assert answer.status_code == 403
    assert "not known here under the staff number nina" in answer.content.decode()
    assert not User.objects.exists()


def test_somebody_who_left_stays_out(sign_on, nina):
    come_in(Client())
    User.objects.filter(pk=nina.pk).update(is_active=False)
    browser = Client()
    assert come_in(browser).status_code == 403
    assert browser.get("/").status_code == 302


def test_a_staff_number_that_is_now_somebody_elses_does_not_open_the_old_account(sign_on, nina, icu):
    come_in(Client())
    User.objects.filter(pk=nina.pk).update(username="nina-before")
    given.a_person("nina", icu)
    assert come_in(Client()).status_code == 403


def test_a_forged_return_opens_nothing(sign_on, nina):
    browser = Client()
    browser.get(f"{LOGIN}callback/", {"code": "c", "state": "made up"})
    assert browser.get("/").status_code == 302


def test_without_a_sign_on_there_is_no_such_address(db):
    assert Client().post(LOGIN).status_code == 404
