"""How deadlines of many records are listed and filtered."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhian.engines.clocks import national
from zhian.kernel.moment import now
from zhian.kernel.records import search
from zhian.kernel.records.models import Record
from zhian.kernel.web.filters import SeveralFilter, departments_offered

from .models import Clock, State, said
from .words import line

SHOWN = [(value, label) for value, label in State.choices if value != State.LAPSED]


def rule_choices() -> list[tuple[str, str]]:
    """Each rule by its name, once."""
    return sorted({rule.id: said(rule.title._asdict()) for rule in national()}.items())


class ClockTable(tables.Table):
    due_at = tables.TemplateColumn(verbose_name=_("due"), template_name="clocks/cells/due.html")
    state = tables.TemplateColumn(verbose_name=_("state"), template_name="clocks/cells/state.html")
    rule_id = tables.TemplateColumn(verbose_name=_("which deadline"), template_name="clocks/cells/what.html")
    authority = tables.Column(verbose_name=_("to whom"), orderable=False, attrs={"td": {"class": "is-cut"}})
    record = tables.TemplateColumn(verbose_name=_("record"), template_name="clocks/cells/record.html")
    department = tables.Column(verbose_name=_("department"), accessor="record__department")
    receipt = tables.Column(verbose_name=_("receipt"), default="", attrs={"td": {"class": "is-cut"}})

    class Meta:
        model = Clock
        fields = ["due_at", "state", "rule_id", "authority", "record", "department", "receipt"]
        template_name = "web/table.html"
        attrs = {"class": "list"}
        order_by_field = "sort"
        empty_text = ""

    def value_due_at(self, value: Any) -> Any:
        return value

    def value_state(self, record: Clock) -> str:
        return line(record).words

    def value_rule_id(self, record: Clock) -> str:
        return f"{record.title} ({record.rule_id})"

    def value_record(self, record: Clock) -> str:
        return f"{record.record.number} {record.record.title}"


class ClockFilters(filters.FilterSet):
    q = filters.CharFilter(method="by_words", label=_("words"), widget=forms.TextInput(attrs={"type": "search"}))
    state = SeveralFilter(label=_("state"), choices=SHOWN)
    rule_id = filters.MultipleChoiceFilter(
        label=_("which deadline"), choices=rule_choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    department = filters.ModelChoiceFilter(
        label=_("department"), field_name="record__department", queryset=departments_offered
    )
    late = filters.BooleanFilter(method="by_lateness", label=_("overdue only"), widget=forms.CheckboxInput)

    class Meta:
        model = Clock
        fields = ["q", "state", "rule_id", "department", "late"]

    def by_words(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(record__in=Record.objects.filter(search.matching(value)))

    def by_lateness(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        return queryset.filter(state=State.RUNNING, due_at__lt=now()) if value else queryset
