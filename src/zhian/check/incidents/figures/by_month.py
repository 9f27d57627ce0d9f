"""Charts that go along in time: counts, share of near misses, waiting."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhian.kernel.months import Months
from zhian.kernel.web.charts import Bar, Stack

from ..codes import GRADE_WORDS, KIND_WORDS, Kind
from .chart import Chart, nothing
from .counting import Tally, medians, share

EVENTS = [kind for kind in Kind if kind != Kind.GOOD_CARE]
MOST_COLUMNS = 24  # then a column is a year

Behind = Callable[..., str]

UNGRADED = 0
TONES = {"incident": "grade-2", "near_miss": "grade-4", "outcome": "grade-1", "good_care": "done"}


class Columns:
    """The months as columns of a chart, or the years where they are too many."""

    def __init__(self, months: Months) -> None:
        self.months = months
        self.are_years = len(months) > MOST_COLUMNS

    def __iter__(self) -> Iterator[date]:
        """Each by its first day; a year by the first of January."""
        return iter(dict.fromkeys(map(self.of, self.months)))

    def of(self, month: date) -> date:
        """The column in which the month is."""
        return date(month.year, 1, 1) if self.are_years else month

    def gathered(self, counts: Mapping[tuple[date, Any], int]) -> Counter:
        """Counts by (month, value) as counts by (column, value)."""
        found: Counter = Counter()
        for (month, value), count in counts.items():
            found[self.of(month), value] += count
        return found

    def words(self, column: date) -> dict[str, str]:
        """The column's label, and under it the year where one begins."""
        if self.are_years:
            return {"label": str(column.year)}
        is_first = column in (self.months.first, date(column.year, 1, 1))
        return {"label": date_format(column, _("M")), "beneath": str(column.year) if is_first else ""}

    def limits(self, column: date) -> dict[str, str]:
        """The first and last month of a column, as conditions for a list."""
        first = max(column, self.months.first)
        last = min(date(column.year, 12, 1), self.months.last) if self.are_years else column
        return {"since": f"{first:%Y-%m}", "until": f"{last:%Y-%m}"}


def counts(tally: Tally, months: Months, behind: Behind, stack: str) -> Chart:
    """How many in each month, divided by grade or by kind."""
    columns, names = Columns(months), _names(stack)
    found = columns.gathered(tally.by("month", stack))
    parts = [
        Stack(
            parts=[
                _part(stack, key, word, found[column, key or None], columns.limits(column), behind)
                for key, word in names.items()
            ],
            url=behind(**columns.limits(column)),
            **columns.words(column),
        )
        for column in columns
    ]
    return Chart(_("By month"), _said(parts, tally.total), parts, tally.total)


def near_misses(tally: Tally, months: Months, behind: Behind) -> Chart:
    """What share of the events was noticed in time."""
    columns = Columns(months)
    found = columns.gathered(tally.by("month", "kind"))
    bars = []
    for column in columns:
        part = share(found[column, Kind.NEAR_MISS], sum(found[column, kind] for kind in EVENTS))
        said = "–" if part is None else f"{part:.0f} %"
        url = behind(event_kind=Kind.NEAR_MISS, **columns.limits(column))
        bars.append(Bar(value=round(part or 0, 1), said=said, url=url, **columns.words(column)))
    return Chart(_("Share of near misses"), _said_of_near_misses(tally.by("kind")), bars)


def waiting(tally: Tally, column_name: str, months: Months, behind: Behind) -> Chart:
    """The median time to triage, or to closing, of what happened in each month."""
    columns = Columns(months)
    found = medians(columns.gathered(tally.by("month", column_name)))
    overall = medians({(None, value): count for value, count in tally.by(column_name).items()})
    bars = [
        Bar(
            value=found.get(column, 0),
            said=f"{found[column]:g}" if column in found else "–",
            url=behind(**columns.limits(column)),
            **columns.words(column),
        )
        for column in columns
    ]
    is_triage = column_name == "triaged_in"
    title = _("Median time to triage, in hours") if is_triage else _("Median time to closing, in days")
    if None not in overall:
        return Chart(title, nothing(), bars)
    triaged, closed = _("Half of them were triaged within %(time)s."), _("Half of them were closed within %(time)s.")
    time = _in_units(column_name, overall[None])
    return Chart(title, (triaged if is_triage else closed) % {"time": time}, bars)


def _names(stack: str) -> dict[Any, Any]:
    if stack == "kind":
        return dict(KIND_WORDS)
    return {**GRADE_WORDS, UNGRADED: _("ungraded")}


def _part(stack: str, key: Any, word: Any, count: int, limits: dict[str, str], behind: Behind) -> Bar:
    if stack == "kind":
        return Bar(str(word), count, behind(event_kind=key, **limits), TONES[key])
    return Bar(str(word), count, behind(grade=key, **limits) if key else "", f"grade-{key}")


def _said(parts: list[Stack], total: int) -> str:
    if not total:
        return nothing()
    top = max(parts, key=lambda part: part.value)
    return _("%(total)s reports; most in %(label)s, %(count)s.") % {
        "total": total,
        "label": " ".join(filter(None, [top.beneath, top.label])),
        "count": top.value,
    }


def _said_of_near_misses(by_kind: Counter) -> str:
    part = share(by_kind[Kind.NEAR_MISS], sum(by_kind[kind] for kind in EVENTS))
    if part is None:
        return nothing()
    return _("%(share)s %% of the events were noticed in time. Each is a lesson that harmed nobody.") % {
        "share": round(part)
    }


def _in_units(column_name: str, value: float) -> str:
    if column_name == "triaged_in":
        return _("%(n)s h") % {"n": f"{value:g}"}
    return _("%(n)s d") % {"n": f"{value:g}"}
