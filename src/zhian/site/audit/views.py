"""The log for the audit administrator, and for each record who read it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhian.engines.workflow import Refused
from zhian.kernel.audit.events import Event, note
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.moment import now
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, Role, User
from zhian.kernel.records.models import Opening, Record
from zhian.kernel.web.exports import FORMATS
from zhian.kernel.web.listing import MOST_EXPORTED
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import QuickPaginator

from .forms import LogForm
from .words import line

PER_PAGE = 50
READ = "people.read_audit"
READ_OPENINGS = "records.read_openings"


@does(READ)
@login_required
@require_GET
def log(request: Request) -> HttpResponse:
    form, found = _asked(request)
    page = QuickPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [line(entry) for entry in page],
        "head": Head.objects.order_by("-number").first(),
        "unsealed": Entry.objects.filter(leaf_index=None).count(),
    }
    return render(request, "site/audit/log.html", context)


@does(READ)
@login_required
@require_GET
def export(request: Request, format: str) -> HttpResponseBase:
    """The entries found, as a file. That somebody took them away is an entry too."""
    _form, found = _asked(request)
    if format not in FORMATS:
        raise Http404
    if found[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
        raise Refused(
            _("That is more than %(most)s rows. Narrow the list by a filter first.") % {"most": MOST_EXPORTED}
        )
    lines = [line(entry) for entry in found]
    header = [_("at"), _("staff number"), _("name"), _("deed"), _("kind"), _("what"), _("fields")]
    rows = [(each.at, each.number, each.who, each.deed, each.kind, each.what, each.fields) for each in lines]
    kind = str(Entry._meta.verbose_name_plural)
    note(Event.EXPORTED, request.user, actor=request.user, kind=kind, rows=len(rows), query=request.GET.urlencode())
    return FORMATS[format](f"audit-{now():%Y%m%d}", header, rows)


@does(READ_OPENINGS)
@login_required
@require_GET
def readers(request: Request, number: str) -> HttpResponse:
    """Who opened the record, its files and the patient's identity, or took it away in a list."""
    record = Record.objects.filter(number=number).select_related("department").first()
    if record is None or not request.user.has_perm(READ_OPENINGS, record):
        raise Http404
    openings = Opening.objects.filter(record_id=record.pk).select_related("reader__department")
    page = QuickPaginator(openings, PER_PAGE).get_page(request.GET.get("page"))
    may_read = request.user.has_perm(f"{record.kind}.read", record.specific())
    return render(request, "site/audit/readers.html", {"record": record, "page": page, "may_read": may_read})


def _asked(request: Request) -> tuple[LogForm, QuerySet[Entry]]:
    if not request.user.has_perm(READ):
        raise PermissionDenied(READ)
    form = LogForm(request.GET)
    entries = form.found_in(_within_reach(request.user))
    return form, entries.select_related("actor", "content_type").order_by("-pk")


def _within_reach(user: User) -> QuerySet[Entry]:
    """Deeds of the people whom the duty covers; those of nobody only where it covers the whole tree."""
    covered = user.scope(Role.AUDIT_ADMIN)
    if not Department.objects.filter(parent=None).exclude(pk__in=covered).exists():
        return Entry.objects.all()
    return Entry.objects.filter(actor__department__in=covered)
