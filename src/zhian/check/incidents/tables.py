"""How incidents are listed and filtered."""

from datetime import datetime

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.filters import RecordFilters, SeveralFilter
from zhian.kernel.web.tables import RecordTable

from .codes import Category, Grade, Harm
from .models import Incident


class IncidentTable(RecordTable):
    grade = tables.TemplateColumn(verbose_name=_("grade"), template_name="incidents/cells/grade.html")
    harm = tables.Column(verbose_name=_("harm"))
    occurred_at = tables.TemplateColumn(verbose_name=_("when"), template_name="incidents/cells/when.html")

    class Meta(RecordTable.Meta):
        model = Incident
        fields = ["number", "title", "grade", "category", "department", "harm", "occurred_at", "state", "due_at"]

    def value_occurred_at(self, value: datetime) -> datetime:
        return value


class IncidentFilters(RecordFilters):
    grade = SeveralFilter(label=_("grade"), choices=Grade)
    category = SeveralFilter(label=_("category"), choices=Category)
    harm = SeveralFilter(label=_("harm"), choices=Harm)

    class Meta:
        model = Incident
        fields = ["q", "period", "grade", "category", "department", "state", "harm", "late"]
