"""The catalogue: every indicator in every edition, searched by name or code."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from ..services.catalogue import Asked, entries
from ..services.definitions import all_sets
from ..services.places import hospital_of

PER_PAGE = 50


@does("indicators.browse")
@login_required
def catalogue(request: Request) -> HttpResponse:
    """Searched by name, code and words of the source; narrowed to a set or a source of data."""
    hospital = hospital_of(request.user)
    asked = Asked(*(request.GET.get(name, "").strip() for name in ("q", "board", "data")))
    pages = Paginator(entries(hospital, asked), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    boards = [(each.key, each.title) for each in all_sets(hospital)]
    context = {
        "page": page, "count": pages.count, "asked": asked, "boards": boards, "hospital": hospital,
        "may_write": request.user.has_perm("own_indicators.file"),
    }  # fmt: skip
    return render(request, "indicators/catalogue.html", context)
