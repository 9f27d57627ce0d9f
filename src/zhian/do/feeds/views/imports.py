"""The pages of imports: files that came, one of them looked at, taken in, and what became of its rows."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.web.requests import Request

from ..forms import ColumnsForm, FileForm
from ..models import Run, State, Way
from ..permissions import KEEPERS, WATCHERS
from ..readers import layouts
from ..readers.checks import UNKNOWN_DEPARTMENT
from ..readers.unreadable import Unreadable
from ..services.facts_said import facts_said
from ..services.gathering import Given
from ..services.imports import begin
from ..services.looking import hand_in_together, look
from ..services.mappings import keep_mapping, likely_table
from ..services.sentences import in_our_language, refusal_of, says

PER_PAGE = 20
SHOWN_COLUMNS = 14
HIDDEN = "•••"
STEPS = (
    (
        gettext_lazy("You see the first rows"),
        gettext_lazy("what the file is, and what is wrong in it; for a table of your own you say which column is what"),
    ),
    (
        gettext_lazy("The worker takes it in"),
        gettext_lazy("every row is checked; names and numbers of patients stay out"),
    ),
    (
        gettext_lazy("The sums agree"),
        gettext_lazy(
            "rows in = taken + quarantined + duplicates; what is in quarantine is mended here and tried again"
        ),
    ),
)
TONES = {
    State.NEW: "check",
    State.WAITING: "waiting",
    State.RUNNING: "going",
    State.DONE: "done",
    State.REFUSED: "late",
}


@does("feeds.watch")
@login_required
def show_imports(request: Request) -> HttpResponse:
    """What came, newest first."""
    _require(request.user, "feeds.watch")
    page = Paginator(runs_of(request.user).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Imports"),
        "page": page,
        "runs": [{"run": run, "tone": TONES[State(run.state)]} for run in page],
        "may_import": request.user.has_perm("feeds.import"),
        "may_map": request.user.has_perm("feeds.map"),
        "watched": Path(settings.HOME) / "inbox",
    }
    return render(request, "feeds/imports.html", context)


@does("feeds.import")
@login_required
def hand_in_file(request: Request) -> HttpResponse:
    """Bring a file; it is looked at, and taken in when somebody has agreed."""
    _require(request.user, "feeds.import")
    asked = {name: request.GET[name] for name in ("kind", "mapping") if name in request.GET}
    form = FileForm(request.POST or None, request.FILES or None, hospitals=hospitals_of(request.user), initial=asked)
    if form.is_valid():
        told = form.cleaned_data
        try:
            mapping = told["mapping"].name if told["mapping"] else ""
            runs = handed_in(told["file"], told["hospital"], actor=request.user, kind=told["kind"], mapping=mapping)
            if len(runs) > 1:
                return redirect("feeds:imports")
            return redirect("feeds:run" if runs[0].is_readable else "feeds:columns", runs[0].pk)
        except Refused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "steps": STEPS, "title": _("Bring a file"), "above": imports_page()}
    return render(request, "feeds/hand_in.html", context, status=422 if form.is_bound else 200)


@does("feeds.watch")
@login_required
def show_run(request: Request, run: int) -> HttpResponse:
    """One import: looked at before it begins, how far it is, what became of the rows."""
    found = run_of(request.user, run)
    tallies = list(found.tallies.order_by("-rows"))
    may_import = request.user.has_perm("feeds.import", found.hospital)
    context = {
        "title": found.name,
        "above": imports_page(),
        "run": found,
        "tone": TONES[State(found.state)],
        "refusal": refusal_of(found.refusal) if found.refusal else "",
        "is_under_way": found.state in (State.WAITING, State.RUNNING),
        "faults": _told(found, [each for each in tallies if each.is_fault]),
        "warnings": _told(found, [each for each in tallies if not each.is_fault]),
        "may_import": may_import,
        "waits_for_codes": any(each.is_fault and each.fault == UNKNOWN_DEPARTMENT for each in tallies),
        "may_mend": request.user.has_perm("feeds.mend", found.hospital),
        **(_preview(found) if found.state == State.NEW and found.is_readable and may_import else {}),
    }
    return render(request, "feeds/run.html", context)


@does("feeds.import")
@login_required
def choose_columns(request: Request, run: int) -> HttpResponse:
    """Which column of a table of one's own tells which fact."""
    found = run_to_import(request.user, run)
    table = request.POST.get("table") or request.GET.get("table") or _table_of(found)
    told = {"table": table, "header": found.header, **_known(found, table)}
    form = ColumnsForm(request.POST or None, **told)
    if request.POST.get("again"):  # only what a line tells of was changed
        form = ColumnsForm(table=table, header=found.header, name=request.POST.get("name", ""))
    elif form.is_valid():
        try:
            cleaned = form.cleaned_data
            keep_mapping(
                found.hospital, name=cleaned["name"], table=table, columns=form.columns(), actor=request.user, run=found
            )
            return redirect("feeds:run", found.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    above = reverse("feeds:run", args=[found.pk]), found.name
    context = {"run": found, "form": form, "title": _("Which column is what"), "above": above}
    return render(request, "feeds/columns.html", context, status=422 if form.errors else 200)


@does("feeds.import")
@require_POST
@login_required
def start_run(request: Request, run: int) -> HttpResponse:
    """Agree that it be taken in."""
    found = run_to_import(request.user, run)
    begin(found, actor=request.user, is_forced=bool(request.POST.get("even_so")))
    messages.success(request, _("It has begun. You may leave this page."))
    return redirect("feeds:run", found.pk)


def handed_in(files: Sequence[UploadedFile], hospital: Department, **told: Any) -> list[Run]:
    """What a browser or a program sent, kept piece by piece. Raises Refused for what is too large."""
    most = settings.LARGEST_IMPORT_BYTES
    if sum(file.size or 0 for file in files) > most:
        raise Refused(_("The file is larger than %(most)s MB. Please split it.") % {"most": most // 2**20})
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as kept:
        given = [_kept(file, Path(kept, str(number))) for number, file in enumerate(files)]
        return list(hand_in_together(given, hospital, way=Way.PAGE, **told))


def _kept(file: UploadedFile, path: Path) -> Given:
    with path.open("wb") as written:
        for chunk in file.chunks():
            written.write(chunk)
    return Given(path, file.name or "")


def runs_of(user: User) -> QuerySet[Run]:
    """The imports that the person may know of."""
    return Run.objects.filter(hospital__in=user.scope(*WATCHERS)).select_related("hospital", "mapping", "actor")


def run_of(user: User, run: int) -> Run:
    _require(user, "feeds.watch")
    return get_object_or_404(runs_of(user), pk=run)


def run_to_import(user: User, run: int) -> Run:
    _require(user, "feeds.import")
    return get_object_or_404(runs_of(user).filter(hospital__in=user.scope(*KEEPERS)), pk=run)


def hospitals_of(user: User) -> QuerySet[Department]:
    """Those into whose lake the person may bring something."""
    return Department.objects.filter(pk__in=user.scope(*KEEPERS), kind=DepartmentKind.HOSPITAL)


def imports_page() -> tuple[str, str]:
    """The page above, by its address and title."""
    return reverse("feeds:imports"), _("Imports")


def _table_of(run: Run) -> str:
    return run.mapping.table if run.mapping else likely_table(run.header)


def _known(run: Run, table: str) -> dict[str, Any]:
    if run.mapping and run.mapping.table == table:
        return {"name": run.mapping.name, "columns": run.mapping.columns}
    return {}


def _told(run: Run, tallies: list) -> list[dict[str, Any]]:
    return [{"tally": each, "says": says(each.fault), "column": column_name(run, each.place)} for each in tallies]


def column_name(run: Run, place: str) -> str:
    """What a column is called, beside its code."""
    layout = layouts().get(run.kind)
    field = layout.fields.get(place) if layout else None
    return in_our_language(field.names) if field else ""


def _preview(run: Run) -> dict[str, Any]:
    """The first rows, without what identifies anybody, and what would become of the first thousand."""
    try:
        found = look(run)
    except Unreadable as unfit:
        return {"unreadable": refusal_of({"reason": unfit.reason, "facts": unfit.facts})}
    layout = layouts().get(run.kind)
    personal = {name for name, field in layout.fields.items() if field.personal} if layout else set()
    if run.mapping:
        personal = {title for title, fact in run.mapping.columns.items() if fact.startswith("page.")}
    header = [name for name in found.rows[0] if name != "line"] if found.rows else []
    personal |= {name for name in header if name.startswith("page.")}  # FHIR, in which facts are columns
    told = [name for name in header if any(row.get(name) not in ("", "-", None) for row in found.rows)][:SHOWN_COLUMNS]
    shown = [[row["line"], *(HIDDEN if name in personal else row.get(name, "") for name in told)] for row in found.rows]
    wrong = [
        {"rows": count, "says": says(fault), "place": place, "column": column_name(run, place)}
        for (_table, fault, place), count in found.outcome.faults.most_common(12)
    ]
    titles = [(name, column_name(run, name)) for name in told]
    read = facts_said(found.table, found.read, SHOWN_COLUMNS) if run.mapping else {}
    return {"titles": titles, "first_rows": shown, "looked": found.outcome, "wrong": wrong, **read}


def _require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(permission)
