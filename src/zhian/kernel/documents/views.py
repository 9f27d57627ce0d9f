"""The pages on which a hospital looks after its templates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, User
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from .downloads import sent
from .forms import TemplateForm
from .kinds import DOCUMENTS, Document
from .models import Template
from .placeholders import placeholders
from .services import FORMATS, Printed, data_of, go_back, in_use, preview, put_into_use

MANAGE = "documents.manage_templates"


@does(MANAGE)
@login_required
def templates(request: Request) -> HttpResponse:
    """Which documents there are, and which template each is made with."""
    hospital = hospital_of(request.user)
    rows = [(document, in_use(document, hospital)) for document in DOCUMENTS.values()]
    return render(request, "documents/templates.html", {"rows": rows, "hospital": hospital})


@does(MANAGE)
@login_required
@once
def template(request: Request, kind: str, short: str) -> HttpResponse:
    """One document: its template, its earlier ones, and what a template can ask for."""
    hospital, document = hospital_of(request.user), known(kind, short)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            put_into_use(document, told["file"], hospital=hospital, actor=request.user, note=told["note"])
            messages.success(request, _("The template holds from now on."))
            return redirect("documents:template", kind, short)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "documents/template.html", _shown(document, hospital) | {"form": form}, status=status)


@does(MANAGE)
@login_required
def download(request: Request, kind: str, short: str, version: int) -> HttpResponse:
    """The template itself, to be edited in Word; 0 is the program's own."""
    hospital, document = hospital_of(request.user), known(kind, short)
    data = data_of(document, hospital, version)
    if data is None:
        raise Http404
    return sent(Printed(f"{document.title} {version}.docx", "docx", data))


@does(MANAGE)
@login_required
def show_example(request: Request, kind: str, short: str, version: int, format: str) -> HttpResponse:
    """The template of a version, filled in with the example."""
    hospital, document = hospital_of(request.user), known(kind, short)
    if format not in FORMATS:
        raise Http404
    chosen = get_object_or_404(_versions(document, hospital), version=version) if version else None
    return sent(preview(document, chosen, format=format))


@does(MANAGE)
@login_required
@require_POST
@once
def use(request: Request, kind: str, short: str, version: int) -> HttpResponse:
    """Go back to an earlier version."""
    hospital = hospital_of(request.user)
    go_back(known(kind, short), version, hospital=hospital, actor=request.user)
    messages.success(request, _("The template holds from now on."))
    return redirect("documents:template", kind, short)


def hospital_of(user: User) -> Department:
    """The hospital whose templates the person looks after: the own one."""
    hospital = user.department.hospital if user.department else None
    if hospital is None or not user.has_perm(MANAGE, hospital):
        raise PermissionDenied(MANAGE)
    return hospital


def known(kind: str, short: str) -> Document:
    document = DOCUMENTS.get(f"{kind}.{short}")
    if document is None:
        raise Http404
    return document


def _versions(document: Document, hospital: Department) -> Any:
    return Template.objects.filter(document=document.name, hospital=hospital).select_related("added_by")


def _shown(document: Document, hospital: Department) -> dict[str, Any]:
    return {
        "document": document,
        "hospital": hospital,
        "in_use": in_use(document, hospital),
        "versions": list(_versions(document, hospital)),
        "placeholders": list(placeholders(document.sample())),
    }
