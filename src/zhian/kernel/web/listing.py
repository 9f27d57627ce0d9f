"""Many records of a kind at once: list, board, export, saved filters."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from zhian.engines.workflow import FILE, Refused
from zhian.kernel.modules import Words
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.records.deeds import note_export
from zhian.kernel.records.models import Record

from .exports import FORMATS
from .forms import RecordForm, SaveFilterForm
from .models import SavedFilter
from .requests import Request
from .tables import PER_PAGE, QuickPaginator

R = TypeVar("R", bound=Record)

PER_LANE = 20
FEW_DEPARTMENTS = 5
SHOWN_CLOSED = timedelta(days=30)  # on the board
MOST_EXPORTED = 20_000


class ListPages(Generic[R]):
    """What the pages of one kind of record need to know of it, and those that show many at once."""

    model: type[R]
    table: ClassVar[type[Table]]
    filters: ClassVar[type[FilterSet]]
    form: ClassVar[type[RecordForm] | None] = None  # none where people neither file nor change one by a form
    card: ClassVar[str] = "web/card.html"
    summary: ClassVar[str] = "web/summary.html"  # of the record, beside the forms of its steps
    select_related: ClassVar[Sequence[str]] = ("department", "author")
    more: ClassVar[Sequence[tuple[str, Words]]] = ()  # further tabs beside board and list: (address name, title)

    @property
    def is_filed(self) -> bool:
        """Whether people file one on a page of its own, and not out of another record."""
        return self.form is not None and not self.model.is_raised

    def visible(self, user: User) -> QuerySet[R]:
        return self.model.objects.filter(self.model.visible_to(user))  # type: ignore[attr-defined]

    def newest_visible(self, user: User) -> QuerySet[R]:
        """The same, quicker where the newest come first.

        For a person of few departments the register is asked alone, and first: its indexes answer that by themselves,
        while SQLite would else fetch all facts of a busy department to sort them.
        """
        if len(user.scope(*user.roles)) > FEW_DEPARTMENTS:
            return self.visible(user)
        readable = Record.objects.filter(self.model.visible_to(user), kind=self._name)
        return self.model.objects.filter(pk__in=readable.values("pk"))  # type: ignore[attr-defined]

    def found(self, request: Request) -> FilterSet:
        return self.filters(request.GET, queryset=self.visible(request.user), request=request)

    def list(self, request: Request) -> HttpResponse:
        found = self.filters(request.GET, queryset=self.newest_visible(request.user), request=request)
        table = self.table(found.qs.select_related(*self.select_related))
        RequestConfig(request, paginate={"per_page": PER_PAGE, "paginator_class": QuickPaginator}).configure(table)
        saved = SavedFilter.objects.filter(page=self._name) & _filters_of(request.user)
        return self.render(
            request, "web/list.html", table=table, filters=found, saved=saved, save_form=SaveFilterForm()
        )

    def board(self, request: Request) -> HttpResponse:
        found = self.found(request)
        lanes = [self._lane(found.qs, name) for name in self.model.workflow.states]
        return self.render(request, "web/board.html", lanes=lanes, filters=found, card=self.card)

    def export(self, request: Request, format: str) -> HttpResponseBase:
        if format not in FORMATS:
            raise Http404
        return self.exported(request, self.found(request).qs, format)

    def exported(self, request: Request, records: QuerySet[R], format: str) -> HttpResponseBase:
        """The records as a file, with the columns of the list; who took which away is noted."""
        found = records.select_related(*self.select_related)
        if found[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
            raise Refused(
                _("That is more than %(most)s rows. Narrow the list by a filter first.") % {"most": MOST_EXPORTED}
            )
        note_export(records, reader=request.user, query=request.GET.urlencode())
        header, *rows = self.table(found).as_values()
        return FORMATS[format](f"{self._name}-{now():%Y%m%d}", header, rows)

    def save_filter(self, request: Request) -> HttpResponse:
        form = SaveFilterForm(request.POST or None)
        if form.is_valid():
            told = form.cleaned_data
            SavedFilter.objects.update_or_create(
                owner=request.user,
                page=self._name,
                name=told["name"],
                defaults={
                    "query": told["query"],
                    "is_shared": told["is_shared"],
                    "hospital_id": request.user.hospital_id,
                },
            )
            messages.success(request, _("Filter “%(name)s” is saved.") % {"name": told["name"]})
        return redirect(f"{self.address('list')}?{form['query'].value() or ''}")

    # How --------------------------------------------------------------------------------------------------
    def address(self, page: str, *args: str) -> str:
        meta = self.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}-{page}", args=args)

    @property
    def _name(self) -> str:
        return self.model.workflow.name

    def render(self, request: Request, template: str, **context: Any) -> HttpResponse:
        meta = self.model._meta
        kind = {
            "name": self._name,
            "title": meta.verbose_name,
            "titles": meta.verbose_name_plural,
            "icon": self.model.icon,
            "list": self.address("list"),
            "board": self.address("board"),
            "new": self.address("new") if self.is_filed and request.user.has_perm(f"{self._name}.{FILE}") else "",
            "export": {format: self.address("export", format) for format in FORMATS},
            "save_filter": self.address("save-filter"),
            "summary": self.summary,
            "more": [(reverse(name), title) for name, title in self.more],
        }
        status = 409 if context.get("conflict") else 422 if any(map(_is_wrong, context.values())) else 200
        return render(request, template, {"kind": kind, "workflow": self.model.workflow, **context}, status=status)

    def _lane(self, queryset: QuerySet[R], state: str) -> dict[str, Any]:
        """What is most urgent in a state; of what is closed, the last of the past weeks. Each has its own index."""
        cards = queryset.filter(kind=self._name, state=state).select_related(*self.select_related)
        if self.model.workflow.states[state].is_closed:
            cards = cards.filter(is_closed=True, closed_at__gte=now() - SHOWN_CLOSED).order_by("-closed_at", "-pk")
        else:
            cards = cards.filter(is_closed=False).order_by("due_at", "-pk")
        shown = list(cards[: PER_LANE + 1])
        return {
            "name": state,
            "state": self.model.workflow.states[state],
            "cards": shown[:PER_LANE],
            "more": len(shown) > PER_LANE,
        }


def _is_wrong(found: Any) -> bool:
    """Whether it is a form that was sent and cannot be taken."""
    return isinstance(found, BaseForm) and found.is_bound and bool(found.errors)


def _filters_of(user: User) -> QuerySet[SavedFilter]:
    own = SavedFilter.objects.filter(owner=user)
    return own | SavedFilter.objects.filter(is_shared=True, hospital_id=user.hospital_id)
