"""The dashboard of incidents."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict

from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from ..facts import seen_by
from ..figures import figures
from ..forms import FiguresForm
from .pages import pages

NARROWING = ("department", "category", "event_kind")  # conditions that the list has too


@does("incidents.read")
@login_required
def show_figures(request: Request) -> HttpResponse:
    """The dashboard: what is reported, how bad it is, and how fast we are."""
    form = FiguresForm(request.GET, user=request.user)
    form.is_valid()
    found = figures(form.narrowed(seen_by(request.user)), form.months, _behind(request.GET), stack=form.divided_by)
    return pages.render(request, "incidents/figures.html", asked=form, figures=found)


def _behind(asked: QueryDict) -> Any:
    """The list that a part of a chart stands for, within what is asked for already."""
    address = pages.address("list")

    def behind(**conditions: Any) -> str:
        told = QueryDict(mutable=True)
        for name in NARROWING:
            told.setlist(name, asked.getlist(name))
        for name, value in conditions.items():
            told[name] = str(value)
        return f"{address}?{told.urlencode()}"

    return behind
