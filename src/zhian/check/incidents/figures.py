"""The figures of a set of incidents, each with the way to the list behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices, Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from zhian.kernel.moment import now, today
from zhian.kernel.web.charts import Bar

from .models import Category, Grade, Harm

MOST_BARS = 10
MONTHS = 12

Behind = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title. `total` counts what has no bar of its own too."""

    title: str
    bars: Sequence[Bar]
    total: float

    @property
    def says(self) -> str:
        """What it shows, in a sentence."""
        if not self.total:
            return _("Nothing to count here.")
        top = max(self.bars, key=lambda bar: bar.value)
        return _("Most: %(label)s, %(count)s of %(total)s (%(share)s %%).") % {
            "label": top.label,
            "count": top.value,
            "total": self.total,
            "share": round(100 * top.value / self.total),
        }


def figures(incidents: QuerySet, behind: Behind) -> dict[str, Any]:
    """Counts by month, grade, category, harm and department; `behind` gives the address of the list for a condition."""
    return {
        "total": incidents.count(),
        "open": incidents.filter(is_closed=False).count(),
        "late": incidents.filter(is_closed=False, due_at__lt=now()).count(),
        "months": _chart(_("Last twelve months"), _months(incidents)),
        "charts": [
            _chart(_("By category"), _bars(incidents, behind, "category", Category), largest_first=True),
            _chart(_("By department"), _departments(incidents, behind), largest_first=True),
            _chart(_("By grade"), _bars(incidents, behind, "grade", Grade)),
            _chart(_("By harm"), _bars(incidents, behind, "harm", Harm)),
        ],
    }


def _bars(incidents: QuerySet, behind: Behind, field: str, choices: type[Choices]) -> list[Bar]:
    counts = dict(incidents.order_by().values_list(field).annotate(count=Count("pk")))
    return [Bar(str(label), counts[key], behind(field, key)) for key, label in choices.choices if counts.get(key)]


def _departments(incidents: QuerySet, behind: Behind) -> list[Bar]:
    counted = incidents.order_by().values_list("department_id", "department__name").annotate(count=Count("pk"))
    return [Bar(name, count, behind("department", pk)) for pk, name, count in counted]


def _chart(title: str, bars: list[Bar], *, largest_first: bool = False) -> Chart:
    shown = sorted(bars, key=lambda bar: -bar.value)[:MOST_BARS] if largest_first else bars
    return Chart(title, shown, sum(bar.value for bar in bars))


def _months(incidents: QuerySet) -> list[Bar]:
    """The last twelve months, empty ones too."""
    counted = (
        incidents.order_by().annotate(month=TruncMonth("occurred_at")).values_list("month").annotate(n=Count("pk"))
    )
    counts = {f"{month:%Y-%m}": count for month, count in counted}
    last = today().year * 12 + today().month - 1
    months = [f"{each // 12}-{each % 12 + 1:02}" for each in range(last - MONTHS + 1, last + 1)]
    return [Bar(month, counts.get(month, 0)) for month in months]
