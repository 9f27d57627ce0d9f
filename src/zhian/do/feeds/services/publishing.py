"""What modules know themselves, laid into the lake beside what came from outside: whole months anew, every night."""

from collections.abc import Mapping

import pyarrow as pa
from django.conf import settings

from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.lake import Lake
from zhian.kernel.modules import Words, installed_modules
from zhian.kernel.moment import today
from zhian.kernel.months import Months, month_of, until
from zhian.kernel.people.models import Department, DepartmentKind

from ..facts import Published, Row
from .counting import count_anew

REACH = 36  # months: what is older no longer changes
WAIT = 600  # seconds for an import to finish


def publish(months: Months | None = None) -> dict[str, int]:
    """Lay everything that modules publish into the lake; how many rows each table has now, in these months."""
    months = months or until(month_of(today()), REACH)
    counts: dict[str, int] = {}
    hospitals = list(Department.objects.filter(kind=DepartmentKind.HOSPITAL))
    with Lake(settings.LAKE).writing(wait=WAIT) as writing:
        for name, sources in _published().items():
            for hospital in hospitals:
                rows = [row for source in sources for row in source.rows(hospital, months)]
                named = [f"{month:%Y-%m}" for month in months]
                counts[name] = counts.get(name, 0) + writing.replace(
                    name, _table(name, hospital, rows), hospital.code, named
                )
        for hospital in hospitals:
            count_anew(writing, hospital)
    return counts


def words_of(table: str, column: str) -> Mapping[str, Words]:
    """What the codes in a column mean, as the module says that publishes the table."""
    found: dict[str, Words] = {}
    for source in _published().get(table, []):
        found |= source.words.get(column, {})
    return found


def _published() -> dict[str, list[Published]]:
    """By table: what several modules publish of one is laid down together."""
    found: dict[str, list[Published]] = {}
    for module in installed_modules():
        for source in getattr(getattr(module.module, "facts", None), "PUBLISHED", ()):
            found.setdefault(source.table, []).append(source)
    return found


def _table(name: str, hospital: Department, rows: list[Row]) -> pa.Table:
    columns = [column for column in table_of(name).columns.values() if not column.made]
    cells = {column.name: pa.array([row.get(column.name) for row in rows], column.arrow) for column in columns}
    return pa.table({"hospital": pa.array([hospital.code] * len(rows), pa.string()), **cells})
