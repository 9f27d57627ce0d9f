"""One month of one department: entered by one person, reviewed by another, and then counted by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.months import Months
from zhian.kernel.people.models import Department, DepartmentKind, User

from ..models import Activity


@dataclass(frozen=True, slots=True)
class Sums:
    """What was done in a month; None where that is not known of it."""

    discharges: int | None = None
    bed_days: int | None = None
    beds: int | None = None
    visits: int | None = None


@deed
def enter(department: Department, month: date, *, actor: User, counts: Mapping[str, int | None]) -> Activity:
    """Write down the counts of a month. What was reviewed before must be reviewed anew, unless nothing changed."""
    if not actor.has_perm("feeds.enter", department):
        raise PermissionDenied("feeds.enter")
    kept = Activity.objects.select_for_update().filter(department=department, month=month).first()
    if kept and all(getattr(kept, name) == counts.get(name) for name in Activity.COUNTS):
        return kept
    entered = kept or Activity(department=department, month=month)
    for name in Activity.COUNTS:
        setattr(entered, name, counts.get(name))
    entered.entered_by, entered.entered_at = actor, now()
    entered.reviewed_by = entered.reviewed_at = None
    entered.full_clean(validate_unique=False)
    entered.save()
    return entered


@deed
def review(entered: Activity, *, actor: User, seen: str) -> Activity:
    """Agree to counts that somebody else entered. Raises Refused where others than those `seen` are there."""
    entered = Activity.objects.select_for_update().select_related("department").get(pk=entered.pk)
    if entered.entered_by_id == actor.pk:
        raise Refused(_("What you entered yourself must be reviewed by somebody else."))
    if not actor.has_perm("feeds.review", entered):
        raise PermissionDenied("feeds.review")
    if seen != entered.edition:
        raise Refused(_("Somebody changed these counts while you were looking. Look again."))
    if not entered.is_reviewed:
        entered.reviewed_by, entered.reviewed_at = actor, now()
        entered.save(update_fields=["reviewed_by", "reviewed_at"])
    return entered


def activity(departments: Collection[int], months: Months) -> dict[date, Sums]:
    """What these departments did together in each month, reviewed counts only; months of which nothing is known lack.

    Where a hospital is among them and its own count is known, that is taken, for what it did need not be spread over
    its departments; else the departments' counts are added up.
    """
    found = Activity.objects.filter(department__in=departments, month__gte=months.first, month__lte=months.last)
    rows: dict[date, dict[int, list[Activity]]] = {}
    for row in found.exclude(reviewed_at=None).select_related("department"):
        rows.setdefault(row.month, {}).setdefault(row.department.hospital_id or 0, []).append(row)
    return {month: _added(list(hospitals.values())) for month, hospitals in rows.items()}


def _added(hospitals: list[list[Activity]]) -> Sums:
    return Sums(**{name: _sum([_of_hospital(rows, name) for rows in hospitals]) for name in Activity.COUNTS})


def _of_hospital(rows: list[Activity], name: str) -> int | None:
    whole = [getattr(row, name) for row in rows if row.department.kind == DepartmentKind.HOSPITAL]
    return whole[0] if whole and whole[0] is not None else _sum([getattr(row, name) for row in rows])


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
