"""All that the page of figures shows, counted in a handful of questions to the database."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zhian.kernel.moment import now
from zhian.kernel.months import Months
from zhian.kernel.people.models import Department
from zhian.kernel.records.models import Record

from ..codes import Kind
from ..models.detail import Countable
from . import by_answer, by_month, by_place, by_sort, by_time
from .chart import Chart
from .counting import Tally, median, share
from .rates import rates

FEW = 20  # of so few a change in per cent says nothing
FEW_FACTS = 1000  # so many are named by their keys

Behind = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Rated:
    """The departments for which rates are counted, and whether all their events are among the facts."""

    places: Collection[int] = ()
    is_all: bool = True


NOT_RATED = Rated()


def figures(
    facts: QuerySet,
    months: Months,
    behind: Behind,
    *,
    stack: str = "grade",
    asked: Countable | None = None,
    rated: Rated = NOT_RATED,
) -> dict[str, Any]:
    """Counts of the facts in these months, beside those of the months before.

    `behind(**conditions)` gives the address of the list that a part of a chart stands for; `stack` is what the months
    are divided by, grade or kind; `asked` is a question of a category whose answers are counted.
    """
    here, before = _by_keys(_within(facts, months)), _within(facts, months.before)
    sorts = Tally(here, "month", "kind", "grade", "harm", "is_closed")  # as they stand in the index: nothing to sort
    # Two at a time: to count twice is quicker than to add up thousands of combinations. Departments not first: SQLite
    # would count by their index, which lacks the rest.
    places, reports = Tally(here, "way", "department"), Tally(here, "reporter", "category")
    times = Tally(here, "weekday", "hour")
    triage, closing = Tally(here, "month", "triaged_in"), Tally(here, "month", "closed_in")
    names = dict(Department.objects.values_list("pk", "name"))
    within = partial(behind, since=f"{months.first:%Y-%m}", until=f"{months.last:%Y-%m}")
    return {
        "tiles": _tiles(sorts, before.count(), triage, closing, _late(here)),
        "months": by_month.counts(sorts, months, behind, stack),
        "answers": by_answer.answers(here, asked, within) if asked else None,
        "categories": by_sort.categories(reports, within),
        "heat": by_time.heat(times, within),
        "bars": [
            by_place.departments(places, names, within),
            by_sort.harm(sorts, within),
            by_place.reporters(reports, within, settings.SMALL_CELLS),
        ],
        "columns": [
            by_month.near_misses(sorts, months, behind),
            by_month.waiting(triage, "triaged_in", months, behind),
            by_month.waiting(closing, "closed_in", months, behind),
        ],
        "rates": _rates(here, rated, months, behind),
        "ways": by_place.ways(places, names, within, settings.SMALL_CELLS),
    }


def _rates(facts: QuerySet, rated: Rated, months: Months, behind: Behind) -> list[Chart]:
    if not rated.places:
        return []
    events = facts.filter(department__in=rated.places)
    return rates(events, rated.places, months, behind, is_all=rated.is_all)


def _within(facts: QuerySet, months: Months) -> QuerySet:
    return facts.filter(month__gte=months.first, month__lte=months.last)


def _by_keys(facts: QuerySet) -> QuerySet:
    """The same facts: few of them by their keys, so that who may see them is asked once, and not in each question."""
    keys = list(facts.order_by().values_list("pk", flat=True)[: FEW_FACTS + 1])
    return facts if len(keys) > FEW_FACTS else facts.model.objects.filter(pk__in=keys)


def _late(facts: QuerySet) -> int:
    late = Record.objects.filter(is_closed=False, due_at__lt=now())
    return facts.filter(is_closed=False, pk__in=late.values("pk")).count()


def _tiles(sorts: Tally, before: int, triage: Tally, closing: Tally, late: int) -> dict[str, Any]:
    """What is said in large figures on top."""
    kinds = sorts.by("kind")
    events = sum(kinds[kind] for kind in by_month.EVENTS)
    return {
        "total": sorts.total,
        "before": before,
        "more": share(sorts.total - before, before) if before >= FEW else None,
        "fewer": share(before - sorts.total, before),
        "open": sorts.by("is_closed")[False],
        "late": late,
        "near_misses": share(kinds[Kind.NEAR_MISS], events),
        "triaged_in": _median_of(triage, "triaged_in"),
        "closed_in": _median_of(closing, "closed_in"),
    }


def _median_of(tally: Tally, column: str) -> float | None:
    found = [(value, count) for value, count in tally.by(column).items() if value is not None]
    return median(found) if found else None
