"""Taking in a table of departments and people: choose the file, look at every line, agree."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.imports import SHEETS, Outcome, Sheet, carry_out, fingerprint, preview, recognise
from zhian.kernel.people.models import Import
from zhian.kernel.web.grave import grave
from zhian.kernel.web.imports import as_template, read_tables
from zhian.kernel.web.requests import Request

from ..forms import ImportForm
from .doors import allowed


@allowed("people.import_people")
def choose(request: Request) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect("import", _taken_up(request, form).pk)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "site/people/import.html", {"form": form, "sheets": SHEETS}, status=status)


@allowed("people.import_people")
@grave
def look(request: Request, table: int) -> HttpResponse:
    waiting = get_object_or_404(_own(request), pk=table)
    refusal = ""
    if request.method == "POST":
        try:
            return _carried_out(request, waiting)
        except Refused as refused:
            refusal = str(refused)
    sheets = preview(recognise(waiting.tables), actor=request.user)
    context = {
        "table": waiting,
        "sheets": [_shown(sheet) for sheet in sheets],
        "refusal": refusal,
        "seen": fingerprint(sheets),
        "is_wrong": any(line.wrong for sheet in sheets for line in sheet.lines),
        "changes": any(line.outcome != Outcome.UNCHANGED for sheet in sheets for line in sheet.lines),
    }
    return render(request, "site/people/import_lines.html", context, status=409 if refusal else 200)


@allowed("people.import_people")
def template(request: Request) -> HttpResponse:
    """A workbook with the titles and an example line for each table."""
    return as_template(
        "zhian-people",
        [
            (kind.title, [column.title for column in kind.columns], [column.example for column in kind.columns])
            for kind in SHEETS
        ],
    )


def _taken_up(request: Request, form: ImportForm) -> Import:
    file = form.cleaned_data["file"]
    tables = read_tables(file)
    recognise(tables)
    return Import.objects.create(actor=request.user, file_name=file.name[:200], tables=tables)


@transaction.atomic
def _carried_out(request: Request, table: Import) -> HttpResponse:
    waiting = _own(request).select_for_update().filter(pk=table.pk).first()
    if waiting is None:
        raise Refused(_("This table was taken in already."))
    sheets = carry_out(recognise(waiting.tables), actor=request.user, seen=request.POST.get("seen", "-"))
    waiting.delete()
    counts = _counts([line.outcome for sheet in sheets for line in sheet.lines])
    messages.success(request, _("Taken in: %(counts)s.") % {"counts": counts})
    return redirect("people")


def _own(request: Request) -> QuerySet[Import]:
    return Import.objects.filter(actor=request.user)


def _counts(outcomes: list[Outcome]) -> str:
    found = [(outcome.label, outcomes.count(outcome)) for outcome in Outcome]
    return "、".join(f"{label} {count}" for label, count in found if count)


def _shown(sheet: Sheet) -> dict:
    """The table as it was, each cell with what will become of it or what is wrong with it."""
    titles = {column.name: column.title for column in sheet.kind.columns}
    return {
        "title": sheet.kind.title,
        "counts": _counts([line.outcome for line in sheet.lines]),
        "titles": [titles[name] for name in sheet.columns],
        "lines": [
            {
                "number": line.number,
                "outcome": line.outcome,
                "tone": TONES[line.outcome],
                "wrong": line.wrong.get("", ""),
                "cells": [
                    {"text": line.cells.get(name, ""), "wrong": line.wrong.get(name), "change": line.changes.get(name)}
                    for name in sheet.columns
                ],
            }
            for line in sorted(sheet.lines, key=lambda line: (not line.wrong, line.number))
        ],
    }


TONES = {Outcome.NEW: "done", Outcome.CHANGED: "going", Outcome.UNCHANGED: "quiet", Outcome.WRONG: "late"}
