"""The month's returns: the sheet to fill in, tables to take in, and which department types in what."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import Conflict
from zhian.kernel.web.exports import as_xlsx
from zhian.kernel.web.imports import read_tables
from zhian.kernel.web.once import once
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from ..forms.records import EntrustForm, TableForm
from ..models import Entrusted, MonthlyReturn
from ..permissions import HEADS, OFFICES
from ..services.definitions import definition_of, in_force, is_manual, name_of
from ..services.returns import (
    PLAIN,
    TITLES,
    Asked,
    WrongLines,
    asked_in,
    entrust,
    fill_in,
    open_return,
    take_back,
    take_in,
    template_rows,
)
from ..tables import ReturnFilters, ReturnTable
from .measuring import office_of

OFFERED = 4  # months that can be opened: late entries too
FIRST = date(2000, 1, 1)


class ReturnPages(RecordPages[MonthlyReturn]):
    """No form: the sheet is a page of its own."""

    model = MonthlyReturn
    table = ReturnTable
    filters = ReturnFilters
    detail = "indicators/return.html"
    select_related = ("department", "author", "hand")
    deeds = ("comment", "attach", "link")
    more = [
        ("indicators:fill", gettext_lazy("Fill in")),
        ("indicators:entrusted", gettext_lazy("Who types in what")),
    ]


pages = ReturnPages()


@does("returns.edit")
@login_required
def fill(request: Request) -> HttpResponse:
    """The departments that the person types in for, with the last months; opening one that is not there makes it."""
    places = places_of(request.user)
    months = [later(month_of(today()), -ago) for ago in range(OFFERED)]
    known = {
        (each.place_id, each.month): each for each in MonthlyReturn.objects.filter(place__in=places, month__in=months)
    }
    rows = [(place, [(month, known.get((place.pk, month))) for month in months]) for place in places]
    context = {"rows": rows, "months": months, "may_entrust": request.user.has_perm("indicators.entrust")}
    return render(request, "indicators/fill.html", context)


@does("returns.edit")
@login_required
@require_POST
@once
def begin(request: Request, code: str, month: str) -> HttpResponse:
    """Open the return of a department and month."""
    place = get_object_or_404(Department, code=code)
    if not request.user.has_perm("returns.edit", place):
        raise PermissionDenied("returns.edit")
    monthly = open_return(place, month_of_text(month), actor=request.user)
    return redirect("indicators:sheet", monthly.number)


@does("returns.edit")
@login_required
def sheet(request: Request, number: str) -> HttpResponse:
    """Type in numerators and denominators; what is kept is a draft until it is handed in."""
    monthly = pages.get(request, number, "edit")
    told: dict[str, dict[str, Any]] = {}
    errors: dict[str, list[str]] = {}
    conflict = False
    if request.method == "POST":
        told = _told(request, monthly)
        try:
            fill_in(monthly, told, actor=request.user, version=int(request.POST.get("version") or 0))
            messages.success(request, _("Kept as a draft. Hand it in when it is complete."))
            return redirect(monthly if "done" in request.POST else request.path)
        except ValidationError as wrong:
            errors = wrong.message_dict
        except Conflict as found:
            conflict, monthly = True, found.current
            errors = {"": [str(found)]}
        except Refused as refusal:
            errors = {"": [str(refusal)]}
    rows = [_row(asked, told.get(asked.key), errors, conflict) for asked in asked_in(monthly)]
    context = {
        "record": monthly, "rows": rows, "general": errors.get("", []), "is_open": monthly.state == "filling",
        "has_errors": bool(errors),
    }  # fmt: skip
    status = 409 if conflict else 422 if errors else 200
    return render(request, "indicators/sheet.html", context, status=status)


@does("returns.edit")
@login_required
def take_table(request: Request) -> HttpResponse:
    """Hand in a table of entries for several departments or months at once."""
    _require(request.user, "returns.edit")
    form, wrong = TableForm(request.POST or None, request.FILES or None), []
    if form.is_valid():
        try:
            rows = next(iter(read_tables(form.cleaned_data["file"])), [])
            taken = take_in(rows, actor=request.user)
            messages.success(request, _("%(n)s lines are kept as drafts; hand in each return.") % {"n": taken.kept})
            return redirect("indicators:fill")
        except WrongLines as refused:
            form.add_error("file", str(refused))
            wrong = refused.lines
        except Refused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "wrong": wrong, "titles": TITLES}
    return render(request, "indicators/take_table.html", context, status=422 if form.errors else 200)


@does("returns.edit")
@login_required
def template(request: Request) -> HttpResponse:
    """A workbook to fill in, with a line for everything that the person's departments type in for last month."""
    _require(request.user, "returns.edit")
    month = later(month_of(today()), -1)
    header = [*TITLES, _("name of the indicator")]
    return as_xlsx(f"returns-{month:%Y-%m}", header, template_rows(places_of(request.user), month))


@does("indicators.entrust")
@login_required
@once
def entrusted(request: Request) -> HttpResponse:
    """Which department types in which indicator."""
    hospital = office_of(request, "indicators.entrust")
    departments = Department.objects.filter(hospital=hospital, is_open=True).order_by("-kind", "code")
    choices = [(each.code, f"{name_of(each)} ({each.code})") for each in in_force(hospital) if is_manual(each)]
    form = EntrustForm(request.POST or None, departments=departments, choices=choices)
    if form.is_valid():
        entrust(form.cleaned_data["department"], form.cleaned_data["indicator"], actor=request.user)
        return redirect("indicators:entrusted")
    found = Entrusted.objects.filter(department__hospital=hospital).select_related("department")
    rows = [(each, _name(hospital, each)) for each in found.order_by("department__code", "indicator")]
    context = {"rows": rows, "form": form, "hospital": hospital}
    return render(request, "indicators/entrusted.html", context, status=422 if form.is_bound else 200)


@does("indicators.entrust")
@login_required
@require_POST
@once
def end_entrusted(request: Request, pk: int) -> HttpResponse:
    """Let a department no longer type in an indicator."""
    hospital = office_of(request, "indicators.entrust")
    found = get_object_or_404(Entrusted, pk=pk, department__hospital=hospital)
    take_back(found, actor=request.user)
    return redirect("indicators:entrusted")


def places_of(user: User) -> list[Department]:
    """The departments for which the person types something in."""
    _require(user, "returns.edit")
    places = Department.objects.filter(pk__in=user.scope(*HEADS, *OFFICES), is_open=True)
    owning = places.exclude(kind=DepartmentKind.GROUP).filter(entrusted__isnull=False)
    return list(owning.distinct().order_by("hospital", "code"))


def _name(hospital: Department, entrusted: Entrusted) -> str:
    definition = definition_of(hospital, entrusted.indicator)
    return name_of(definition) if definition else entrusted.indicator


def _told(request: Request, monthly: MonthlyReturn) -> dict[str, dict[str, Any]]:
    return {
        asked.key: {name: request.POST.get(f"{asked.key}.{name}", "") for name in PLAIN} for asked in asked_in(monthly)
    }


def _row(asked: Asked, told: dict[str, Any] | None, errors: dict[str, list[str]], conflict: bool) -> dict[str, Any]:
    """A line of the sheet: what was typed stays in the fields, what stands there now beside it."""
    kept = asked.values
    differs = conflict and told is not None and {k: str(v) for k, v in kept.items()} != told
    return {
        "asked": asked,
        "values": told or kept,
        "theirs": kept if differs else None,
        "wrong": [
            (name, sentence) for name in PLAIN
            for sentence in errors.get(f"{asked.key}.{name}", [])
        ],
    }  # fmt: skip


def month_of_text(told: str) -> date:
    """A month that has begun, in a year that hospitals count in. Raises Refused."""
    try:
        month = date.fromisoformat(f"{told}-01")
    except ValueError:
        raise Refused(_("Check the month.")) from None
    if not FIRST <= month <= today():
        raise Refused(_("Check the month."))
    return month


def _require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(permission)
