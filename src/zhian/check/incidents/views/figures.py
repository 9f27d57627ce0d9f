"""The dashboard of incidents."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from ..figures import figures
from .pages import pages


@does("incidents.read")
@login_required
def show_figures(request: Request) -> HttpResponse:
    """The dashboard: what is reported, how bad it is, and how fast we are."""
    found = pages.found(request)

    def behind(field: str, value: Any) -> str:
        """The list that a bar stands for, within what is filtered already."""
        asked = request.GET.copy()
        asked[field] = str(value)
        return f"{pages.address('list')}?{asked.urlencode()}"

    return pages.render(request, "incidents/figures.html", filters=found, figures=figures(found.qs, behind))
