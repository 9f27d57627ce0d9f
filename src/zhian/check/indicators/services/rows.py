"""The records behind a number: by construction exactly those that were counted; every reading is noted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhian.do.feeds.services.publishing import words_of
from zhian.engines.indicators import facts
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.exchange.report import subjects
from zhian.engines.indicators.exchange.resource import Resource
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.values import Value
from zhian.kernel.audit.acting import deed
from zhian.kernel.audit.events import Event, note
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import require

from ..models import Measured
from .definitions import in_words
from .saying import NOTHING

MOST = 2000  # rows on a page
PLACES = ("hospital", "month")  # the same in every row, and said above


@dataclass(frozen=True)
class Rows:
    """What stands behind a numerator or denominator."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_cut: bool

    @property
    def titled(self) -> Iterator[Sequence[tuple[str, Any]]]:
        """The same with each cell's title beside it, which on a phone stands before it."""
        return (list(zip(self.columns, row, strict=True)) for row in self.rows)


@deed
def rows_behind(
    definition: Definition, place: Department, month: date, *, actor: User, part: str = "numerator"
) -> Rows:
    """The facts that were counted in a place and month. Who read them is in the audit log."""
    told = _read(definition, place, month, actor, part, limit=MOST + 1)
    table = facts.table(definition.numerator_of if part == "numerator" and definition.numerator_of else definition.of)
    columns = list(told[0]) if told else list(table.columns)
    columns = [name for name in columns if name not in PLACES]
    places = dict(Department.objects.filter(hospital=place.hospital or place).values_list("code", "name"))
    rows = [[_word(name, row[name], table, places) for name in columns] for row in told[:MOST]]
    return Rows([_title(name, table) for name in columns], rows, len(told) > MOST)


@deed
def members(definition: Definition, place: Department, month: date, *, actor: User) -> Resource | None:
    """The stays of a numerator by their keyed hashes, as a FHIR MeasureReport; None where nothing was counted in stays.

    Who read them is in the audit log.
    """
    told = _read(definition, place, month, actor, "numerator")
    known = Measured.known().filter(department=place, indicator=definition.code, edition=definition.edition)
    row = known.filter(month=month).exclude(value=None).first()
    if row is None or not all("stay" in each for each in told):
        return None
    value = Value(
        definition.code, definition.edition, (place.hospital or place).code, _department(place), month, (),
        row.numerator, row.denominator, row.value, True,
    )  # fmt: skip
    return subjects(definition, value, told, today())


def _read(
    definition: Definition, place: Department, month: date, actor: User, part: str, limit: int | None = None
) -> list[dict[str, Any]]:
    """For those allowed; that they read it is noted."""
    require(actor, "indicators.drill", place)
    note(Event.READ_ROWS, place, actor=actor, indicator=definition.key, month=f"{month:%Y-%m}", part=part)
    with DuckDB(Lake(settings.LAKE)) as engine:
        return engine.rows(
            definition,
            part,
            period=Months(month, month),
            department=_department(place),
            hospital=(place.hospital or place).code,
            limit=limit,
        )


def _department(place: Department) -> str | None:
    return place.code if place.kind == DepartmentKind.DEPARTMENT else None


def _title(name: str, table: facts.Table) -> str:
    return in_words(table.columns[name].names) if name in table.columns else _("Amount")


def _word(name: str, value: Any, table: facts.Table, places: Mapping[str, str]) -> Any:
    """Codes in words; a keyed hash by its first letters, enough to tell two rows apart."""
    column = table.columns.get(name)
    if value is None:
        return NOTHING
    if column is None:
        return value
    if column.type == "key":
        return str(value)[:10]
    if column.type == "flag":
        return _("yes") if value else _("no")
    if name.endswith("department"):
        return places.get(value, value)
    if column.of and value in facts.codes(column.of):
        return in_words(facts.codes(column.of)[value].names)
    return words_of(table.name, name).get(value, value)
