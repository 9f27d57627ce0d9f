"""What went wrong, told to a program: problem+json after RFC 9457, in the person's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.responses import Response
from pydantic import BaseModel, ConfigDict, Field

API = "/api/"  # below it programs are answered, not people
MEDIA_TYPE = "application/problem+json"

KINDS = {  # status → its name in the type, and its title
    400: ("malformed", gettext_lazy("This request cannot be read.")),
    401: ("unauthenticated", gettext_lazy("Nobody is signed in.")),
    403: ("forbidden", gettext_lazy("This is not allowed.")),
    404: ("not-found", gettext_lazy("There is nothing here.")),
    405: ("method", gettext_lazy("This cannot be done at this address.")),
    409: ("refused", gettext_lazy("This cannot be done now.")),
    422: ("invalid", gettext_lazy("Something is missing or wrong.")),
    429: ("too-many", gettext_lazy("Too many requests.")),
    500: ("broken", gettext_lazy("Something broke on our side.")),
    503: ("unavailable", gettext_lazy("This is not possible for the moment.")),
}


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Where: the field's name, such as grade or actions.0.owner; empty for the whole.")
    messages: list[str]


class Problem(BaseModel):
    """Why there is no answer, after RFC 9457."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="What kind of problem, such as urn:zhian:problem:refused.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what would help, in the person's language.")
    instance: str = Field(description="The address that was asked.")
    errors: list[FieldError] = Field(default=[], description="At 422: what is wrong with which field.")
    current: dict[str, Any] | None = Field(default=None, description="At a conflict: what the record says now.")
    yours: dict[str, Any] | None = Field(default=None, description="At a conflict: what you sent.")


class Invalid(Exception):
    """What was told does not make sense; `errors` says for each field why."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        super().__init__()
        self.errors = list(errors)


class Contested(Exception):
    """Somebody changed the record meanwhile: what it says now, and what this program wanted to write."""

    def __init__(self, sentence: str, *, current: dict[str, Any], yours: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.current, self.yours = current, yours


def is_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def problem(request: HttpRequest, status: int, detail: str = "", *, kind: str = "", **more: Any) -> HttpResponse:
    """The answer for a program where a person would get an error page."""
    name, title = KINDS.get(status, KINDS[500])
    told = {
        "type": f"urn:zhian:problem:{kind or name}",
        "title": str(title),
        "status": status,
        "detail": str(detail or title),
        "instance": request.path,
        **more,
    }
    response = Response(told, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def errors_of(told: Mapping[str, Sequence[Any]], prefix: str = "") -> list[FieldError]:
    """A form's errors, or a model's."""
    return [
        FieldError(field=_name(prefix, field), messages=[str(message) for message in messages])
        for field, messages in told.items()
    ]


def errors_of_refusal(refusal: ValidationError) -> list[FieldError]:
    return errors_of(
        refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}  # type: ignore[arg-type]
    )


def errors_of_types(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """What pydantic found, in words for people."""
    return [FieldError(field=_place(error["loc"]), messages=[_in_words(error)]) for error in errors]


def _name(prefix: str, field: str) -> str:
    return prefix + ("" if field == NON_FIELD_ERRORS else field)


def _place(loc: Sequence[Any]) -> str:
    """Where it is for whoever sent it, without what only our own signatures know: (body, told, actions, 0, owner)."""
    return ".".join(str(part) for part in loc[1:] if part != "told")


def _in_words(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return _("This is required.")
        case "extra_forbidden":
            return _("There is no such field.")
        case "literal_error":
            return _("Choose one of: %(choices)s.") % {"choices": context["expected"].replace(" or ", ", ")}
        case "string_too_long":
            return _("At most %(most)s characters.") % {"most": context["max_length"]}
        case "string_too_short" | "string_pattern_mismatch":
            return _("This must not be empty.")
        case "greater_than_equal":
            return _("At least %(least)s.") % {"least": context["ge"]}
        case "less_than_equal":
            return _("At most %(most)s.") % {"most": context["le"]}
        case kind if kind.startswith("date"):
            return _("A date such as 2026-07-31, or with a time: 2026-07-31T14:05:00+08:00.")
        case kind if kind.startswith("int"):
            return _("This must be a whole number.")
        case kind if kind.startswith("bool"):
            return _("This must be true or false.")
        case kind if kind.startswith("string"):
            return _("This must be text.")
    return _("This value does not fit.")
