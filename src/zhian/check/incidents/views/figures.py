"""The dashboard of incidents."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict

from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.web.requests import Request

from ..facts import places_of, seen_by
from ..figures import Behind, Rated, figures
from ..forms import FiguresForm
from ..services.filling import unfinished
from .pages import pages

NARROWING = ("department", "category", "event_kind")  # conditions that the list has too


@does("incidents.read")
@login_required
def show_figures(request: Request) -> HttpResponse:
    """The dashboard: what is reported, how bad it is, and how fast we are."""
    form = FiguresForm(request.GET, user=request.user)
    form.is_valid()
    found = counted(request.user, form, _behind(request.GET))
    return pages.render(
        request,
        "incidents/figures.html",
        asked=form,
        figures=found,
        filling=unfinished(),
        may_feed=request.user.has_perm("feeds.enter"),
    )


def counted(user: User, form: FiguresForm, behind: Behind) -> dict[str, Any]:
    """The figures that the form asks for."""
    rated = Rated(form.narrowed_to(places_of(user)), is_all=form.is_of_everything)
    facts = form.narrowed(seen_by(user))
    return figures(facts, form.months, behind, stack=form.divided_by, asked=form.question, rated=rated)


def _behind(asked: QueryDict) -> Any:
    """The list that a part of a chart stands for, within what is asked for already."""
    address = pages.address("list")
    narrowed = {name: asked.getlist(name) for name in NARROWING}

    def behind(**conditions: Any) -> str:
        return f"{address}?{urlencode(narrowed | conditions, doseq=True)}"

    return behind
