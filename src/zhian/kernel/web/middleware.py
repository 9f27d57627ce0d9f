"""What happens around every page: language, timeouts, room on the disk, refusals in words."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused

from .errors import plain_page
from .problems import is_for_programs, problem
from .tokens import shown_by

Next = Callable[[HttpRequest], HttpResponse]

SAFE = ("GET", "HEAD", "OPTIONS")
NOT_AN_ACTIVITY = ("/healthz", "/inbox/count")  # what a page asks by itself keeps nobody logged in


def chosen_language(get_response: Next) -> Next:
    """Speak the language that the person chose, or else somebody in this browser; else the hospital's own.

    What a browser prefers by itself is not a choice.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = _asked_for(request)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def timeouts(get_response: Next) -> Next:
    """End a session that lay idle, or that has lasted a whole shift."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            moment = timezone.now().timestamp()
            began = request.session.setdefault("began", moment)
            seen = request.session.get("seen", moment)
            if moment - seen > settings.SESSION_IDLE.total_seconds() or moment - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif request.path not in NOT_AN_ACTIVITY and (moment - seen > 60 or "seen" not in request.session):
                request.session["seen"] = moment
        return get_response(request)

    return middleware


def programs(get_response: Next) -> Next:
    """Below /api/ a token stands for its person, and what goes wrong is told to a program."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_for_programs(request):
            return get_response(request)
        token = None
        if "Authorization" in request.headers:
            token = shown_by(request)
            request.token, request.user = token, token.person if token else AnonymousUser()  # type: ignore[attr-defined]
        language = (token and token.person.language) or translation.get_language()
        with translation.override(language):
            response = get_response(request)
            told = _not_here(request, response) if response.status_code == 405 else response
        told.headers.setdefault("Content-Language", language)
        return told

    return middleware


class Sessions(SessionMiddleware):
    """A page that only reads is shown although a full disk keeps the session from noting when."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except OperationalError:
            if request.method in SAFE:
                return response
            raise


def free_space(get_response: Next) -> Next:
    """Take nothing new when the disk is nearly full; what is there can still be read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and shutil.disk_usage(settings.HOME).free < settings.LEAST_FREE_BYTES:
            return plain_page(
                request,
                503,
                _(
                    "The disk of the server is nearly full, so nothing can be saved now. "
                    "What you typed is kept in this browser. Please tell the system administrator."
                ),
            )
        return get_response(request)

    return middleware


class refusals:
    """A refusal that no page caught still reaches the person as a sentence."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return plain_page(request, 409, str(exception))
        if isinstance(exception, ValidationError):
            return plain_page(request, 409, " ".join(exception.messages))
        return None


def _asked_for(request: HttpRequest) -> str:
    """By the person, else in this browser; where no trace may stay, in the address alone."""
    if hasattr(request, "is_traceless"):
        return request.GET.get("lang", "")
    own = request.user.language if request.user.is_authenticated else ""
    return own or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")


def _not_here(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    told = problem(request, 405)
    told["Allow"] = response["Allow"]
    return told
