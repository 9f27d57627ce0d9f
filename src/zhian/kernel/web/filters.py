"""Filters that every list of records has: words, state, department, period, overdue only."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.records import search

from .forms import MonthField

PERIODS = {"7": _("last 7 days"), "30": _("last 30 days"), "90": _("last 90 days"), "365": _("last year")}


def departments_offered(request: Any) -> QuerySet[Department]:
    return Department.objects.none() if request is None else departments_of(request.user)


def departments_of(user: User) -> QuerySet[Department]:
    """Those of the person's hospital, and those that a duty covers."""
    within = Department.objects.filter(kind="department")
    return within.filter(hospital_id=user.hospital_id) | within.filter(pk__in=user.scope(*user.roles))


class MonthFilter(filters.Filter):
    """A month, such as 2026-03, that a chart asks for: no field to fill in, but a sign with which it is taken away."""

    field_class = MonthField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.HiddenInput, **kwargs)


class CodeFilter(filters.ChoiceFilter):
    """One of a few, that a chart asks for; shown as a month is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.HiddenInput, **kwargs)


class WordFilter(filters.CharFilter):
    """A word that a chart asks for; shown as a month is, in the words of the field's `choices` where it has them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.HiddenInput, **kwargs)


class SeveralFilter(filters.MultipleChoiceFilter):
    """Several of a few, as boxes to tick. Of a record's own column, so no row comes twice and none need be compared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, distinct=False, **kwargs)


class RecordFilters(filters.FilterSet):
    q = filters.CharFilter(method="by_words", label=_("words"), widget=forms.TextInput(attrs={"type": "search"}))
    state = SeveralFilter(method="by_state", label=_("state"), choices=[])
    department = filters.ModelChoiceFilter(label=_("department"), queryset=departments_offered)
    period = filters.ChoiceFilter(method="by_period", label=_("reported"), choices=list(PERIODS.items()))
    late = filters.BooleanFilter(method="by_lateness", label=_("overdue only"), widget=forms.CheckboxInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = self._meta.model.workflow.states
        self.filters["state"].extra["choices"] = [(name, state.label) for name, state in states.items()]

    def by_words(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(search.matching(value))

    def by_state(self, queryset: QuerySet, _name: str, value: list[str]) -> QuerySet:
        """Of the kind, which the list has anyway: only so does the index of states lead to them."""
        return queryset.filter(kind=self._meta.model.workflow.name, state__in=value)

    def by_period(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        return queryset.filter(created_at__gte=now() - timedelta(days=int(value)))

    def by_lateness(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        return queryset.filter(is_closed=False, due_at__lt=now()) if value else queryset
