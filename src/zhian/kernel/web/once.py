"""A form sent twice is one deed: a repeated submission gets the first answer."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from zhian.engines.workflow import Refused
from zhian.kernel.encryption import blind_index

from .files import look_into
from .models import Submission

FIELD = "once"  # the form's hidden field
HEADER = "Idempotency-Key"  # the same for programs
REDIRECT = 302
CHANGING = ("POST", "PATCH")


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Carry out a POST or PATCH once for each key and content.

    The key alone does not count: whoever goes back, changes the text and sends it again means something new.
    An answer that is no success (a form with errors, a refusal) leaves nothing behind, so that it can be mended.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
        if request.method not in CHANGING or not key:
            return view(request, *args, **kwargs)
        _look_into_files(request)
        return _first_answer(_fingerprint(request, key), lambda: view(request, *args, **kwargs))

    return answer


def _look_into_files(request: HttpRequest) -> None:
    """Before the transaction begins, so that nobody else waits for it; the form then says what is wrong with them."""
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            with suppress(Refused):
                look_into(file)


def _first_answer(key: str, deed: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        if submission := _claim(key):
            response = deed()
            if _succeeded(response):
                _remember(submission, response)
            else:
                submission.delete()
            return response
    return _again(Submission.objects.get(pk=key))


def _claim(key: str) -> Submission | None:
    """The right to be the first; whoever sends the same at the same time waits here for our answer."""
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key)
    except IntegrityError:
        return None


def _succeeded(response: HttpResponse) -> bool:
    return response.status_code == REDIRECT or (
        response.status_code < 300 and "json" in response.get("Content-Type", "")
    )


def _remember(submission: Submission, response: HttpResponse) -> None:
    submission.status = response.status_code
    submission.location = response.get("Location", "")
    submission.body = "" if submission.location else response.content.decode()
    submission.save()


def _again(submission: Submission) -> HttpResponse:
    kind = "text/html" if submission.location else "application/json; charset=utf-8"
    response = HttpResponse(submission.body, status=submission.status, content_type=kind)
    if submission.location:
        response["Location"] = submission.location
    return response


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
