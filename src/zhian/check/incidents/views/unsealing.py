"""Who reported under seal: asked by one person, granted by another one, seen for a day."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.records import unsealing
from zhian.kernel.web.grave import grave
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.unsealing import AskForm, DecideForm
from .pages import pages


@does("incidents.ask_unsealing")
@login_required
@once
def ask_author(request: Request, number: str) -> HttpResponse:
    """Ask to know who reported, and say why."""
    incident, form = pages.get(request, number, "ask_unsealing"), AskForm(request.POST or None)
    if form.is_valid() and _done(form, lambda: unsealing.ask(incident, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("A second person is asked to decide."))
        return redirect(incident)
    return pages.render(request, "incidents/author_ask.html", form=form, record=incident, title=_("Ask who reported"))


@does("incidents.decide_unsealing")
@login_required
@grave
@once
def decide_author(request: Request, number: str, asked: int) -> HttpResponse:
    """Decide what somebody else asked."""
    incident, form = pages.get(request, number, "decide_unsealing"), DecideForm(request.POST or None)
    question = unsealing.question(incident, asked)
    if form.is_valid() and _done(
        form, lambda: unsealing.decide(incident, actor=request.user, unsealing=asked, **form.cleaned_data)
    ):
        messages.success(request, _("It is decided."))
        return redirect(incident)
    title = _("Decide whether the reporter becomes known")
    context = {"form": form, "record": incident, "title": title, "question": question}
    return pages.render(request, "incidents/author_decide.html", **context)


@does("incidents.ask_unsealing")
@login_required
@grave
def show_author(request: Request, number: str) -> HttpResponse:
    """Who reported, for whoever was granted it. Only on pressing the button: it is noted and told to the reporter."""
    incident = pages.get(request, number, "ask_unsealing")
    form = forms.Form(request.POST if request.method == "POST" else None)
    person = None
    if form.is_valid():
        person = _done(form, lambda: unsealing.open_identity(incident, actor=request.user))
    context = {"form": form, "record": incident, "title": _("Who reported"), "secret": person}
    response = pages.render(request, "incidents/author.html", **context)
    response["Cache-Control"] = "no-store"
    return response


def _done(form: forms.Form, deed: Callable[[], Any]) -> Any:
    """What the deed returns; where it is refused, the reason stands in the form."""
    try:
        return deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
