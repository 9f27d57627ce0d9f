"""Pages for what goes wrong: what it is, and what to do next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .problems import is_for_programs, problem


def plain_page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """An error page with one sentence and the way back; a program gets the same as a problem."""
    if is_for_programs(request):
        return problem(request, status, sentence)
    return render(request, "web/error.html", {"status": status, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_page(request, 400, _("The server could not make sense of this request. Go back and try once more."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_page(request, 403, _("Your duties do not allow this. If they should, ask the security administrator."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_page(request, 404, _("There is nothing at this address, or nothing that you may read."))


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _database_away(request)
    return plain_page(
        request, 500, _("Something broke on our side. Nothing was half saved; what you typed is kept in this browser.")
    )


def _database_away(request: HttpRequest) -> HttpResponse:
    """A full disk, a database that is being restarted: it passes, and trying again is right."""
    response = plain_page(
        request,
        503,
        _(
            "The database cannot answer now: the disk of the server may be full, or the database may be away. Nothing "
            "was half saved; what you typed is kept in this browser. Try again in a minute, and tell the administrator."
        ),
    )
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain_page(
        request,
        403,
        _("This page was open for too long, or cookies are off. Load it anew and send it again: your text is kept."),
    )
