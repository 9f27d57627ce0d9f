"""How the channels to the outside and the worker's schedules fare: for the system administrator."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.kernel.modules import schedules
from zhian.kernel.notices.channels import MAIL, groups
from zhian.kernel.notices.models import Channel, Delivery
from zhian.kernel.notices.outside import in_words
from zhian.kernel.notices.post import try_again
from zhian.kernel.people.access import does
from zhian.kernel.web.requests import Request

from .clockwork import silent_since
from .models import Run

MANAGE = "notices.manage_channels"


class Health(NamedTuple):
    """A channel as the page shows it."""

    name: str
    title: str
    fares: Channel
    waiting: int = 0
    given_up: int = 0
    waiting_since: datetime | None = None

    @property
    def trouble(self) -> str | Promise:
        return in_words(self.fares.last_error) if self.fares.last_error else ""


@does(MANAGE)
@login_required
def channels(request: Request) -> HttpResponse:
    require_administrator(request)
    runs = Run.objects.in_bulk()
    context = {
        "channels": list(healths()),
        "schedules": [(each, runs.get(each.name)) for each in schedules()],
        "silent_since": silent_since(),
    }
    return render(request, "site/channels.html", context)


@does(MANAGE)
@login_required
@require_POST
def retry(request: Request, name: str) -> HttpResponse:
    """Somebody has repaired the channel: let the worker try everything again."""
    require_administrator(request)
    retry_channel(name)
    messages.success(request, _("What waits is tried again within the next seconds."))
    return redirect("channels")


def retry_channel(name: str) -> None:
    """Let the worker try everything on this channel again; 404 where the settings name no such channel."""
    if name not in dict(_titles()):
        raise Http404
    try_again(name)


def healths() -> Iterator[Health]:
    """Every channel of the settings, with what is stuck on it."""
    known = Channel.objects.in_bulk()
    state = Delivery.State
    counts = Delivery.objects.exclude(state=state.SENT).values("channel")
    stuck = {
        row["channel"]: row
        for row in counts.annotate(
            waiting=Count("pk", filter=Q(state=state.WAITING)),
            given_up=Count("pk", filter=Q(state=state.FAILED)),
            since=Min("news__at", filter=Q(state=state.WAITING)),
        )
    }
    for name, title in _titles():
        fares, row = known.get(name) or Channel(name=name), stuck.get(name)
        counted = (row["waiting"], row["given_up"], row["since"]) if row else ()
        yield Health(name, title, fares, *counted)


def _titles() -> Iterator[tuple[str, str]]:
    if settings.MAIL_CHANNEL:
        yield MAIL, _("Mail")
    yield from {group.name: group.title for group in groups()}.items()


def require_administrator(request: Request) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied(MANAGE)
