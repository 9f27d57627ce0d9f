"""The monthly digests: all of them, and one to read and to print."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from ..services.digests import digests_for

SHOWN = 60


@does("lessons.read")
@login_required
def list_digests(request: Request) -> HttpResponse:
    on_the_board = Q(lessons__published_at__isnull=False)
    digests = list(digests_for(request.user).annotate(taught=Count("lessons", filter=on_the_board))[:SHOWN])
    several = len({digest.hospital_id for digest in digests}) > 1
    return render(request, "incidents/lessons/digests.html", {"digests": digests, "several": several})


@does("lessons.read")
@login_required
def show_digest(request: Request, digest: int) -> HttpResponse:
    """Without lessons that were withdrawn since."""
    found = get_object_or_404(digests_for(request.user), pk=digest)
    lessons = found.lessons.filter(published_at__isnull=False)
    return render(request, "incidents/lessons/digest.html", {"digest": found, "lessons": lessons})
