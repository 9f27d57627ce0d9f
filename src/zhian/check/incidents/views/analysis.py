"""The pages of analyses: planning one, its parts row by row, and handing a recommendation to the loop."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.moment import now
from zhian.kernel.people.access import does
from zhian.kernel.records.deeds import note_opening
from zhian.kernel.records.history import history
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import Conflict
from zhian.kernel.web.once import once
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from ..forms import PARTS, AnalyseForm, AnalysisForm, FinishForm, PartForm
from ..models import Analysis, Happening, Part, Recommendation
from ..services.analysis import act_on, add_part, analyse, change_part, move, remove_part
from ..services.analysis_reading import whole
from ..tables import AnalysisFilters, AnalysisTable
from .pages import pages as incident_pages


class AnalysisPages(RecordPages[Analysis]):
    """No page of its own to file one: an analysis is planned from its incident."""

    model = Analysis
    table = AnalysisTable
    filters = AnalysisFilters
    form = AnalysisForm
    step_forms = {"finish": FinishForm}
    detail = "incidents/analysis.html"
    paper = "incidents/analysis_paper.html"
    summary = "incidents/analysis_summary.html"
    select_related = ("department", "author", "case", "lead")
    deeds = (*RecordPages.deeds, "act_on")

    def print(self, request: Request, number: str) -> HttpResponse:
        analysis = self.get(request, number)
        note_opening(analysis, reader=request.user, what=Opening.What.RECORD)
        events = reversed(history(analysis))
        context = {"record": analysis, "whole": whole(analysis), "events": events, "printed_at": now()}
        return self.render(request, self.paper, **context)


pages = AnalysisPages()


@does("incidents.analyse")
@login_required
@once
def new_analysis(request: Request, number: str) -> HttpResponse:
    """Plan the analysis of an incident."""
    incident = incident_pages.get(request, number, "analyse")
    if found := Analysis.objects.filter(case=incident).first():
        return redirect(found)
    form = AnalyseForm(request.POST or None, incident=incident, user=request.user)
    if form.is_valid() and (
        planned := _tried(form, lambda: analyse(incident, actor=request.user, told=form.cleaned_data))
    ):
        messages.success(request, _("%(number)s is planned.") % {"number": planned.number})
        return redirect(planned)
    title = gettext_lazy("Plan an analysis")
    return incident_pages.render(request, "incidents/analyse.html", form=form, record=incident, title=title)


@does("analysis.edit")
@login_required
@once
def new_part(request: Request, number: str, part: str) -> HttpResponse:
    """Add a row to a part of an analysis."""
    analysis, kind = pages.get(request, number, "edit"), _form_of(part)
    empty = kind._meta.model(analysis=analysis)
    form = kind(request.POST or None, instance=empty, analysis=analysis, user=request.user)
    if form.is_valid() and _tried(form, lambda: add_part(analysis, form.instance, actor=request.user)):
        return redirect(f"{analysis.get_absolute_url()}#{part}")
    return _asked(request, analysis, part, form)


@does("analysis.edit")
@login_required
@once
def change(request: Request, number: str, part: str, row: int) -> HttpResponse:
    """Change a row; who was slower sees both versions."""
    analysis = pages.get(request, number, "edit")
    stands = _row(analysis, part, row)
    form = _form_of(part)(
        request.POST or None, instance=_row(analysis, part, row), analysis=analysis, user=request.user
    )
    conflict = None
    if form.is_valid():
        try:
            change_part(stands, actor=request.user, version=_version(request), changes=form.told)
            return redirect(f"{analysis.get_absolute_url()}#{part}")
        except Conflict as found:
            stands = found.current
            conflict = _both(form, stands)
        except (Refused, ValidationError) as refusal:
            _show_in(form, refusal)
    return _asked(request, analysis, part, form, row=stands, conflict=conflict)


@does("analysis.edit")
@require_POST
@login_required
def remove(request: Request, number: str, part: str, row: int) -> HttpResponse:
    """Take a row out again."""
    analysis = pages.get(request, number, "edit")
    remove_part(_row(analysis, part, row), actor=request.user)
    return redirect(f"{analysis.get_absolute_url()}#{part}")


@does("analysis.edit")
@require_POST
@login_required
def move_happening(request: Request, number: str, row: int, way: str) -> HttpResponse:
    """One place earlier or later in the timeline."""
    analysis = pages.get(request, number, "edit")
    if way not in ("earlier", "later"):
        raise Http404
    move(get_object_or_404(Happening, analysis=analysis, pk=row), actor=request.user, earlier=way == "earlier")
    return redirect(f"{analysis.get_absolute_url()}#timeline")


@does("analysis.act_on")
@require_POST
@login_required
@once
def act(request: Request, number: str, row: int) -> HttpResponse:
    """Hand a recommendation to the loop."""
    analysis = pages.get(request, number, "act_on")
    recommendation = get_object_or_404(Recommendation, analysis=analysis, pk=row)
    finding = act_on(recommendation, actor=request.user)
    messages.success(request, _("%(number)s is raised.") % {"number": finding.number})
    return redirect(f"{analysis.get_absolute_url()}#recommendations")


def _asked(request: Request, analysis: Analysis, part: str, form: PartForm, **more: Any) -> HttpResponse:
    title = form._meta.model._meta.verbose_name
    return pages.render(
        request, "incidents/analysis_row.html", form=form, record=analysis, part=part, title=title, **more
    )


def _form_of(part: str) -> type[PartForm]:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _row(analysis: Analysis, part: str, row: int) -> Part:
    return get_object_or_404(_form_of(part)._meta.model, analysis=analysis, pk=row)


def _tried(form: Any, deed: Callable[[], Any]) -> Any:
    """What the deed returns; where it is refused, the reason stands in the form and nothing is saved."""
    try:
        with transaction.atomic():
            return deed()
    except (Refused, ValidationError) as refusal:
        _show_in(form, refusal)
        return None


def _show_in(form: Any, refusal: Refused | ValidationError) -> None:
    if isinstance(refusal, Refused):
        form.add_error(None, str(refusal))
        return
    for name, errors in refusal.message_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def _both(form: PartForm, stands: Part) -> list[dict[str, Any]]:
    """For each field in which the two differ: what stands there now, and what this person wrote."""
    pairs = ((name, getattr(stands, name), mine) for name, mine in form.told.items())
    return [
        {"label": form.fields[name].label, "theirs": theirs, "mine": mine}
        for name, theirs, mine in pairs
        if theirs != mine
    ]


def _version(request: Request) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdigit() else 0
