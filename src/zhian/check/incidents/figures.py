"""The figures of a set of incidents, each with the way to the list behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from zhian.kernel.moment import now
from zhian.kernel.web.charts import Bar

from .models import Category, Grade, Harm

MOST_BARS = 10


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: Sequence[Bar]

    @property
    def says(self) -> str:
        """What it shows, in a sentence."""
        total, top = sum(bar.value for bar in self.bars), max(self.bars, key=lambda bar: bar.value, default=None)
        if top is None or not total:
            return _("Nothing to count here.")
        return _("Most: %(label)s, %(count)s of %(total)s (%(share)s %%).") % {
            "label": top.label,
            "count": top.value,
            "total": total,
            "share": round(100 * top.count / total),
        }


def figures(incidents: QuerySet, filters: Mapping[str, Any]) -> dict[str, Any]:
    """Counts by month, grade, category, harm and department."""
    return {
        "total": incidents.count(),
        "open": incidents.filter(is_closed=False).count(),
        "late": incidents.filter(is_closed=False, due_at__lt=now()).count(),
        "months": Chart(_("By month"), _months(incidents)),
        "charts": [
            Chart(_("By category"), _bars(incidents, "category", dict(Category.choices))[:MOST_BARS]),
            Chart(_("By grade"), _bars(incidents, "grade", dict(Grade.choices), in_order=True)),
            Chart(_("By harm"), _bars(incidents, "harm", dict(Harm.choices), in_order=True)),
            Chart(_("By department"), _departments(incidents)[:MOST_BARS]),
        ],
    }


def _bars(incidents: QuerySet, field: str, labels: Mapping[Any, Any], *, in_order: bool = False) -> list[Bar]:
    counts = dict(incidents.order_by().values_list(field).annotate(count=Count("pk")))
    bars = [Bar(str(label), counts[key], urlencode({field: key})) for key, label in labels.items() if counts.get(key)]
    return bars if in_order else sorted(bars, key=lambda bar: -bar.value)


def _departments(incidents: QuerySet) -> list[Bar]:
    counted = incidents.order_by().values_list("department_id", "department__name").annotate(count=Count("pk"))
    bars = [Bar(name, count, urlencode({"department": pk})) for pk, name, count in counted]
    return sorted(bars, key=lambda bar: -bar.value)


def _months(incidents: QuerySet) -> list[Bar]:
    counted = (
        incidents.order_by().annotate(month=TruncMonth("occurred_at")).values_list("month").annotate(count=Count("pk"))
    )
    return [Bar(f"{month:%Y-%m}", count) for month, count in sorted(counted)][-24:]
