"""How incidents are listed and filtered."""

from datetime import datetime

import django_tables2 as tables
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.filters import CodeFilter, MonthFilter, RecordFilters, SeveralFilter
from zhian.kernel.web.tables import RecordTable

from .codes import KIND_WORDS, Category, Grade, Harm
from .models import Analysis, Incident, Method

DAYS = [(day + 1, name) for day, name in WEEKDAYS.items()]  # as facts have them: 1 is Monday
HOURS = [(hour, f"{hour}:00–{hour + 1}:00") for hour in range(24)]


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
    event_kind = SeveralFilter(label=_("kind"), choices=list(KIND_WORDS.items()))
    since = MonthFilter("fact__month", "gte", label=_("from month"))
    until = MonthFilter("fact__month", "lte", label=_("to month"))
    weekday = CodeFilter("fact__weekday", label=_("weekday"), choices=DAYS)
    hour = CodeFilter("fact__hour", label=_("hour"), choices=HOURS)

    class Meta:
        model = Incident
        fields = [
            "q", "period", "grade", "category", "event_kind", "department", "state", "harm", "late",
            "since", "until", "weekday", "hour",
        ]  # fmt: skip


class AnalysisTable(RecordTable):
    case = tables.Column(verbose_name=_("adverse event"), accessor="case__number", orderable=False)
    method = tables.Column(verbose_name=_("kind of analysis"))
    lead = tables.Column(verbose_name=_("lead of the analysis"), orderable=False)

    class Meta(RecordTable.Meta):
        model = Analysis
        fields = ["number", "title", "case", "method", "department", "lead", "state", "due_at"]


class AnalysisFilters(RecordFilters):
    method = SeveralFilter(label=_("kind of analysis"), choices=Method.choices)

    class Meta:
        model = Analysis
        fields = ["q", "period", "method", "department", "state", "late"]
