"""The questions of each category, for the quality office: what is asked, in which version, and a hospital's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.engines.questionnaires import in_language
from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.questionnaires import QuestionnaireForm
from zhian.kernel.web.requests import Request

from ..codes import CATEGORY_ICONS, Category
from ..forms.questions import EditionForm
from ..models import Edition
from ..services.editions import WRITE, as_next, edition_for, editions, publish
from ..services.newer import undecided


@does(WRITE)
@login_required
def list_questions(request: Request) -> HttpResponse:
    """Every category with what is asked of it today."""
    hospital = hospital_of(request)
    newer = {each.name: each for each in undecided(hospital)}
    rows = [
        {
            "category": category,
            "icon": CATEGORY_ICONS[category],
            "edition": edition_for(hospital, category),
            "newer": newer.get(category),
        }
        for category in Category
    ]
    return render(request, "incidents/questions/list.html", {"rows": rows})


@does(WRITE)
@login_required
@once
def edit_questions(request: Request, name: str) -> HttpResponse:
    """One category: a preview, the versions so far, and the text from which the hospital makes its own."""
    hospital, known = hospital_of(request), category_of(name)
    shown = _chosen(editions(hospital, known), request.GET.get("version", "")) or edition_for(hospital, known)
    form = EditionForm(known, request.POST or None, initial={"text": as_next(hospital, shown)})
    if form.is_valid() and "publish" in request.POST and (kept := _published(request, hospital, form)):
        messages.success(request, _("Version %(version)s is published.") % {"version": kept.version})
        return redirect("incidents:questions", known)
    preview = QuestionnaireForm(form.questionnaire or shown.questionnaire, prefix="preview")
    context = {
        "category": Category(known),
        "form": form,
        "preview": preview,
        "is_draft": form.questionnaire is not None,
        "shown": shown,
        "in_force": edition_for(hospital, known),
        "editions": editions(hospital, known),
        "newer": next((each for each in undecided(hospital) if each.name == known), None),
        "notice": in_language(shown.questionnaire.notice, preview.language),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "incidents/questions/edit.html", context, status=status)


def hospital_of(request: Request) -> Department:
    """The person's hospital; raises PermissionDenied for whoever does not look after its questions."""
    hospital = request.user.department.hospital if request.user.department else None
    if hospital is None or not request.user.has_perm(WRITE, hospital):
        raise PermissionDenied(WRITE)
    return hospital


def category_of(name: str) -> str:
    if name not in Category.values:
        raise Http404
    return name


def _published(request: Request, hospital: Department, form: EditionForm) -> Edition | None:
    try:
        return publish(hospital, actor=request.user, name=form.name, text=form.cleaned_data["text"])
    except (Refused, ValidationError) as refusal:
        told: Any = str(refusal) if isinstance(refusal, Refused) else refusal.messages
        form.add_error("text", told)
        return None


def _chosen(known: list[Edition], version: str) -> Edition | None:
    """The own edition of that number, or the program's, which is the last of them."""
    if version == "program":
        return known[-1]
    return next((edition for edition in known if str(edition.version) == version), None)
