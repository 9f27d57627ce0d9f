"""How incidents are listed and filtered."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from zhian.kernel.records.models import Authorship
from zhian.kernel.web.filters import CodeFilter, MonthFilter, RecordFilters, SeveralFilter, WordFilter
from zhian.kernel.web.tables import RecordTable

from .codes import KIND_WORDS, Category, Grade, Harm, Reporter
from .models import Analysis, Detail, Incident, Method
from .services.countable import said

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
    way = CodeFilter("fact__way", label=_("way of reporting"), choices=Authorship)
    reporter = CodeFilter("fact__reporter", label=_("reported by"), choices=Reporter)
    answered = WordFilter(method="by_answer", label=_("answer"))

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        asked = (self.data or {}).get("answered", "")
        person = self.request.user if asked and self.request else None
        words = said(person.department and person.department.hospital, asked) if person else ""
        self.filters["answered"].field.choices = [(asked, words)]

    def by_answer(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """By an answer to a question of the category, such as FALL.activity.toilet."""
        category, question, answer = (*value.split(".", 2), "", "")[:3]
        told = Detail.objects.filter(category=category, question=question, answer=answer)
        return queryset.filter(category=category, pk__in=told.values("fact"))

    class Meta:
        model = Incident
        fields = [
            "q", "period", "grade", "category", "event_kind", "department", "state", "harm", "late",
            "since", "until", "weekday", "hour", "way", "reporter", "answered",
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
