"""Answering the questions of an incident's category."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhian.engines.questionnaires import in_language, tell
from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.records.deeds import note_opening
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import Conflict, require_open
from zhian.kernel.web.once import once
from zhian.kernel.web.questionnaires import QuestionnaireForm
from zhian.kernel.web.requests import Request

from ..models import Answers
from ..services import answer_questions, asked_of
from ..services.editions import SHAPES
from .pages import pages


@does("incidents.answer")
@login_required
@once
def answer_page(request: Request, number: str) -> HttpResponse:
    """The questions, with what was answered so far."""
    incident = pages.get(request, number, "answer")
    require_open(incident)
    note_opening(incident, reader=request.user, what=Opening.What.RECORD)
    edition, known = asked_of(incident)
    values = known.values if known else {}
    form = QuestionnaireForm(edition.questionnaire, request.POST or None, values=values, shapes=SHAPES)
    conflict = None
    if form.is_valid():
        try:
            answer_questions(incident, actor=request.user, version=_version(request), told=form.told())
            messages.success(request, _("Your answers are kept. Thank you."))
            return redirect(incident)
        except Conflict:
            conflict = _both(asked_of(incident)[1], form)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
    return pages.render(
        request,
        "incidents/answers.html",
        form=form,
        record=incident,
        edition=edition,
        title=in_language(edition.questionnaire.words, form.language),
        notice=in_language(edition.questionnaire.notice, form.language),
        version=known.version if known else 0,
        conflict=conflict,
    )


def _version(request: Request) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdigit() else 0


def _both(known: Answers | None, form: QuestionnaireForm) -> list[dict[str, Any]]:
    """For each question that was answered differently meanwhile: what stands there now, and what this person wrote."""
    theirs = {told.item.link_id: told.words for told in known.told} if known else {}
    mine = {told.item.link_id: told.words for told in tell(form.questionnaire, form.answered.values, form.language)}
    return [
        {"label": form.fields[name].label, "theirs": theirs.get(name, ""), "mine": mine.get(name, "")}
        for name in form.fields
        if theirs.get(name) != mine.get(name)
    ]
