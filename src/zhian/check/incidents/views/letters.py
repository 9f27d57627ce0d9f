"""Writing to a reporter who is known by a receipt alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.web.forms import IdentifyForm
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.letters import LetterForm
from ..services.letters import ask_reporter, read_contact
from .pages import pages


@does("incidents.ask_reporter")
@login_required
@once
def new_letter(request: Request, number: str) -> HttpResponse:
    """A question, which the reporter finds by the receipt."""
    incident = pages.get(request, number, "ask_reporter")
    form = LetterForm(request.POST or None)
    if form.is_valid():
        try:
            ask_reporter(incident, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Asked. The reporter reads it by the receipt."))
            return redirect(incident)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return pages.render(request, "web/step.html", form=form, record=incident, title=_("Ask the reporter"))


@does("incidents.ask_reporter")
@login_required
def show_contact(request: Request, number: str) -> HttpResponse:
    """How a family wished to be reached, for whoever says what for."""
    incident = pages.get(request, number, "ask_reporter")
    form, contact = IdentifyForm(request.POST or None), ""
    if form.is_valid():
        try:
            contact = read_contact(incident, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "record": incident, "title": _("How the reporter can be reached"), "secret": contact}
    response = pages.render(request, "incidents/contact.html", **context)
    response["Cache-Control"] = "no-store"
    return response
