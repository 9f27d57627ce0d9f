"""The inbox: what a person was told, newest first, and how else the person wants to be told."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.kernel.notices.models import Notice, Reach, What
from zhian.kernel.notices.services import mark_all_read, mark_read, unread
from zhian.kernel.notices.words import address, sentence
from zhian.kernel.people.access import ANY_ACCOUNT, PUBLIC, does
from zhian.kernel.people.models import User
from zhian.kernel.records.deeds import readable_by
from zhian.kernel.records.models import Record
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import PER_PAGE, QuickPaginator

ICONS = {
    What.TURN: "arrow-right",
    What.STEP: "progress",
    What.MENTION: "message-exclamation",
    What.COMMENT: "message",
    What.SOON: "hourglass-high",
    What.OVERDUE: "alarm",
    What.CLOCK: "calendar-time",
    What.ESCALATED: "arrow-up",
    What.FEEDBACK: "message-2-star",
    What.DIGEST: "bulb",
    What.NEWER: "arrows-diff",
    What.UNSEALING: "lock-open",
    What.UNSEALED: "lock-open",
}


class Line(NamedTuple):
    """A notice as the page shows it; title and names only if the person may still read the record."""

    notice: Notice
    record: Record | None  # none where it is of a page for everybody
    says: str
    icon: str
    is_readable: bool


class ReachForm(forms.ModelForm):
    class Meta:
        model = Reach
        fields = ["by_mail", "digest", "quiet_from", "quiet_until"]
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in fields[2:]}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("quiet_from")) != bool(told.get("quiet_until")):
            raise forms.ValidationError(_("Quiet hours need both: from when, and until when."))
        return told


@does(ANY_ACCOUNT)
@login_required
def inbox(request: Request) -> HttpResponse:
    only_unread = "unread" in request.GET
    page = QuickPaginator(told_to(request.user, only_unread), PER_PAGE).get_page(request.GET.get("page"))
    lines = list(lines_for(request.user, page.object_list))
    context = {"page": page, "lines": lines, "only_unread": only_unread, "newest": lines[0].notice.pk if lines else 0}
    return render(request, "site/inbox.html", context)


@does(ANY_ACCOUNT)
@login_required
def open_notice(request: Request, notice: int) -> HttpResponse:
    """Go to the record; what was told of it counts as read."""
    found = get_object_or_404(request.user.notices.select_related("news__record"), pk=notice)
    mark_read(found)
    return redirect(address(found.news))


@does(ANY_ACCOUNT)
@login_required
@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark as read what was on the page, and all before it."""
    shown = request.POST.get("up_to", "")
    if shown.isdecimal():
        mark_all_read(request.user, up_to=int(shown))
        messages.success(request, _("Everything is marked as read."))
    return redirect("inbox")


@does(PUBLIC)
def count(request: HttpRequest) -> HttpResponse:
    """How much is unread, for the page to ask from time to time; nothing for whoever is no longer signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    return render(request, "web/parts/unread_count.html")


@does(ANY_ACCOUNT)
@login_required
@once
def reach(request: Request) -> HttpResponse:
    """How the person wants to be told outside the program."""
    form = ReachForm(request.POST or None, instance=reach_of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds from the next notice on."))
        return redirect("inbox")
    return render(request, "site/reach.html", {"form": form}, status=422 if form.is_bound else 200)


def told_to(person: User, only_unread: bool) -> QuerySet[Notice]:
    """What is in the inbox, newest first."""
    notices = Notice.objects.filter(person=person).select_related("news__record__department", "news__actor")
    return notices.filter(read_at=None) if only_unread else notices


def lines_for(person: User, notices: Iterable[Notice]) -> Iterator[Line]:
    """The notices as this person may read them now."""
    told = list(notices)
    ids = {notice.news.record_id for notice in told if notice.news.record_id}
    readable = set(readable_by(person).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    for notice in told:
        record, what = notice.news.record, What(notice.news.what)
        yield Line(notice, record, sentence(notice.news), ICONS[what], record is None or record.pk in readable)


def reach_of(person: User) -> Reach:
    """What the person chose, or what holds for whoever chose nothing."""
    return Reach.objects.filter(person=person).first() or Reach(person=person)


def unread_count(request: HttpRequest) -> dict[str, Any]:
    """For the frame of every page."""
    return {"inbox_count": SimpleLazyObject(lambda: _unread(request))}


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return unread(user) if user is not None and user.is_authenticated else 0
