"""The table that incidents publish for figures: one row for each, in these columns and no others.

Whoever counts incidents outside this module reads `rows()`. There is no reporter in it, no patient, no number of a
record and no text, and what is not published cannot be asked for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from zhian.do.feeds.facts import Published
from zhian.do.feeds.services.hashing import hashing
from zhian.kernel.months import Months
from zhian.kernel.people.models import Department, DepartmentKind, Role, User
from zhian.kernel.people.predicates import authored_by
from zhian.kernel.records.models import Authorship, Record

from .codes import Category, Harm, Kind
from .models import Fact
from .permissions import OFFICES, OTHERS

WATCHERS = (*OFFICES, Role.LEADER, Role.AUDITOR)  # over whole hospitals, as a rule
# Without a name, and not confirmed yet: of good care nothing shows that it was confirmed but that it was triaged.
RAW = Q(way=Authorship.ANONYMOUS) & (Q(triaged_in=None) | (Q(grade=None) & ~Q(kind=Kind.GOOD_CARE)))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: type
    says: str


COLUMNS = (
    Column("hospital", int, "The hospital in which it happened."),
    Column("department", int, "The department in which it happened."),
    Column("month", date, "The month in which it happened, by its first day."),
    Column("weekday", int, "The day of the week on which it happened: 1 is Monday, 7 Sunday."),
    Column("hour", int, "The hour in which it happened, 0 to 23, where the hospital is; none where unknown."),
    Column("category", str, "A code of `codes.Category`."),
    Column("kind", str, "A code of `codes.Kind`: incident, near_miss, outcome, good_care."),
    Column("grade", int, "1 to 4, none while ungraded."),
    Column("harm", str, "A code of `codes.Harm`."),
    Column("way", str, "How the reporter is known: named, sealed, anonymous."),
    Column("is_closed", bool, "Whether the case is closed."),
    Column("triaged_in", int, "Whole hours from the report until the office took it up, none while it did not."),
    Column("closed_in", int, "Whole days from the report to the closing, none while it is open."),
)


def rows(departments: Collection[int], months: Months) -> Iterator[dict[str, Any]]:
    """The published facts of what happened in these departments in these months, in no particular order."""
    found = Fact.objects.filter(department__in=departments, month__gte=months.first, month__lte=months.last)
    return found.order_by().values(*(column.name for column in COLUMNS)).iterator()


def places_of(user: User) -> frozenset[int]:
    """The departments whose events go into a person's figures; none of whoever looks after none."""
    return user.scope(*WATCHERS) or user.scope(*OTHERS)


def seen_by(user: User) -> QuerySet[Fact]:
    """The facts that go into a person's figures: of the departments looked after, else of the own reports alone.

    What the office has not confirmed yet of those without a name is counted for the offices alone: a head or a leader
    may not know of it.
    """
    if watched := user.scope(*WATCHERS):
        found, own = Fact.objects.filter(_within(watched)), user.scope(*OFFICES)
        return found if watched <= own else found.filter(_within(own) | ~RAW)
    if headed := user.scope(*OTHERS):
        return Fact.objects.filter(~RAW, department__in=headed)
    return Fact.objects.filter(pk__in=Record.objects.filter(authored_by(user)).values("pk"))


def for_the_lake(hospital: Department, months: Months) -> Iterator[dict[str, Any]]:
    """One row for each event of a hospital, for indicators: its day and what it was, under a key that leads nowhere."""
    found = Fact.objects.filter(~RAW, hospital=hospital, month__gte=months.first, month__lte=months.last).order_by()
    told = found.values_list(
        "pk", "department__code", "incident__occurred_at", "kind", "category", "grade", "harm"
    ).iterator()
    hashed = hashing()
    for key, department, at, *what in told:
        names = ("kind", "category", "grade", "harm")
        day = {"incident": hashed("incident", str(key)), "department": department, "happened_on": localdate(at)}
        yield day | dict(zip(names, what, strict=True))


WORDS = {"category": dict(Category.choices), "harm": dict(Harm.choices)}
PUBLISHED = [Published("incident", for_the_lake, WORDS)]


def _within(places: Collection[int]) -> Q:
    """Whole hospitals by themselves, so that one index answers; departments only where their hospital is not whole."""
    rows = list(Department.objects.filter(pk__in=places).values_list("pk", "kind", "hospital"))
    hospitals = {pk for pk, kind, _hospital in rows if kind == DepartmentKind.HOSPITAL}
    beside = [pk for pk, _kind, hospital in rows if hospital and hospital not in hospitals]
    whole = Q(hospital__in=hospitals)
    return whole | Q(department__in=beside) if beside else whole
