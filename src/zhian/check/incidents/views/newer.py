"""Newer questions that came with the program, beside the hospital's own: compared, and decided about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..codes import Category
from ..forms.questions import NewerForm
from ..models import NewerEdition
from ..services.editions import WRITE, edition_for
from ..services.newer import compared, decide_newer, undecided
from .questions import category_of, hospital_of


@does(WRITE)
@login_required
@once
def newer_questions(request: Request, name: str) -> HttpResponse:
    """The two side by side, and the choice between them."""
    newer = newer_of(request, name)
    form = NewerForm(request.POST or None)
    if form.is_valid():
        try:
            decide_newer(newer, actor=request.user, **form.cleaned_data)
            messages.success(request, _("It is decided: %(decision)s.") % {"decision": newer.get_decision_display()})
            return redirect("incidents:questions", newer.name)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "newer": newer,
        "category": Category(newer.name),
        "own": edition_for(newer.hospital, newer.name),
        "rows": list(compared(newer)),
        "form": form,
    }
    return render(request, "incidents/questions/newer.html", context, status=422 if form.is_bound else 200)


def newer_of(request: Request, name: str) -> NewerEdition:
    """What the hospital has to decide about this category; 404 where there is nothing to decide."""
    known = category_of(name)
    for newer in undecided(hospital_of(request)):
        if newer.name == known:
            return newer
    raise Http404
