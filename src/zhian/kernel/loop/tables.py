"""How findings are listed and filtered."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from zhian.kernel.web.filters import RecordFilters
from zhian.kernel.web.tables import RecordTable

from .models import Finding


class FindingTable(RecordTable):
    source = tables.Column(verbose_name=_("source"), accessor="source__number")

    class Meta(RecordTable.Meta):
        model = Finding
        fields = ["number", "title", "source", "department", "state", "due_at"]


class FindingFilters(RecordFilters, FilterSet):
    class Meta:
        model = Finding
        fields = ["q", "state", "department", "period", "late"]
