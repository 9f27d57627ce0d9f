"""Who is let in to the API: a token with the right scope, or a browser in which somebody is signed in."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import BaseThrottle

from zhian.kernel.modules import Words
from zhian.kernel.people.models import User

from ..middleware import SAFE
from ..tokens import READ, SCOPED, WRITE

MINUTE = 60


class Bearer(HttpBearer):
    """`Authorization: Bearer zhian_…`, a token made on the page “API tokens”.

    The middleware has already put the token's person into the request; here only the scope is looked at.
    """

    def __init__(self, name: str, permission: str) -> None:
        super().__init__()
        self.name, self.permission = name, permission

    def __call__(self, request: HttpRequest) -> User | None:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        shown = getattr(request, "token", None)
        if shown is None:
            return None
        way = READ if request.method in SAFE else WRITE
        if self.name and not shown.allows(self.name, way):
            raise HttpError(
                403,
                _("This token lacks the scope %(scope)s. Make another one on the page “API tokens”.")
                % {"scope": f"{self.name}:{way}"},
            )
        _require(shown.person, self.permission)
        return shown.person


class Browser(SessionAuth):
    """The session of somebody who is signed in; writing needs the header X-CSRFToken."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        if getattr(request, "token", None) or not isinstance(request.user, User):
            return None
        _require(request.user, self.permission)
        try:
            return super().__call__(request)
        except HttpError:
            sentence = _("A browser that writes sends the header X-CSRFToken. A program should use a token instead.")
            raise HttpError(403, sentence) from None


class Rate(BaseThrottle):
    """So many requests a minute for each token or person, counted in each process of the server by itself."""

    def allow_request(self, request: HttpRequest) -> bool:
        token = getattr(request, "token", None)
        whose = f"token-{token.pk}" if token else f"person-{request.user.pk}"
        key, cache = f"rate-{whose}-{int(time.time() // MINUTE)}", caches["process"]
        cache.add(key, 0, MINUTE)
        return cache.incr(key) <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def doors(name: str, title: Words = "", *, permission: str = "") -> list[Any]:
    """How one gets in to this part of the API, and what it is called; "" where any token will do.

    `permission` is what all of it needs: whoever lacks it is told so before anything that they send is read.
    """
    if title:
        SCOPED[name] = title
    return [Bearer(name, permission), Browser(permission)]


def _require(person: User, permission: str) -> None:
    if permission and not person.has_perm(permission):
        raise PermissionDenied(permission)
