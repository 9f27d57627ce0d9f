"""Browsers in which somebody has signed in before: wrong tries elsewhere do not keep that person out of them.

Wrong tries count for each account and browser: those from browsers that the account does not know are counted
together, so that an attacker can lock out other attackers only.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "device", "zhian.site.account.device"
LASTS = timedelta(days=365)
MOST_PEOPLE = 20  # who share a computer on a ward


def bucket(request: HttpRequest, username: str) -> str:
    """Under which wrong tries for this account from this browser are counted."""
    device, people = _read(request)
    return f"{username}:{device}" if username in people else username


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """From now on the account knows this browser."""
    device, people = _read(request)
    known = [username, *(other for other in people if other != username)][:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps([device, known], salt=SALT),
        max_age=LASTS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return secrets.token_urlsafe(16), []
    return device, people
