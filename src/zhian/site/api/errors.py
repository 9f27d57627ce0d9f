"""What goes wrong in an operation, as a problem that a program can read."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as WrongTypes

from zhian.engines.workflow import Refused
from zhian.kernel.web.problems import Contested, Invalid, errors_of_refusal, errors_of_types, problem


def answer_on(api: NinjaAPI) -> None:
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)


def _unauthenticated(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(
        request, 401, _("Sign in, or send a token that is alive: it may have expired, been revoked, or been mistyped.")
    )


def _forbidden(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 403, _("Your duties do not allow this. If they should, ask the security administrator."))


def _not_found(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 404, _("There is nothing at this address, or nothing that you may read."))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, 409, str(error))


def _contested(request: HttpRequest, error: Contested) -> HttpResponse:
    return problem(request, 409, str(error), kind="conflict", current=error.current, yours=error.yours)


def _invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    return _wrong_fields(request, error.errors)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _wrong_fields(request, errors_of_refusal(error))


def _wrong_types(request: HttpRequest, error: WrongTypes) -> HttpResponse:
    return _wrong_fields(request, errors_of_types(error.errors))


def _wrong_fields(request: HttpRequest, errors: Any) -> HttpResponse:
    sentence = _("Look at “errors”: each names a field and says what is wrong with it.")
    return problem(request, 422, sentence, errors=[error.model_dump() for error in errors])


def _too_many(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 429, _("Wait as many seconds as “Retry-After” says, then go on."))


def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    sentence = _("The body is no JSON.") if error.status_code == 400 else str(error)
    return problem(request, error.status_code, sentence)


HANDLERS: dict[type[Exception], Any] = {
    AuthenticationError: _unauthenticated,
    PermissionDenied: _forbidden,
    Http404: _not_found,
    Refused: _refused,
    Contested: _contested,
    Invalid: _invalid,
    ValidationError: _not_valid,
    WrongTypes: _wrong_types,
    Throttled: _too_many,
    HttpError: _other,
}
