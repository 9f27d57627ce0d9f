"""How every operation checks what it is told, answers, and says in the documentation what it does."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja.responses import Response
from pydantic import TypeAdapter

from ..once import HEADER, PATTERN
from ..problems import FieldError, Invalid, errors_of
from ..requests import Request

# What may go wrong; all of it is told as one `Problem`, which the API describes once and not at each operation.
READING: dict[int, Any] = dict.fromkeys((401, 403, 404, 422, 429))
WRITING: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429, 503))
BINARY = {"schema": {"type": "string", "format": "binary"}}
OBJECT = {"schema": {"type": "object"}}
KEY = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "pattern": PATTERN},
    "description": "Chosen by you, new for each deed. The same call again gets the first answer.",
}


def operation(
    name: str, deed: str, summary: str, *, is_once: bool = False, media: Iterable[str] = ()
) -> dict[str, Any]:
    """What the documentation says: a lasting name, the deed (a permission), and the types of a file it sends."""
    extra: dict[str, Any] = {"x-deed": deed}
    if is_once:
        extra["parameters"] = [KEY]
    if media:
        extra["responses"] = {200: {"content": {kind: OBJECT if kind.endswith("+json") else BINARY for kind in media}}}
    return {"operation_id": name, "summary": summary, "openapi_extra": extra}


def checked(form: Any) -> Any:
    """The form, if what it was told is right; raises Invalid with what is wrong in which field."""
    if form.is_valid():
        return form
    rows = getattr(form, "rows", None)
    told = rows.errors if rows is not None and rows.is_bound else ()
    in_rows = [error for at, row in enumerate(told) for error in errors_of(row, f"{form.rows_prefix}.{at}.")]
    raise Invalid([*errors_of(form.errors), *in_rows])


def answer(schema: Any, told: Any, status: int = 200) -> HttpResponse:
    """What was done, as JSON that can be kept and given again."""
    return Response(in_words(schema, told), status=status)


def in_words(schema: Any, told: Any) -> Any:
    """What the schema says of it, in plain values."""
    adapter = _adapter(schema)
    return adapter.dump_python(adapter.validate_python(told, from_attributes=True))


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """Refuse parameters that nobody asked for: a misspelt filter would silently show everything."""
    _refuse(set(request.GET) - set(known))


def refuse_other_parts(request: Request, known: Iterable[str]) -> None:
    """The same for the parts of a multipart body."""
    _refuse((set(request.POST) | set(request.FILES)) - set(known))


@cache
def _adapter(schema: Any) -> TypeAdapter:
    return TypeAdapter(schema)


def _refuse(names: set[str]) -> None:
    if names:
        raise Invalid(FieldError(field=name, messages=[_("There is no such field.")]) for name in sorted(names))
