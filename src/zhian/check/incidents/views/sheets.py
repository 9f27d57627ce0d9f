"""Paper for when the program is down: printing numbered sheets, and typing them in."""

from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..codes import Category, Harm, Kind
from ..forms.sheets import IssueForm, SheetForm
from ..models import Sheet
from ..services.sheets import MOST_AT_ONCE, issue, issued, sheet_number, type_in
from .pages import IncidentPages
from .posters import drawn

ISSUE = "sheets.issue"
SHOWN = 50


class SheetPages(IncidentPages):
    """An incident that was written on paper first."""

    form = SheetForm
    file = staticmethod(type_in)  # type: ignore[assignment]
    form_page = "incidents/sheets/new.html"


sheet_pages = SheetPages()


@does("incidents.file")
@login_required
@once
def type_in_sheet(request: Request) -> HttpResponse:
    """The report form with what stands at the edges of the sheet. Its code leads here with the number filled in."""
    if request.method == "POST":
        return sheet_pages.new(request)
    form = SheetForm(user=request.user, initial={"sheet": request.GET.get("sheet", "")[:20]})
    return sheet_pages.render(request, sheet_pages.form_page, form=form)


@does(ISSUE)
@login_required
@once
def sheets(request: Request) -> HttpResponse:
    """How many were given out, which came back, and a form for more."""
    hospital = hospital_of(request)
    form = IssueForm(request.POST or None)
    if form.is_valid():
        given = issue(hospital, actor=request.user, count=form.cleaned_data["count"])
        return redirect(f"{reverse('incidents:sheets-print')}?{urlencode({'first': given[0], 'count': len(given)})}")
    back = Sheet.objects.filter(hospital=hospital)
    context: dict[str, Any] = {
        "form": form,
        "issued": issued(hospital),
        "count": back.count(),
        "sheets": back.select_related("incident", "typed_by")[:SHOWN],
    }
    return render(request, "incidents/sheets/list.html", context, status=422 if form.is_bound else 200)


@does(ISSUE)
@login_required
def print_sheets(request: Request) -> HttpResponse:
    """Sheets that were given out, ready for the printer."""
    hospital = hospital_of(request)
    first, count = (_number(request.GET.get(name)) for name in ("first", "count"))
    places = range(max(first, 1), min(first + min(count, MOST_AT_ONCE), issued(hospital) + 1))
    context = {
        "hospital": hospital,
        "sheets": [(sheet_number(place), drawn(_address(sheet_number(place)))) for place in places],
        "categories": Category.choices,
        "kinds": Kind.choices,
        "harms": Harm.choices,
        "ways": WAYS,
    }
    return render(request, "incidents/sheets/paper.html", context)


WAYS = (
    gettext_lazy("by name: staff number ________________"),
    gettext_lazy("identity protected: staff number ____________ (in a closed envelope to the quality office)"),
    gettext_lazy("without a name"),
)


def hospital_of(request: Request) -> Department:
    """The hospital for which the person prints: the own one."""
    hospital = request.user.department.hospital if request.user.department else None
    if hospital is None or not request.user.has_perm(ISSUE):
        raise PermissionDenied(ISSUE)
    return hospital


def _address(number: str) -> str:
    """What a phone reads from the sheet when the program is up again."""
    return urljoin(settings.SITE_ADDRESS, f"{reverse('incidents:sheet-new')}?{urlencode({'sheet': number})}")


def _number(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 9 else 0
