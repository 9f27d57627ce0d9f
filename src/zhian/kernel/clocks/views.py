"""The pages of deadlines: all of them, and what is done with one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from zhian.engines.workflow import Refused
from zhian.kernel.audit.events import Event, note
from zhian.kernel.moment import now
from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.records.deeds import note_opening, readable, readable_by
from zhian.kernel.records.models import Opening, Record
from zhian.kernel.web.exports import FORMATS
from zhian.kernel.web.listing import MOST_EXPORTED
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import PER_PAGE, QuickPaginator

from .following import answers_of, reckoned
from .forms import AnswerForm, AsideForm, TickForm
from .models import Clock, State
from .services import answer, set_aside, tick
from .tables import ClockFilters, ClockTable

USUAL = "state=running"  # what the list shows before anybody asks for something


# Many -------------------------------------------------------------------------------------------------------
def visible(user: User) -> QuerySet[Clock]:
    """The deadlines of all records that the person may read."""
    clocks = Clock.objects.exclude(state=State.LAPSED).filter(record__in=readable_by(user))
    return clocks.select_related("record__department")


@does("clocks.list")
@login_required
def list_clocks(request: Request) -> HttpResponse:
    """Every deadline that runs, the most urgent first."""
    found = found_by(request)
    table = ClockTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE, "paginator_class": QuickPaginator}).configure(table)
    late = visible(request.user).filter(state=State.RUNNING, due_at__lt=now()).count()
    may = {deed for deed in ("clocks.manage_rules", "calendar.manage") if request.user.has_perm(deed)}
    context = {"table": table, "filters": found, "late": late, "formats": FORMATS, "may": may}
    return render(request, "clocks/list.html", context)


@does("clocks.list")
@login_required
def export(request: Request, format: str) -> HttpResponseBase:
    """What the list shows, as a file; that somebody took it away is noted."""
    if format not in FORMATS:
        raise Http404
    clocks = found_by(request).qs
    if clocks[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
        raise Refused(
            _("That is more than %(most)s rows. Narrow the list by a filter first.") % {"most": MOST_EXPORTED}
        )
    header, *rows = ClockTable(clocks).as_values()
    for clock in clocks:
        note_opening(clock.record, reader=request.user, what=Opening.What.EXPORT)
    kind = str(Clock._meta.verbose_name_plural)
    note(Event.EXPORTED, request.user, actor=request.user, kind=kind, rows=len(rows), query=request.GET.urlencode())
    return FORMATS[format](f"clocks-{now():%Y%m%d}", header, rows)


def found_by(request: Request) -> ClockFilters:
    """The filter, filled with what is asked for."""
    require(request, "clocks.list")
    asked = request.GET or QueryDict(USUAL)
    clocks = visible(request.user)
    if State.RUNNING not in asked.getlist("state"):
        clocks = clocks.order_by("-due_at", "-pk")  # of what is over, the last comes first
    return ClockFilters(asked, queryset=clocks, request=request)


# One --------------------------------------------------------------------------------------------------------
@does("clocks.tick")
@login_required
@once
def tick_off(request: Request, clock: int) -> HttpResponse:
    """Say when it was reported, by whom, and the receipt."""
    found = clock_of(request, clock, "clocks.tick")
    form = TickForm(request.POST or None, request.FILES or None, user=request.user)
    if done(form, lambda: tick(found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Ticked off: %(what)s") % {"what": found.title})
        return redirect(found.record)
    return _page(request, found, form, _("Tick off"))


@does("clocks.set_aside")
@login_required
@once
def lay_aside(request: Request, clock: int) -> HttpResponse:
    """Say that it does not apply, and why."""
    found = clock_of(request, clock, "clocks.set_aside")
    form = AsideForm(request.POST or None)
    if done(form, lambda: set_aside(found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Set aside: %(what)s") % {"what": found.title})
        return redirect(found.record)
    return _page(request, found, form, _("Does not apply"))


@does("clocks.answer")
@login_required
@once
def answer_for(request: Request, number: str) -> HttpResponse:
    """What the record does not say and a rule must know."""
    require(request, "clocks.answer")
    record = record_of(request, number, "clocks.answer")
    found = reckoned(record)
    if found is None:
        raise Http404
    known = answers_of(record)
    form = AnswerForm(request.POST or None, first=(*found.missing, *known), initial=_as_shown(known))
    if done(form, lambda: answer(record, actor=request.user, told=_told(form, known))):
        messages.success(request, _("The deadlines are reckoned anew."))
        return redirect(record)
    undecided = [each for each in found.undecided if not each.missing]
    context = {"form": form, "record": record, "local": undecided}
    return render(request, "clocks/answers.html", context, status=422 if form.is_bound else 200)


# How --------------------------------------------------------------------------------------------------------
def clock_of(request: Request, clock: int, permission: str) -> Clock:
    """The deadline, or 404 where the person may not know of its record."""
    require(request, permission)
    found = get_object_or_404(Clock.objects.select_related("record__department"), pk=clock)
    record_of(request, found.record.number, permission)
    return found


def record_of(request: Request, number: str, permission: str = "") -> Record:
    """The record with its own facts, or 404 where the person may not know that it exists."""
    found = readable(request.user, number)
    if found is None:
        raise Http404
    if permission and not request.user.has_perm(permission, found):
        raise PermissionDenied(permission)
    return found


def done(form: forms.Form, deed: Callable[[], Any]) -> bool:
    """Whether the deed was done; where it is refused, the reason stands in the form."""
    if not form.is_valid():
        return False
    try:
        deed()
    except (Refused, ValidationError) as refusal:
        form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
        return False
    return True


def require(request: Request, permission: str) -> None:
    """Whoever holds the duty nowhere is told so."""
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


def _page(request: Request, clock: Clock, form: forms.Form, title: str) -> HttpResponse:
    context = {"clock": clock, "record": clock.record, "form": form, "title": title}
    return render(request, "clocks/deed.html", context, status=422 if form.is_bound else 200)


def _as_shown(known: Any) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, bool) else value for name, value in known.items()}


def _told(form: AnswerForm, known: Any) -> dict[str, Any]:
    """What was answered, and what is taken back."""
    return {name: value for name, value in form.cleaned_data.items() if value is not None or name in known}
