"""Taking over the reports of an old system: hand in a table, say how it is read, look at every line, agree."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.exports import FORMATS
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.old_reports import ColumnsForm, HandInForm, WordsForm
from ..models import Batch, ColumnMapping, Outcome
from ..permissions import BRING_IN, OFFICES
from ..services.old_lines import Read, Reader
from ..services.old_reports import SHORT, begin, carry_out, hand_in, remember

SHOWN = 100  # lines on the page
LOOKED_AT = 2000  # lines that are read before anything is taken in
STEPS = (
    (
        gettext_lazy("You say which column is what"),
        gettext_lazy("and which word of theirs is which of ours; it is kept for the next table"),
    ),
    (
        gettext_lazy("You look at every line"),
        gettext_lazy("with what is wrong beside the cell; nothing is taken in before you agree"),
    ),
    (
        gettext_lazy("The sums agree"),
        gettext_lazy(
            "lines in = taken in + refused + there already; refused ones come back as a file with the reasons"
        ),
    ),
)
TONES = {Outcome.TAKEN: "done", Outcome.REFUSED: "late", Outcome.KNOWN: "quiet"}


@does(BRING_IN)
@login_required
def batches(request: Request) -> HttpResponse:
    """Those handed in before, and a form for another."""
    hospital = hospital_of(request)
    mappings = ColumnMapping.objects.filter(hospital=hospital)
    form = HandInForm(request.POST or None, request.FILES or None, mappings=mappings)
    if form.is_valid():
        try:
            batch = handed_in(request, form)
            return redirect("incidents:batch-columns", batch.pk)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    found = batches_of(request).select_related("mapping", "actor")[:SHOWN]
    status = 422 if form.is_bound else 200
    context = {"form": form, "batches": found, "steps": STEPS}
    return render(request, "incidents/old_reports/batches.html", context, status=status)


@does(BRING_IN)
@login_required
@once
def columns(request: Request, batch: int) -> HttpResponse:
    """Which column is which fact."""
    found = batch_of(request, batch)
    reader = Reader(found)
    form = ColumnsForm(request.POST or None, facts=reader.facts, titles=found.titles, told=found.mapping.told)
    if form.is_valid():
        remember(found.mapping, actor=request.user, **form.told())
        return redirect("incidents:batch-words", found.pk)
    context = {"batch": found, "form": form, "example": found.lines.first()}
    return render(request, "incidents/old_reports/columns.html", context, status=422 if form.is_bound else 200)


@does(BRING_IN)
@login_required
@once
def words(request: Request, batch: int) -> HttpResponse:
    """Which word of theirs is which code of ours."""
    found = batch_of(request, batch)
    reader = Reader(found)
    lines = [line.by_title(found.titles) for line in found.lines.iterator()]
    form = WordsForm(request.POST or None, facts=reader.facts, told=found.mapping.told, lines=lines)
    if form.is_valid():
        remember(found.mapping, actor=request.user, **form.told(found.mapping.told))
        return redirect("incidents:batch", found.pk)
    context = {"batch": found, "form": form, "groups": form.groups(reader.facts)}
    return render(request, "incidents/old_reports/words.html", context, status=422 if form.is_bound else 200)


@does(BRING_IN)
@login_required
def show_batch(request: Request, batch: int) -> HttpResponse:
    """Every line with what becomes, or became, of it; and that the sums agree."""
    found = batch_of(request, batch)
    reader = Reader(found)
    told = found.mapping.told.get("columns", {})
    facts = [fact for fact in reader.facts if fact.name in told]
    lines, looked = shown_lines(found, reader)
    context = {
        "batch": found,
        "counts": found.counts(),
        "looked": looked,
        "facts": [(fact.title, told[fact.name]) for fact in facts],
        "lines": [_shown(line, [(fact.name, told[fact.name]) for fact in facts], found.titles) for line in lines],
        "is_long": found.lines.count() > SHORT,
        "shown": SHOWN,
    }
    return render(request, "incidents/old_reports/batch.html", context)


@does(BRING_IN)
@require_POST
@login_required
@once
def start(request: Request, batch: int) -> HttpResponse:
    """Take the lines in: short tables at once, longer ones by the worker."""
    found = begin(batch_of(request, batch), actor=request.user)
    if found.lines.count() <= SHORT:
        carry_out(found)
        messages.success(request, _("%(taken)s reports are taken in.") % found.counts())
    else:
        messages.success(request, _("It has begun. You may leave this page."))
    return redirect("incidents:batch", found.pk)


@does(BRING_IN)
@login_required
def refused(request: Request, batch: int, format: str) -> HttpResponseBase:
    """The refused lines as they were, with the reasons: to be mended and handed in again."""
    found = batch_of(request, batch)
    if format not in FORMATS:
        raise Http404
    titles = {fact.name: fact.title for fact in Reader(found).facts}
    lines = found.lines.filter(outcome=Outcome.REFUSED)
    rows = [[*_cells(line.cells, found.titles), _reasons(line.faults, titles)] for line in lines]
    return FORMATS[format](f"refused-{found.pk}", [*found.titles, _("Why it was refused")], rows)


def hospital_of(request: Request) -> Department:
    """The person's own hospital, whose old reports they may bring in."""
    department = request.user.department
    hospital = department.hospital if department else None
    if hospital is None or not request.user.has_perm(BRING_IN) or hospital.pk not in request.user.scope(*OFFICES):
        raise PermissionDenied(BRING_IN)
    return hospital


def batches_of(request: Request) -> QuerySet[Batch]:
    return Batch.objects.filter(mapping__hospital=hospital_of(request))


def batch_of(request: Request, batch: int) -> Batch:
    return get_object_or_404(batches_of(request).select_related("mapping__hospital", "actor"), pk=batch)


def handed_in(request: Request, form: HandInForm) -> Batch:
    """The batch that the form tells of; a system that is named for the first time gets a mapping of its own."""
    told, hospital = form.cleaned_data, hospital_of(request)
    mapping = told.get("mapping")
    if mapping is None:
        mapping, _is_new = ColumnMapping.objects.get_or_create(hospital=hospital, name=told["name"].strip())
    return hand_in(told["file"], mapping, actor=request.user)


def shown_lines(batch: Batch, reader: Reader) -> tuple[list[Read], dict[str, int]]:
    """Some lines, those with faults first; and how many would become what, as far as was looked."""
    if batch.started_at:
        lines = batch.lines.select_related("incident")
        wrong = [*lines.filter(outcome=Outcome.REFUSED)[:SHOWN], *lines.exclude(outcome=Outcome.REFUSED)[:SHOWN]]
        return [_as_it_became(line) for line in wrong[:SHOWN]], {}
    looked: list[Read] = []
    for line in batch.lines.all()[:LOOKED_AT]:
        found = reader.read(line)
        looked.append(found)
        if not found.faults:
            reader.numbers.add(found.number)
    counts = {outcome: sum(found.outcome == outcome for found in looked) for outcome in Outcome.values}
    looked.sort(key=lambda found: (not found.faults or found.is_known, found.line.number))
    return looked[:SHOWN], {**counts, "lines": len(looked)}


def _as_it_became(line: Any) -> Read:
    return Read(line, "", incident=line.incident, faults=line.faults, is_known=line.outcome == Outcome.KNOWN)


def _shown(found: Read, columns: list[tuple[str, str]], titles: list[str]) -> dict[str, Any]:
    cells, faults = found.line.by_title(titles), found.faults or {}
    is_waiting = found.line.batch.started_at is not None and not found.line.outcome
    outcome = Outcome(found.outcome)
    shown = {name for name, _title in columns}
    return {
        "number": found.line.number,
        "word": _("waiting") if is_waiting else outcome.label,
        "tone": "waiting" if is_waiting else TONES[outcome],
        "incident": found.incident if found.incident and found.incident.pk else None,
        "wrong": " ".join(sentence for name, sentence in faults.items() if name not in shown),
        "cells": [{"text": cells.get(title, "")[:200], "wrong": faults.get(name, "")} for name, title in columns],
    }


def _cells(cells: list[str], titles: list[str]) -> list[str]:
    return [*cells, *[""] * len(titles)][: len(titles)]


def _reasons(faults: dict[str, str], titles: dict[str, Any]) -> str:
    return "；".join(f"{titles[name]}: {said}" if name in titles else said for name, said in faults.items())
