"""A form sent twice is one deed: a repeated submission gets the first answer."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.encryption import blind_index
from zhian.kernel.moment import now

from .files import look_into
from .models import Submission
from .problems import FieldError, Invalid

FIELD = "once"  # the form's hidden field
HEADER = "Idempotency-Key"  # the same for programs
PATTERN = "^[!-~]{1,200}$"  # what it may look like there
REDIRECT = 302
CHANGING = ("POST", "PATCH")

# Put down by hand, for every deed needs them, and Django would put each together anew. Whoever sends the same at the
# same time waits at the first for our answer.
TAKE = "INSERT INTO web_submission (key, status, location, body, at) VALUES (%s, 0, '', '', %s) ON CONFLICT DO NOTHING"
KEEP = "UPDATE web_submission SET status = %s, location = %s, body = %s WHERE key = %s"


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Carry out a POST or PATCH once for each key and content.

    The key alone does not count: whoever goes back, changes the text and sends it again means something new.
    An answer that is no success (a form with errors, a refusal) leaves nothing behind, so that it can be mended.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return first_answer(request, lambda: view(request, *args, **kwargs))

    return answer


def first_answer(request: HttpRequest, deed: Callable[[], HttpResponse]) -> HttpResponse:
    """The deed's answer; or the one that was given before to the same request.

    All in one transaction: for as long as the deed takes, nobody else writes into SQLite. What takes its time and
    writes nothing is better done before it, after a look at `earlier_answer`.
    """
    key = _key(request)
    if not key:
        return deed()
    _look_into_files(request)
    with transaction.atomic():
        if _is_first(key):
            return _carry_out(key, deed)
    return _again(Submission.objects.get(pk=key))


def earlier_answer(request: HttpRequest) -> HttpResponse | None:
    """What was answered to the same request before, None if it is the first one or still under way."""
    found = Submission.objects.filter(pk=_key(request)).first()
    return _again(found) if found else None


def _is_first(key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [key, connection.ops.adapt_datetimefield_value(now())])
        return cursor.rowcount == 1


def _carry_out(key: str, deed: Callable[[], HttpResponse]) -> HttpResponse:
    response = deed()
    if _succeeded(response):
        _remember(key, response)
    else:
        Submission.objects.filter(pk=key).delete()
    return response


def _look_into_files(request: HttpRequest) -> None:
    """Before the transaction begins, so that nobody else waits for it; the form then says what is wrong with them."""
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            with suppress(Refused):
                look_into(file)


def _succeeded(response: HttpResponse) -> bool:
    return response.status_code == REDIRECT or (
        response.status_code < 300 and "json" in response.get("Content-Type", "")
    )


def _remember(key: str, response: HttpResponse) -> None:
    location = response.get("Location", "")
    body = "" if location else response.content.decode()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [response.status_code, location, body, key])


def _again(submission: Submission) -> HttpResponse:
    kind = "text/html" if submission.location else "application/json; charset=utf-8"
    response = HttpResponse(submission.body, status=submission.status, content_type=kind)
    if submission.location:
        response["Location"] = submission.location
    return response


def _key(request: HttpRequest) -> str:
    """Of what is sent, by whom and to where; "" where the sender gave none or nothing is to be changed."""
    given = _of_a_program(request) or request.POST.get(FIELD, "")
    return _fingerprint(request, given) if given and request.method in CHANGING else ""


def _of_a_program(request: HttpRequest) -> str:
    """Raises Invalid for a key that would not hold: better than a deed that is done twice."""
    given = request.headers.get(HEADER)
    if given is not None and not re.fullmatch(PATTERN, given):
        wrong = _("A key has 1 to 200 letters, digits and signs, without spaces.")
        raise Invalid([FieldError(field=HEADER, messages=[wrong])])
    return given or ""


def _fingerprint(request: HttpRequest, key: str) -> str:
    told = [str(request.method), str(request.user.pk), request.path, key]
    if request.content_type == "application/json":
        told.append(request.body.decode(errors="replace"))
    else:
        told += [
            f"{name}={request.POST.getlist(name)}" for name in sorted(request.POST) if name != "csrfmiddlewaretoken"
        ]
        told += [
            f"{name}:{file.name}:{file.size}" for name in sorted(request.FILES) for file in request.FILES.getlist(name)
        ]
    return blind_index("\0".join(told), "web.submission")  # keyed: nobody tries out whose a report was
