"""Lists of records: columns that every kind has, and pages that stay quick in a register of a million."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

PER_PAGE = 20
MOST_COUNTED = 10_000


class QuickPaginator(Paginator):
    """Counts to ten thousand and no further: counting on would cost more than it tells."""

    @cached_property
    def count(self) -> int:
        """Of a table's rows, the query behind them is counted."""
        rows: Any = self.object_list
        while hasattr(rows, "data"):
            rows = rows.data
        return rows[: MOST_COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_COUNTED


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
