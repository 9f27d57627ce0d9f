"""A security key as second factor: added at the account, asked for at the next sign-in, refused to a stranger."""

from contextlib import contextmanager

import pytest

pytestmark = pytest.mark.browser

AUDITOR = "1009"


@pytest.fixture
def key_ring():
    """What a hand with a key does when the browser asks: the protocol's own virtual authenticator."""

    @contextmanager
    def hold(page, credentials=()):
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        key = tools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "usb",
                    "hasResidentKey": False,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                }
            },
        )["authenticatorId"]
        for credential in credentials:
            tools.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": credential})
        yield lambda: tools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]

    return hold


def test_a_key_is_added_and_asked_for(visit, house, key_ring):
    at = house.replace("127.0.0.1", "localhost")  # browsers ask for a key under a name, never under a number
    with visit() as page, key_ring(page) as on_the_ring:
        sign_in(page, at)
        page.goto(f"{at}/account/2fa/webauthn/add/")
        the_password_again(page)
        page.fill("[name=name]", "蓝色钥匙")
        with page.expect_navigation():
            page.click("#mfa_webauthn_add")
        page.goto(f"{at}/account/2fa/webauthn/")
        assert "蓝色钥匙" in page.inner_text("main")
        (credential,) = on_the_ring()
    with visit() as page, key_ring(page, [credential]):
        sign_in(page, at)
        assert "/2fa/authenticate/" in page.url
        with page.expect_navigation():
            page.click("#mfa_webauthn_authenticate")
        assert page.url.rstrip("/") == at
        assert page.inner_text("h1")
    with visit() as page, key_ring(page):  # another key
        sign_in(page, at)
        page.click("#mfa_webauthn_authenticate")
        page.wait_for_timeout(500)
        page.goto(f"{at}/")
        assert "/2fa/authenticate/" in page.url


def sign_in(page, at):
    page.goto(f"{at}/account/login/")
    page.fill("[name=login]", AUDITOR)
    page.fill("[name=password]", "zhian-demo")
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def the_password_again(page):
    """Before what changes the way in."""
    assert "/reauthenticate/" in page.url
    page.fill("[name=password]", "zhian-demo")
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
