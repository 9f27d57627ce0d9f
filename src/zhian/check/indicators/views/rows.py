"""What stands behind a number: its records, and all values as a table to take away."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.exports import FORMATS
from zhian.kernel.web.requests import Request

from ..services.charts import drawing_of
from ..services.definitions import name_of
from ..services.rows import Rows, rows_behind
from ..services.saying import unit_alone
from .boards import asked_place
from .indicator import address, found_definition
from .returns import month_of_text

PARTS = ("numerator", "denominator")


@does("indicators.drill")
@login_required
def rows(request: Request, indicator: str, month: str) -> HttpResponse:
    """The records of a numerator or denominator; that they were read is noted."""
    behind = _behind(request, indicator, month)
    response = render(request, "indicators/rows.html", vars(behind) | {"name": name_of(behind.definition)})
    response["Cache-Control"] = "no-store"
    return response


@does("indicators.drill")
@login_required
def rows_as_table(request: Request, indicator: str, month: str, format: str) -> HttpResponseBase:
    """The same records to take away."""
    if format not in FORMATS:
        raise Http404
    behind = _behind(request, indicator, month)
    name = f"{behind.definition.code}-{behind.place.code}-{month}-{behind.part}"
    response = FORMATS[format](name, behind.found.columns, behind.found.rows)
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Behind:
    """What stands behind which number."""

    definition: Definition
    place: Department
    month: date
    part: str
    found: Rows
    back: str


def _behind(request: Request, indicator: str, month: str) -> Behind:
    hospital, place = asked_place(request)
    if not request.user.has_perm("indicators.drill", place):
        raise PermissionDenied("indicators.drill")
    definition = found_definition(hospital, indicator, request.GET.get("edition", ""))
    part = request.GET.get("part", PARTS[0])
    if part not in PARTS or definition.is_manual:
        raise Http404
    first = month_of_address(month)
    found = rows_behind(definition, place, first, actor=request.user, part=part)
    return Behind(definition, place, first, part, found, address(definition, place))


@does("indicators.read")
@login_required
def values(request: Request, indicator: str, format: str) -> HttpResponseBase:
    """All values of an indicator in a place."""
    hospital, place = asked_place(request)
    definition = found_definition(hospital, indicator, request.GET.get("edition", ""))
    if format not in FORMATS:
        raise Http404
    drawing = drawing_of(definition, place)
    header = [
        _("Month"),
        _("Numerator"),
        _("Denominator"),
        _("Value"),
        _("Unit"),
        _("Why there is none"),
        _("Special cause"),
    ]
    told = [
        (
            f"{line.month:%Y-%m}",
            line.row.numerator if line.row else None,
            line.row.denominator if line.row else None,
            line.row.value if line.row else None,
            unit_alone(definition),
            line.why,
            line.signal,
        )
        for line in reversed(drawing.lines())
    ]
    return FORMATS[format](f"{definition.code}-{place.code}", header, told)


def month_of_address(told: str) -> date:
    try:
        return month_of_text(told)
    except Refused:
        raise Http404 from None
