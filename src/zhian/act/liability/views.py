"""What is owed: a case is typed in, both regimes answer side by side, and nothing of it is kept."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhian.engines.compensation.examples import NAMES, example, titles
from zhian.kernel.documents.downloads import sent
from zhian.kernel.documents.services import FORMATS
from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from .documents import on_paper
from .forms import CaseForm, flat
from .services import worked_out


@does("liability.assess")
@login_required
def what_if(request: Request) -> HttpResponse:
    """The form, and below its heading what each regime supports; a table that gets another row keeps all the rest."""
    _require(request)
    if request.method == "POST":
        told = request.POST.dict()
        is_growing = "add" in told  # a table gets another row, or a draft brings back its rows: nothing is judged yet
        return _shown(request, CaseForm(initial=told, add=told["add"])) if is_growing else _answered(request, told)
    name = request.GET.get("example", "")
    if name and name not in NAMES:
        raise Http404
    return _answered(request, dict(flat(example(name)))) if name else _shown(request, CaseForm())


@does("liability.assess")
@login_required
@require_POST
def sheet(request: Request, format: str) -> HttpResponse:
    """The calculation sheet of what is typed in, as Word or PDF."""
    _require(request)
    if format not in FORMATS:
        raise Http404
    form = CaseForm(request.POST.dict())
    if not form.is_valid():
        return _shown(request, form)
    return sent(on_paper(form.case, reader=request.user, format=format))


def _require(request: Request) -> None:
    if not request.user.has_perm("liability.assess"):
        raise PermissionDenied("liability.assess")


def _answered(request: Request, told: dict[str, str]) -> HttpResponse:
    form = CaseForm(told)
    return _shown(request, form, **worked_out(form.case)) if form.is_valid() else _shown(request, form)


def _shown(request: Request, form: CaseForm, **more: Any) -> HttpResponse:
    wrong = form.is_bound and bool(form.errors)
    context = {"form": form, "examples": titles(), **more}
    return render(request, "liability/what_if.html", context, status=422 if wrong else 200)
