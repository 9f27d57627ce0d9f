"""How alerts, returns and own indicators are listed and filtered."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from zhian.kernel.modules import Words
from zhian.kernel.web.filters import RecordFilters
from zhian.kernel.web.tables import RecordTable

from .models import Alert, MonthlyReturn, OwnIndicator

RARE = 1e-6


class AlertTable(RecordTable):
    began = tables.DateColumn(verbose_name=_("began"), format="Y-m")
    chance = tables.Column(verbose_name=_("by chance alone"))
    owner = tables.Column(verbose_name=_("who looks into it"))

    class Meta(RecordTable.Meta):
        model = Alert
        fields = ["number", "title", "department", "began", "chance", "state", "owner", "due_at"]

    def render_chance(self, value: float) -> Words:
        """One in so many, as people say it."""
        if value < RARE:
            return _("less than once in a million")
        return _("about once in %(n)s") % {"n": f"{round(1 / value):,}"}

    def value_chance(self, value: float) -> float:
        """In an export the number itself."""
        return value


class AlertFilters(RecordFilters, FilterSet):
    class Meta:
        model = Alert
        fields = ["q", "state", "department", "period", "late"]


class ReturnTable(RecordTable):
    month = tables.DateColumn(verbose_name=_("month"), format="Y-m")
    hand = tables.Column(verbose_name=_("handed in by"))

    class Meta(RecordTable.Meta):
        model = MonthlyReturn
        fields = ["number", "title", "department", "month", "hand", "state", "due_at"]


class ReturnFilters(RecordFilters, FilterSet):
    class Meta:
        model = MonthlyReturn
        fields = ["q", "state", "department", "period", "late"]


class OwnTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = OwnIndicator
        fields = ["number", "code", "edition", "title", "author", "state", "due_at"]


class OwnFilters(RecordFilters, FilterSet):
    class Meta:
        model = OwnIndicator
        fields = ["q", "state", "period"]
