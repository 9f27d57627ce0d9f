"""Reports for each 100 discharges and each 1000 bed-days, where it is known what the hospital did."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhian.do.feeds.services import Sums, activity
from zhian.kernel.months import Months
from zhian.kernel.web.charts import Bar

from .by_month import EVENTS, Columns
from .chart import Chart
from .counting import Tally

Behind = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Aim:
    """A number to be exceeded from a day on; `verified` once somebody read it in the primary text."""

    name: str
    more_than: float
    since: date
    source: str
    verified: bool


AIMS = {told["name"]: Aim(**told) for told in yaml.safe_load(Path(__file__).with_name("aims.yaml").read_text("utf-8"))}


def rates(facts: QuerySet, places: Collection[int], months: Months, behind: Behind, *, is_all: bool) -> list[Chart]:
    """The charts for which something is known. `is_all`: nothing is left out of the events, so that aims hold."""
    done = activity(places, months)
    if not done:
        return []
    events = Tally(facts, "month", "kind")
    counts = {month: sum(events.by("month", "kind")[month, kind] for kind in EVENTS) for month in months}
    found = [
        _rate(_("Reports for each 100 discharges"), counts, _known(done, "discharges"), 100, months, behind),
        _rate(_("Reports for each 1000 bed-days"), counts, _known(done, "bed_days"), 1000, months, behind),
    ]
    if found[0] and is_all:
        found[0] = _beside(found[0], AIMS["per_100_discharges"], months)
    return [chart for chart in found if chart]


def _known(done: Mapping[date, Sums], name: str) -> dict[date, int]:
    return {month: count for month, sums in done.items() if (count := getattr(sums, name))}


def _rate(
    title: str, counts: Mapping[date, int], known: Mapping[date, int], each: int, months: Months, behind: Behind
) -> Chart | None:
    """Months of which nothing is known are left out, above and below the line."""
    if not known:
        return None
    columns, above, below = Columns(months), dict[date, int](), dict[date, int]()
    for month, done in known.items():
        column = columns.of(month)
        above[column] = above.get(column, 0) + counts[month]
        below[column] = below.get(column, 0) + done
    bars = [
        Bar(
            value=each * above[column] / below[column] if column in below else 0,
            said=f"{each * above[column] / below[column]:.2f}" if column in below else "–",
            url=behind(**columns.limits(column)) if column in below else "",
            **columns.words(column),
        )
        for column in columns
    ]
    overall = each * sum(above.values()) / sum(below.values())
    says = _("%(rate)s in %(known)s of %(all)s months: %(count)s events, %(done)s in the denominator.") % {
        "rate": f"{overall:.2f}",
        "known": len(known),
        "all": len(months),
        "count": sum(above.values()),
        "done": sum(below.values()),
    }
    return Chart(title, says, bars, overall)


def _beside(chart: Chart, aim: Aim, months: Months) -> Chart:
    """The same beside what is aimed at; nothing is said of months before the aim held."""
    if months.last < aim.since:
        return chart
    reached = (
        _("The aim of more than %(aim)s is reached.")
        if chart.total > aim.more_than
        else _("The aim is more than %(aim)s: it is not reached.")
    )
    says = f"{chart.says} {reached % {'aim': aim.more_than}}"
    note = _("Source of the aim: %(source)s") % {"source": aim.source}
    return Chart(chart.title, says, chart.parts, chart.total, note=note, is_unverified=not aim.verified)
