"""The month's report: its chapters with the office's words, and the whole as Word, PDF or a spreadsheet."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.kernel.documents.downloads import sent
from zhian.kernel.documents.services import FORMATS
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web import exports
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..documents import on_paper
from ..services.definitions import set_of
from ..services.places import departments_of
from ..services.report import all_values, chapters, last_month_of, remarks_of, say
from .measuring import office_of


@does("indicators.report")
@login_required
def report(request: Request) -> HttpResponse:
    """What the report will say, and a field for the office's words on each chapter."""
    hospital, month = month_asked(request)
    context = {
        "hospital": hospital,
        "month": month,
        "chapters": chapters(hospital, month) if month else [],
        "remark": remarks_of(hospital, month).get("", "") if month else "",
        "may_say": request.user.has_perm("indicators.comment_report", hospital),
    }
    return render(request, "indicators/report.html", context)


@does("indicators.comment_report")
@login_required
@require_POST
@once
def remark(request: Request) -> HttpResponse:
    """Keep the words of a chapter."""
    hospital = office_of(request, "indicators.comment_report")
    month, board = last_month_of(hospital), request.POST.get("board", "")
    if month is None or (board and set_of(hospital, board) is None):
        raise Http404
    say(hospital, month, board, request.POST.get("text", "")[:4000], actor=request.user)
    messages.success(request, _("Kept; it stands in the report."))
    return redirect("indicators:report")


@does("indicators.report")
@login_required
def report_on_paper(request: Request, format: str) -> HttpResponseBase:
    """As Word or PDF by the hospital's own template; all values as XLSX."""
    hospital, month = month_asked(request)
    if month is None:
        raise Http404
    if format == "xlsx":
        header, rows = all_values(hospital, [hospital, *departments_of(request.user, hospital)])
        return exports.as_xlsx(f"indicators-{month:%Y-%m}", header, rows)
    if format not in FORMATS:
        raise Http404
    return sent(on_paper(hospital, month, reader=request.user, format=format))


def month_asked(request: Request) -> tuple[Department, date | None]:
    """The hospital and its last measured month."""
    hospital = office_of(request, "indicators.report")
    if not request.user.has_perm("indicators.report", hospital):
        raise PermissionDenied("indicators.report")
    return hospital, last_month_of(hospital)
