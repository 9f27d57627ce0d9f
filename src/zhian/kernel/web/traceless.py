"""Addresses at which nothing is learnt of who asks, and nothing is left with them: for reports without a name."""

import hmac
import logging
import secrets
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhian.kernel.modules import installed_modules
from zhian.kernel.moment import today

Next = Callable[[HttpRequest], HttpResponse]

# What the program needs of a request to answer it. All else is dropped before anything can see it: address, browser,
# cookies, the page before, languages, and whatever a server on the way has added.
NEEDED = {
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
}
NEEDED_PREFIX = "wsgi."

_is_open: ContextVar[bool] = ContextVar("whether nothing may be traced now", default=False)
_key_of_day: tuple[date, bytes] = (date.min, b"")


class TracelessRequest(HttpRequest):
    """A request at such an address; for types only, Django makes the object."""

    is_traceless: bool
    visitor: str


def traceless(get_response: Next) -> Next:
    """Outermost middleware: takes from the request what tells of a person, and from the answer what would stay."""
    places = tuple(f"/{module.open_at}/" for module in installed_modules() if module.open_at)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(places):
            return get_response(request)
        request.is_traceless, request.visitor = True, _visitor(request)  # type: ignore[attr-defined]
        _strip(request)
        token = _is_open.set(True)
        try:
            return _without_traces(get_response(request))
        finally:
            _is_open.reset(token)

    return middleware


class Untold(logging.Filter):
    """Of a request without traces the log says at most that something broke, where in the program, and on which day."""

    def filter(self, record: logging.LogRecord) -> bool:
        asked = getattr(record, "request", None)  # Django tells of a refusal when all middleware is through
        if not (_is_open.get() or hasattr(asked, "is_traceless")):
            return True
        if record.levelno < logging.ERROR or hasattr(record, "is_untold"):
            return record.levelno >= logging.ERROR
        record.is_untold = True
        record.created = _midnight().timestamp()
        record.msecs = 0
        record.msg, record.args = "An address without traces failed.%s", (_places(record),)
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _strip(request: HttpRequest) -> None:
    told = request.META
    for name in [name for name in told if name not in NEEDED and not name.startswith(NEEDED_PREFIX)]:
        del told[name]


def _without_traces(response: HttpResponse) -> HttpResponse:
    response.cookies.clear()
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _visitor(request: HttpRequest) -> str:
    """The same for one address on one day, so that it can be limited; nobody can say which address, not even we.

    The key is random, lies in the memory of this process alone and is thrown away at midnight.
    """
    global _key_of_day
    if _key_of_day[0] != today():
        _key_of_day = (today(), secrets.token_bytes(32))
    return hmac.digest(_key_of_day[1], _address(request).encode(), "sha256").hex()


def _address(request: HttpRequest) -> str:
    """Where it comes from: the last that our own servers in front have noted, or the other end of the line."""
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    servers = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return passed[-servers] if 0 < servers <= len(passed) else request.META.get("REMOTE_ADDR", "")


def _midnight() -> datetime:
    day = today()
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (the log writes local time)


def _places(record: logging.LogRecord) -> str:
    """Files and lines, without the words of the error: those could hold what was written."""
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    kind, _error, trace = record.exc_info
    found = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))
    return f" {kind.__name__}{found}"
