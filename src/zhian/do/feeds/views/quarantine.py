"""The pages of quarantine: rows that were kept back, by fault; one of them mended; all of them tried again."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.web.exports import as_csv
from zhian.kernel.web.requests import Request

from ..forms import AlikeForm, RowForm
from ..models import Run, Tally
from ..permissions import KEEPERS
from ..readers import Field
from ..readers.checks import checks
from ..services.alike import EVERY, alike, mend_alike, words_of
from ..services.mending import layout_for, mend, open_row, replay, rows_for_export, still_wrong, stored
from ..services.sentences import says
from ..services.store import Kept, Stored
from .imports import column_name, runs_of

PER_PAGE = 50


class Lying(Sequence[Kept]):
    """The rows in quarantine with a fault, to be cut into pages: only those of a page are read."""

    def __init__(self, quarantine: Stored, fault: str, place: str, count: int) -> None:
        self.quarantine, self.fault, self.place, self.rows = quarantine, fault, place, count

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, part: Any) -> Any:
        most = part.stop - part.start
        return self.quarantine.page(fault=self.fault, place=self.place, first=part.start, most=most)


@does("feeds.mend")
@login_required
def show_quarantine(request: Request, run: int) -> HttpResponse:
    """Rows with what is wrong with them, all or those with one fault. What identifies anybody is not on this page."""
    found = run_in_quarantine(request.user, run)
    fault, place = request.GET.get("fault", ""), request.GET.get("place", "")
    tallies = found.tallies.filter(is_fault=True).order_by("-rows")
    chosen = [each for each in tallies if (each.fault, each.place) == (fault, place)]
    count = chosen[0].rows if chosen else found.quarantined
    page = Paginator(Lying(stored(found), fault, place, count), PER_PAGE).get_page(request.GET.get("page"))
    mended = set(found.mended.exclude(line=EVERY).values_list("table", "line"))
    context = {
        "title": _("Quarantine"),
        "above": (reverse("feeds:run", args=[found.pk]), found.name),
        "run": found,
        "tallies": [{"tally": each, "says": says(each.fault)} for each in tallies],
        "fault": fault,
        "place": place,
        "rows": [_shown(found, kept, (kept.table, kept.line) in mended) for kept in page],
        "mended": len(mended),
        "alike": _alike(found, chosen[0]) if chosen and place else None,
        "page": page,
    }
    return render(request, "feeds/quarantine.html", context)


@does("feeds.mend")
@login_required
def mend_row(request: Request, run: int, table: str, line: int) -> HttpResponse:
    """One row with all its cells; that it was opened is written down."""
    found = run_in_quarantine(request.user, run)
    if table not in found.sheets:
        raise Http404
    kept, cells = open_row(found, table, line, actor=request.user)
    layout = layout_for(found, table)
    first = [title for title in dict.fromkeys(_places(found, kept)) if title in cells]
    used = [title for title, field in layout.fields.items() if title in cells and _is_needed(field)]
    labels = {title: f"{title} {column_name(found, title)}".strip() for title in [*first, *used]}
    form = RowForm(request.POST or None, cells=cells, labels=labels, first=first)
    wrong = [(fault, place) for fault, place, _rank in kept.faults]
    if form.is_valid():
        wrong = mend(found, table, line, cells=form.cells(), actor=request.user)
        if not wrong:
            messages.success(request, _("The row is right now. It is taken in when the quarantine is tried again."))
            return redirect("feeds:quarantine", found.pk)
    elif (table, line) in set(found.mended.values_list("table", "line")):
        wrong = still_wrong(found, table, line, cells)
    told = [{"says": says(fault), "place": place, "column": column_name(found, place)} for fault, place in wrong]
    context = {
        "title": _("Line %(n)s") % {"n": line},
        "above": (reverse("feeds:quarantine", args=[found.pk]), _("Quarantine")),
        "run": found, "kept": kept, "form": form, "wrong": told, "first": len(first),
    }  # fmt: skip
    return render(request, "feeds/row.html", context, status=422 if form.is_bound else 200)


@does("feeds.mend")
@require_POST
@login_required
def mend_every_row(request: Request, run: int) -> HttpResponse:
    """One word of a column is read otherwise, wherever it stands."""
    found = run_in_quarantine(request.user, run)
    form = AlikeForm(request.POST)
    try:
        if form.is_valid():
            mend_alike(found, **form.cleaned_data, actor=request.user)
            messages.success(request, _("It is read so in every row when the quarantine is tried again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("feeds:quarantine", found.pk)


@does("feeds.mend")
@require_POST
@login_required
def replay_run(request: Request, run: int) -> HttpResponse:
    """Try all that lies in quarantine again, with what was mended."""
    found = run_in_quarantine(request.user, run)
    replay(found, actor=request.user)
    messages.success(request, _("It has begun. You may leave this page."))
    return redirect("feeds:run", found.pk)


@does("feeds.mend")
@login_required
def export_quarantine(request: Request, run: int) -> HttpResponseBase:
    """All rows in quarantine as they came, with what is wrong: to be put right where they were made."""
    found = run_in_quarantine(request.user, run)
    rows = rows_for_export(found, actor=request.user)
    titles = next(iter(found.sheets.values()))
    told = ([line, _reasons(faults), *cells] for line, faults, *cells in rows)
    return as_csv(f"quarantine-{found.pk}", [_("Line"), _("What is wrong"), *titles], told)


def run_in_quarantine(user: User, run: int) -> Run:
    """One of whose rows the person may read."""
    if not user.has_perm("feeds.mend"):
        raise PermissionDenied("feeds.mend")
    found = get_object_or_404(runs_of(user).filter(hospital__in=user.scope(*KEEPERS)), pk=run)
    if not found.store or not found.quarantined:
        raise Http404
    return found


def _is_needed(field: Field) -> bool:
    """What tells a fact; of what identifies a patient only the number by which the record is found."""
    return bool(field.to) and (not field.personal or field.to == ("page.record_number",))


def _shown(run: Run, kept: Kept, is_mended: bool) -> dict[str, Any]:
    layout = layout_for(run, kept.table)
    faults = []
    for fault, place, _rank in kept.faults:
        field = layout.fields.get(place)
        cell = "" if field is None or field.personal else kept.cells.get(place, "")
        faults.append({"says": says(fault), "place": place, "column": column_name(run, place), "cell": cell})
    return {"kept": kept, "faults": faults, "is_mended": is_mended}


def _alike(run: Run, tally: Tally) -> dict[str, Any] | None:
    """What stands in a column that has a fault, and how it is read by now; not of what identifies anybody."""
    field = layout_for(run, tally.table).fields.get(tally.place)
    if field is None or field.personal:
        return None
    told = alike(run, tally.table).get(tally.place, {})
    words = words_of(stored(run), tally.fault, tally.place)
    return {
        "tally": tally,
        "column": column_name(run, tally.place),
        "told": told,
        "form": AlikeForm(tally=tally, words=words),
    }


def _places(run: Run, kept: Kept) -> list[str]:
    """The columns that a person looks at first: those of every fault's check."""
    layout = layout_for(run, kept.table)
    known = {check.code: check for check in checks()}
    found = []
    for fault, place, rank in kept.faults:
        found.append(place)
        for name in known[fault].columns[1:] if fault in known else ():
            table, _dot, column = name.rpartition(".")
            facts = (f"{table or kept.table}.{column}", f"page.{column}", f"procedure.{rank}.{column}",
                     f"diagnosis.{rank}.{column}", f"ward_move.{rank}.{column}")  # fmt: skip
            found += [layout.columns[fact].source for fact in facts if fact in layout.columns]
    return found


def _reasons(faults: list[tuple[str, str]]) -> str:
    return " ".join(f"{place}: {says(fault)}" if place else says(fault) for fault, place in faults)
