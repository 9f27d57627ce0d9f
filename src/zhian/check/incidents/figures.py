"""The figures of a set of incidents, each with the way to the list behind it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from zhian.kernel.moment import now, today
from zhian.kernel.people.models import Department
from zhian.kernel.web.charts import Bar

from .codes import Category, Grade, Harm

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
    counts = _counted(incidents)
    return {
        "total": sum(counts["is_closed"].values()),
        "open": counts["is_closed"][False],
        "late": incidents.filter(is_closed=False, due_at__lt=now()).count(),
        "months": _chart(_("Last twelve months"), _months(incidents)),
        "charts": [
            _chart(_("By category"), _bars(counts, behind, "category", Category.choices), largest_first=True),
            _chart(_("By department"), _bars(counts, behind, "department", _departments()), largest_first=True),
            _chart(_("By grade"), _bars(counts, behind, "grade", Grade.choices)),
            _chart(_("By harm"), _bars(counts, behind, "harm", Harm.choices)),
        ],
    }


def _counted(incidents: QuerySet) -> dict[str, Counter]:
    """How many have each value of each field. Counted in one go: reading the incidents is what takes its time."""
    fields = ("category", "grade", "harm", "department", "is_closed")
    counts: dict[str, Counter] = {field: Counter() for field in fields}
    for *values, count in incidents.order_by().values_list(*fields).annotate(count=Count("pk")):
        for field, value in zip(fields, values, strict=True):
            counts[field][value] += count
    return counts


def _bars(counts: dict[str, Counter], behind: Behind, field: str, choices: Iterable[tuple[Any, Any]]) -> list[Bar]:
    found = counts[field]
    return [Bar(str(label), found[key], behind(field, key)) for key, label in choices if found[key]]


def _departments() -> Iterable[tuple[int, str]]:
    return Department.objects.values_list("pk", "name")


def _chart(title: str, bars: list[Bar], *, largest_first: bool = False) -> Chart:
    shown = sorted(bars, key=lambda bar: -bar.value)[:MOST_BARS] if largest_first else bars
    return Chart(title, shown, sum(bar.value for bar in bars))


def _months(incidents: QuerySet) -> list[Bar]:
    """The last twelve months, empty ones too. By their limits: SQLite would call Python to find each row's month."""
    last = today().year * 12 + today().month - 1
    firsts = [date(each // 12, each % 12 + 1, 1) for each in range(last - MONTHS + 1, last + 2)]
    limits = [make_aware(datetime.combine(first, time())) for first in firsts]
    within = {
        f"{first:%Y-%m}": Count("pk", filter=Q(occurred_at__gte=begin, occurred_at__lt=end))
        for first, begin, end in zip(firsts, limits, limits[1:], strict=False)
    }
    counts = incidents.order_by().filter(occurred_at__gte=limits[0]).aggregate(**within)
    return [Bar(month, count) for month, count in counts.items()]
