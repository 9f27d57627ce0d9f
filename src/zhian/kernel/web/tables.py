"""Lists of records: columns that every kind has, and pages that stay quick in a register of a million."""

from datetime import datetime

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRows

PER_PAGE = 20
MOST_COUNTED = 10_000


class QuickPaginator(Paginator):
    """Of a query's or a table's rows, up to ten thousand: whoever wants what comes after them sets a filter.

    Which records there are is asked once, for the count and the page; what they say, only of those on the page.
    """

    object_list: QuerySet | BoundRows

    @cached_property
    def count(self) -> int:
        return min(len(self._keys), MOST_COUNTED)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        keys = self._keys[(number - 1) * self.per_page : number * self.per_page]
        shown = self._query.model._default_manager.all()
        shown.query.select_related = self._query.query.select_related
        found = shown.in_bulk(keys)
        records = [found[key] for key in keys if key in found]
        rows = self.object_list
        return Page(BoundRows(records, rows.table) if isinstance(rows, BoundRows) else records, number, self)

    @property
    def is_capped(self) -> bool:
        return len(self._keys) > MOST_COUNTED

    @cached_property
    def _keys(self) -> list[int]:
        return list(self._query.values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @property
    def _query(self) -> QuerySet:
        rows = self.object_list
        return rows.data.data if isinstance(rows, BoundRows) else rows


class RecordTable(tables.Table):
    """Number, title, state, department, due date; a kind adds its own columns between."""

    number = tables.Column(verbose_name=_("number"), linkify=True, attrs={"td": {"class": "record-no"}})
    title = tables.Column(verbose_name=_("title"), linkify=True, attrs={"td": {"class": "is-cut"}})
    state = tables.TemplateColumn(verbose_name=_("state"), template_name="web/cells/state.html")
    due_at = tables.TemplateColumn(verbose_name=_("due"), template_name="web/cells/due.html")

    class Meta:
        template_name = "web/table.html"
        attrs = {"class": "list"}
        order_by_field = "sort"
        empty_text = ""

    def value_due_at(self, value: datetime | None) -> datetime | None:
        """In an export the deadline itself, not how late it is."""
        return value
