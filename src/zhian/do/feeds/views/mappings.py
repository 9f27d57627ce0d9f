"""The pages of mappings: how tables of other systems are read, and what those systems call our departments."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, User
from zhian.kernel.web.requests import Request

from ..forms import CellsForm, CodesForm, ColumnsForm
from ..models import Mapping, Run
from ..permissions import KEEPERS
from ..readers.mapped import tellable
from ..readers.unreadable import Unreadable
from ..services.cells import READ_BY
from ..services.codes import codes_of, keep_codes, replay_waiting, runs_waiting, unknown
from ..services.looking import words_of
from ..services.mappings import keep_mapping, put_out_of_use, rename, title_of
from .imports import hospitals_of, imports_page, runs_of


@does("feeds.map")
@login_required
def show_mappings(request: Request) -> HttpResponse:
    """How tables of other systems are read, by name."""
    _require(request.user)
    found = mappings_of(request.user).annotate(files=Count("runs"))
    rows = [{"mapping": each, "tells": title_of(each.table)} for each in found]
    context = {"mappings": rows, "title": _("Mappings"), "above": imports_page()}
    return render(request, "feeds/mappings.html", context)


@does("feeds.map")
@login_required
def edit_mapping(request: Request, pk: int) -> HttpResponse:
    """Which column is what, and the name under which it is kept."""
    mapping = mapping_of(request.user, pk)
    told = {"table": mapping.table, "header": list(mapping.columns), "name": mapping.name, "columns": mapping.columns}
    form = ColumnsForm(request.POST or None, **told)
    form.fields["table"].disabled = True  # another table has other facts: that is another mapping
    if form.is_valid():
        try:
            mapping = rename(mapping, name=form.cleaned_data["name"], actor=request.user)
            _keep(request, mapping, form.columns(), mapping.cells)
            return redirect("feeds:cells", mapping.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    above = reverse("feeds:mappings"), _("Mappings")
    context = {"mapping": mapping, "form": form, "title": mapping.name, "above": above}
    return render(request, "feeds/mapping.html", context, status=422 if form.errors else 200)


@does("feeds.map")
@require_POST
@login_required
def end_mapping(request: Request, pk: int) -> HttpResponse:
    """Have no file read by it any more."""
    mapping = mapping_of(request.user, pk)
    put_out_of_use(mapping, actor=request.user)
    messages.success(request, _("“%(name)s” is out of use. What was read by it stays as it is.") % {"name": mapping})
    return redirect("feeds:mappings")


@does("feeds.map")
@login_required
def edit_cells(request: Request, pk: int) -> HttpResponse:
    """How the cells of each column are read; the words that are asked stand in the last file that is still there."""
    mapping = mapping_of(request.user, pk)
    run = runs_of(request.user).filter(mapping=mapping).exclude(folder="").order_by("-pk").first()
    form = CellsForm(request.POST or None, mapping=mapping, seen=_seen(mapping, run))
    if form.is_valid():
        try:
            _keep(request, mapping, mapping.columns, form.cells())
            return redirect("feeds:run", run.pk) if run else redirect("feeds:mappings")
        except Refused as refused:
            form.add_error(None, str(refused))
    above = reverse("feeds:mapping", args=[mapping.pk]), mapping.name
    context = {"mapping": mapping, "form": form, "run": run, "title": _("Days, units, words"), "above": above}
    return render(request, "feeds/cells.html", context, status=422 if form.errors else 200)


@does("feeds.map")
@login_required
def edit_codes(request: Request) -> HttpResponse:
    """What other systems call our departments; codes that wait in quarantine come first."""
    hospital = hospital_asked(request.user, request.GET.get("hospital", ""))
    waiting, known = unknown(hospital), codes_of(hospital)
    departments = Department.objects.filter(hospital=hospital, is_open=True).order_by("code")
    form = CodesForm(request.POST or None, departments=departments, known=known, unknown=waiting)
    if form.is_valid():
        try:
            keep_codes(hospital, codes=form.told(), actor=request.user)
            _say_kept(request, replay_waiting(hospital, actor=request.user) if request.POST.get("again") else 0)
            return redirect(f"{request.path}?hospital={hospital.code}")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "title": _("Department codes"),
        "above": imports_page(),
        "hospital": hospital,
        "hospitals": hospitals_of(request.user),
        "form": form,
        "unknown": [(form[f"code-{place}"], rows) for place, rows in enumerate(waiting.values())],
        "known": [form[f"code-{place}"] for place in range(len(waiting), len(form.codes))],
        "runs": runs_waiting(hospital).count(),
    }
    return render(request, "feeds/codes.html", context, status=422 if form.errors else 200)


def mappings_of(user: User) -> QuerySet[Mapping]:
    """Those in use of the hospitals whose tables the person looks after."""
    found = Mapping.objects.filter(hospital__in=user.scope(*KEEPERS), is_in_use=True)
    return found.select_related("hospital", "changed_by").order_by("hospital", "name")


def mapping_of(user: User, pk: int) -> Mapping:
    _require(user)
    return get_object_or_404(mappings_of(user), pk=pk)


def hospital_asked(user: User, code: str) -> Department:
    """The one of this code, else the first of those looked after."""
    _require(user)
    found = hospitals_of(user).order_by("pk")
    hospital = found.filter(code=code).first() if code else found.first()
    if hospital is None:
        raise Http404
    return hospital


def _keep(request: Request, mapping: Mapping, columns: dict, cells: dict) -> None:
    keep_mapping(
        mapping.hospital, name=mapping.name, table=mapping.table, columns=columns, actor=request.user, cells=cells
    )
    messages.success(request, _("The mapping is kept. The next file is read by it."))


def _seen(mapping: Mapping, run: Run | None) -> dict[str, list[str]]:
    """The words that stand in its columns of words."""
    facts = dict(tellable(mapping.table))
    of_words = [title for title, fact in mapping.columns.items() if READ_BY.get(facts[fact].type) == "words"]
    with suppress(Unreadable):
        return words_of(run, of_words) if run else {}
    return {}


def _say_kept(request: Request, runs: int) -> None:
    messages.success(request, _("The codes are kept."))
    if runs:
        again = ngettext("One import is tried again.", "%(n)s imports are tried again.", runs) % {"n": runs}
        messages.success(request, again)


def _require(user: User) -> None:
    if not user.has_perm("feeds.map"):
        raise PermissionDenied("feeds.map")
