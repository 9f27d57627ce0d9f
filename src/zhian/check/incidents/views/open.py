"""Pages that anybody reaches without signing in: a report without a name, and what becomes of it by its receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from zhian.kernel.modules import Words
from zhian.kernel.people.access import PUBLIC, does
from zhian.kernel.web.errors import plain_page
from zhian.kernel.web.limits import Limit
from zhian.kernel.web.traceless import TracelessRequest

from ..codes import Voice
from ..forms.open import AnswerForm, ConcernForm, OpenForm, ReceiptForm, StaffForm
from ..models import Poster
from ..services.intake import next_release, take_answer, take_in
from ..services.posters import instead_of
from ..services.receipts import Found, find, in_plain_words, is_form, new_form

HOUR = 3600
SENDING = Limit(settings.OPEN_FORMS_AN_HOUR, HOUR)
GUESSING = Limit(settings.WRONG_RECEIPTS_AN_HOUR, HOUR)
ADDRESS = urljoin(settings.SITE_ADDRESS, "/r/")  # to be written down
LARGEST_BODY = 40 * 1024 * 1024

View = Callable[..., HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Files never touch the disk before they are clean, and not under a name or a time of theirs."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        self.activated = content_length <= LARGEST_BODY


class Face(NamedTuple):
    """One of the two ways in: who speaks, what they are asked, and the page."""

    voice: str
    form: type[OpenForm]
    template: str


FACES = {
    "staff": Face(Voice.STAFF, StaffForm, "incidents/open/staff.html"),
    "concern": Face(Voice.CONCERN, ConcernForm, "incidents/open/concern.html"),
}


def open_page(view: View) -> View:
    """For anybody, without a cookie: what a form needs it carries itself, see `receipts.new_form`."""

    @wraps(view)
    def page(request: TracelessRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return plain_page(request, 413, _("That is more than can be sent at once. Leave out a picture."))
        if request.method == "POST" and not SENDING.allows(request.visitor):  # before anything is read or cleaned
            return _too_often(request)
        return view(request, *args, **kwargs)

    return does(PUBLIC)(csrf_exempt(page))


@open_page
def show_poster(request: TracelessRequest, code: str) -> HttpResponse:
    """Where the code on the wall leads: who are you?"""
    poster = _poster(code)
    if not poster.takes_reports:
        return _closed(request, poster)
    return _page(request, "incidents/open/poster.html", poster=poster)


@open_page
def report(request: TracelessRequest, code: str, face: str) -> HttpResponse:
    """The form, and after it the receipt, which is on this one answer and nowhere else."""
    poster, shown = _poster(code), FACES[face]
    if not poster.takes_reports:
        return _closed(request, poster)
    form = _form(shown.form, request, poster=poster)
    if form.is_valid():
        return _receipt(request, poster, shown, form)
    return _page(request, shown.template, 422 if form.is_bound else 200, form=form, poster=poster)


@open_page
def show_receipt(request: TracelessRequest) -> HttpResponse:
    """What became of a report, for whoever has its code."""
    form = ReceiptForm(request.POST or None)
    if not form.is_valid():
        return _page(request, "incidents/open/enter.html", 422 if form.is_bound else 200, form=form)
    if GUESSING.is_reached(request.visitor):
        return _too_often(request)
    found = find(form.cleaned_data["code"])
    if found is None:
        GUESSING.count(request.visitor)
        form.add_error("code", _("Nothing is known under this code. Compare it letter by letter."))
        return _page(request, "incidents/open/enter.html", 422, form=form)
    return _found(request, found, form.cleaned_data["code"])


def _receipt(request: TracelessRequest, poster: Poster, shown: Face, form: OpenForm) -> HttpResponse:
    told = dict(form.cleaned_data)
    token, files = told.pop("form"), told.pop("attachments")
    code = take_in(poster, form=token, voice=shown.voice, told=told, files=files)
    context = {"code": code, "release_at": next_release(), "poster": poster, "address": ADDRESS}
    return _page(request, "incidents/open/receipt.html", **context)


def _found(request: TracelessRequest, found: Found, code: str) -> HttpResponse:
    """Its state in plain words, the letters, and a form for an answer."""
    context: dict[str, Any] = {"code": code, "release_at": found.release_at}
    receipt = found.receipt
    if receipt:
        form = _form(AnswerForm, request) if "text" in request.POST else AnswerForm(initial={"form": new_form()})
        if form.is_valid():
            context["answered_at"] = take_answer(
                receipt, form=form.cleaned_data["form"], text=form.cleaned_data["text"]
            )
            form = AnswerForm(initial={"form": new_form()})
        context |= {
            "receipt": receipt,
            "plain": in_plain_words(receipt),
            "form": form,
            "letters": receipt.letters.all(),
        }
    return _page(request, "incidents/open/found.html", **context)


def _form(form: type, request: TracelessRequest, **kwargs: Any) -> Any:
    """The form as it was sent. One that is not ours or too old comes back with everything that was typed, to be sent
    again."""
    if request.method != "POST":
        return form(initial={"form": new_form()}, **kwargs)
    told = request.POST.copy()
    is_ours = is_form(told.get("form", ""))
    if not is_ours:
        told["form"] = new_form()
    filled: forms.Form = form(told, request.FILES, **kwargs)
    if not is_ours:
        filled.full_clean()
        filled.add_error(None, _("This page was open for too long. Please send it once more: nothing is lost."))
    return filled


def _poster(code: str) -> Poster:
    found = Poster.objects.select_related("department__hospital").filter(code=code.lower()).first()
    if found is None:
        raise Http404
    return found


def _closed(request: TracelessRequest, poster: Poster) -> HttpResponse:
    return _page(request, "incidents/open/closed.html", 410, poster=poster, instead=instead_of(poster))


def _too_often(request: TracelessRequest) -> HttpResponse:
    return plain_page(request, 429, _("That was too often from this network. Wait an hour and try again."))


def _page(request: TracelessRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    said: Words = request.GET.get("lang", "")
    known = said in dict(settings.LANGUAGES)
    return render(request, template, {**context, "spoken": f"?lang={said}" if known else ""}, status=status)
