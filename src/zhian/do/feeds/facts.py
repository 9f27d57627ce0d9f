"""How modules publish facts for indicators; and what feeds publish: counts of months that a second person reviewed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhian.kernel.modules import Words
from zhian.kernel.months import Months
from zhian.kernel.people.models import Department, DepartmentKind

from .models import Activity

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A table of facts that a module fills. It lists them as PUBLISHED in its facts.py.

    `rows` gives those of a hospital in these months, with the columns of the table by name, `hospital` left out.
    `words` says in the reader's language what the module's own codes mean, for pages that show rows.
    """

    table: str
    rows: Callable[[Department, Months], Iterator[Row]]
    words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)  # by column: what its codes mean


def counts(hospital: Department, months: Months) -> Iterator[Row]:
    """The reviewed counts of each department and month, as rows of the table `activity`.

    Where the hospital counts itself, what it has beyond its departments is a row without a department: added up, the
    rows of a month are always what the hospital says.
    """
    found = Activity.objects.filter(department__hospital=hospital, month__gte=months.first, month__lte=months.last)
    reviewed = list(found.exclude(reviewed_at=None).select_related("department").order_by("month", "department__code"))
    for row in reviewed:
        told = {name: getattr(row, name) for name in Activity.COUNTS}
        if row.department.kind == DepartmentKind.HOSPITAL:
            departments = [each for each in reviewed if each.month == row.month and each.pk != row.pk]
            told = {name: _beyond(count, name, departments) for name, count in told.items()}
        yield {"department": _code(row.department), "counted_for": row.month, **told}


def _beyond(count: int | None, name: str, departments: list[Activity]) -> int | None:
    return None if count is None else count - sum(getattr(each, name) or 0 for each in departments)


def _code(place: Department) -> str:
    return "" if place.kind == DepartmentKind.HOSPITAL else place.code


PUBLISHED = [Published("activity", counts)]
