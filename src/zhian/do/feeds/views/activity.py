"""The pages of what the hospital did: a month at a glance, one department, taking in a table."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.web.forms import MonthField
from zhian.kernel.web.imports import as_template, read_tables
from zhian.kernel.web.requests import Request

from ..forms import CountsForm, MonthForm, TableForm
from ..models import Activity
from ..permissions import READERS
from ..services import COLUMNS, enter, review, take_in
from ..services.tables import WrongLines


@does("feeds.read")
@login_required
def show_month(request: Request) -> HttpResponse:
    """All departments of a month, with what is missing and what waits for review."""
    _require(request.user, "feeds.read")
    form = MonthForm(request.GET or None)
    month = form.cleaned_data["month"] if form.is_valid() else last_month()
    kept = {row.department_id: row for row in of_month(request.user, month)}
    rows = [
        {
            "department": department,
            "activity": kept.get(department.pk),
            "may_enter": request.user.has_perm("feeds.enter", department),
            "may_review": department.pk in kept and request.user.has_perm("feeds.review", kept[department.pk]),
        }
        for department in places_of(request.user)
    ]
    known = sum(row["activity"] is not None for row in rows)
    waiting = sum(row["activity"] is not None and not row["activity"].is_reviewed for row in rows)
    context = {
        "month": month, "before": later(month, -1), "after": later(month, 1), "rows": rows, "form": form,
        "known": known, "waiting": waiting, "may_enter": request.user.has_perm("feeds.enter"),
    }  # fmt: skip
    return render(request, "feeds/month.html", context, status=422 if form.errors else 200)


@does("feeds.enter")
@login_required
def enter_counts(request: Request, month: str, code: str) -> HttpResponse:
    """Type in, or correct, the counts of one department."""
    department, first = place_and_month(request.user, month, code)
    _require(request.user, "feeds.enter", department)
    kept = Activity.objects.filter(department=department, month=first).first()
    form = CountsForm(request.POST or None, instance=kept or Activity(department=department, month=first))
    if form.is_valid():
        try:
            enter(department, first, actor=request.user, counts=form.cleaned_data)
            messages.success(request, _("The counts are kept. Somebody else reviews them before rates use them."))
            return redirect(f"/feeds/?month={month}")
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
    context = {"form": form, "department": department, "month": first}
    return render(request, "feeds/counts.html", context, status=422 if form.errors else 200)


@does("feeds.review")
@login_required
def review_counts(request: Request, month: str, code: str) -> HttpResponse:
    """Look at what somebody else entered, and agree to it."""
    department, first = place_and_month(request.user, month, code)
    _require(request.user, "feeds.review")
    entered = get_object_or_404(Activity.objects.select_related("entered_by"), department=department, month=first)
    _require(request.user, "feeds.review", entered)
    refusal = ""
    if request.method == "POST":
        try:
            review(entered, actor=request.user, seen=request.POST.get("edition", ""))
            messages.success(request, _("Reviewed: rates use these counts from now on."))
            return redirect(f"/feeds/?month={month}")
        except Refused as refused:
            refusal = str(refused)
            entered.refresh_from_db()
    context = {"activity": entered, "department": department, "month": first, "refusal": refusal}
    return render(request, "feeds/review.html", context, status=409 if refusal else 200)


@does("feeds.enter")
@login_required
def take_in_table(request: Request) -> HttpResponse:
    """Hand in a table of counts."""
    _require(request.user, "feeds.enter")
    form, wrong = TableForm(request.POST or None, request.FILES or None), []
    if form.is_valid():
        try:
            lines = take_in(read_tables(form.cleaned_data["file"]), actor=request.user)
            messages.success(request, _("%(n)s lines are kept and wait for review.") % {"n": len(lines)})
            return redirect("feeds:activity")
        except WrongLines as refused:
            form.add_error("file", str(refused))
            wrong = refused.lines
        except Refused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "columns": COLUMNS, "wrong": wrong}
    return render(request, "feeds/table.html", context, status=422 if form.errors else 200)


@does("feeds.enter")
@login_required
def template(request: Request) -> HttpResponse:
    """A workbook to fill in."""
    _require(request.user, "feeds.enter")
    titles = [column.title for column in COLUMNS]
    return as_template("zhian-activity", [(_("Activity figures"), titles, [column.example for column in COLUMNS])])


def last_month() -> date:
    return later(month_of(today()), -1)


def places_of(user: User) -> Any:
    """The hospitals and departments whose counts the person may see."""
    open_ones = Department.objects.filter(pk__in=user.scope(*READERS), is_open=True)
    return open_ones.exclude(kind=DepartmentKind.GROUP).order_by("hospital", "-kind", "code")


def of_month(user: User, month: date) -> Any:
    """What is known of them in a month."""
    found = Activity.objects.filter(department__in=user.scope(*READERS), month=month)
    return found.select_related("department", "entered_by", "reviewed_by")


def place_and_month(user: User, month: str, code: str) -> tuple[Department, date]:
    """What an address names; 404 where the person may not know of it."""
    department = get_object_or_404(Department, code=code)
    try:
        first = MonthField().clean(month)
    except ValidationError:
        raise Http404 from None
    if not user.has_perm("feeds.read", department) or first is None:
        raise Http404
    return department, first


def _require(user: User, permission: str, subject: Any = None) -> None:
    if not user.has_perm(permission, subject):
        raise PermissionDenied(permission)
