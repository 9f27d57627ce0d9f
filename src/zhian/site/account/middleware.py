"""What a person must do before anything else: change a first or outdated password, set up a second factor."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.problems import is_for_programs, problem

from .factors import has_second_factor, must_have_second_factor

Next = Callable[[HttpRequest], HttpResponse]
Errand = tuple[str, str]  # the name of the address where it is done; why, in a sentence

ALWAYS_OPEN = ("account_logout", "account_reauthenticate", "set_language", "healthz")


def first_things_first(get_response: Next) -> Next:
    """Lead to what must be done first; every other page waits. Programs with a token of their own go on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person, token = request.user, getattr(request, "token", None)
        errand = _errand(person) if isinstance(person, User) and token is None else None
        if errand is None or _is_on_the_way(request.path, errand[0]):
            return get_response(request)
        return _led(request, *errand)

    return middleware


def _led(request: HttpRequest, address: str, why: str) -> HttpResponse:
    if is_for_programs(request):
        return problem(request, 403, why)
    messages.warning(request, why)
    return redirect(address)


def _errand(person: User) -> Errand | None:
    if person.must_change_password:
        return "account_change_password", _("This is a first password. Choose one that only you know.")
    if _is_old(person):
        days = settings.PASSWORD_DAYS
        return "account_change_password", _("Your password is older than %(days)s days. Choose a new one.") % {
            "days": days
        }
    if must_have_second_factor(person) and not has_second_factor(person):
        return "mfa_index", _("Your duties ask for a second factor. Set up an app or a security key first.")
    return None


def _is_old(person: User) -> bool:
    if not settings.PASSWORD_DAYS or not person.has_usable_password() or person.password_changed_at is None:
        return False
    return now() - person.password_changed_at > timedelta(days=settings.PASSWORD_DAYS)


def _is_on_the_way(path: str, address: str) -> bool:
    return path.startswith(reverse(address)) or path in {reverse(name) for name in ALWAYS_OPEN}
