"""The catalogue, how indicators stand, their values, and what people put on charts."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.engines.indicators.definition import Definition
from zhian.kernel.people.models import Department
from zhian.kernel.web.api import (
    READING,
    Rate,
    Told,
    doors,
    operation,
)
from zhian.kernel.web.requests import Request

from ..models import Measured
from ..services.catalogue import Asked, entries
from ..services.charts import drawing_of
from ..services.definitions import in_force, set_of
from ..services.places import hospital_of
from ..services.rows import members, rows_behind
from ..services.standings import tiles
from ..views.returns import month_of_text
from .asking import WhereIn, definition_at, where

router = Router(auth=doors("indicators", _("Quality indicators")), throttle=Rate(), tags=["indicators"])


class AskedIn(Told):
    """What is looked for in the catalogue."""

    q: str = Field("", max_length=100)
    board: str = Field("", max_length=40)
    data: str = Field("", pattern="^(|manual|reckoned)$")


class DefinitionOut(Schema):
    """By what an indicator is known."""

    code: str = Field(alias="definition.code")
    edition: str = Field(alias="definition.edition")
    unit: str = Field(alias="definition.unit.symbol")


class EntryOut(DefinitionOut):
    """A definition as the catalogue lists it."""

    name: str
    type: str = Field(alias="definition.type")
    direction: str = Field(alias="definition.direction")
    disclosure: str = Field(alias="definition.disclosure", description="internal, or public: meant to be published.")
    is_manual: bool = Field(alias="definition.is_manual")
    is_in_force: bool
    is_own: bool
    source: str


class BoardIn(Told):
    board: str = Field("", max_length=40, description="A set; left out, all indicators in force.")
    department: str = Field("", max_length=20)


class TileOut(DefinitionOut):
    """How an indicator stands; value null and why where there is none."""

    name: str
    month: date | None = Field(None, alias="standing.month")
    value: float | None = Field(None, alias="standing.value")
    why: str
    target: float | None = Field(None, alias="standing.target")
    meets: bool | None = Field(None, alias="standing.meets")
    variation: str = Field("", alias="standing.variation")
    assurance: str = Field("", alias="standing.assurance")


class ValueOut(Schema):
    """A month; value null and reason where there is none."""

    month: date
    numerator: float | None
    denominator: float | None
    value: float | None
    reason: str
    measured_at: datetime


class SeriesOut(DefinitionOut):
    """An indicator in a place, with what its chart says."""

    says: str
    values: list[ValueOut]


class Series(NamedTuple):
    """What `SeriesOut` tells of."""

    definition: Definition
    says: str
    values: list[Measured]


class RowsOut(Schema):
    """The records behind a number."""

    columns: list[str]
    rows: list[list[str]]
    is_cut: bool


@router.get(
    "catalogue",
    response={200: list[EntryOut], **READING},
    **operation("indicators_catalogue", "indicators.browse", "The catalogue of indicators"),
)
def list_catalogue(request: Request, told: Query[AskedIn]) -> Any:
    """Every edition, searched by name, code and source."""
    return entries(hospital_of(request.user), Asked(told.q, told.board, told.data))


@router.get(
    "board",
    response={200: list[TileOut], **READING},
    **operation("indicators_board", "indicators.read", "How indicators stand"),
)
def read_board(request: Request, told: Query[BoardIn]) -> Any:
    """Of the hospital or a department; one set, or all that is in force."""
    hospital, place = where(request, told.department)
    found = set_of(hospital, told.board) if told.board else None
    if told.board and found is None:
        raise Http404
    return tiles(place, found.definitions if found else in_force(hospital))


@router.get(
    "{str:code}/values",
    response={200: SeriesOut, **READING},
    **operation("indicators_values", "indicators.read", "The values of an indicator"),
)
def read_values(request: Request, code: str, told: Query[WhereIn]) -> Any:
    """By month, with what the chart says; null where there is no value, never 0."""
    hospital, place = where(request, told.department)
    definition = definition_at(hospital, code, told.edition)
    values = Measured.known().filter(department=place, indicator=code, edition=definition.edition).order_by("month")
    return Series(definition, drawing_of(definition, place).says, list(values))


@router.get(
    "{str:code}/rows/{str:month}",
    response={200: RowsOut, **READING},
    **operation("indicators_rows", "indicators.drill", "The records behind a number"),
)
def read_rows(request: Request, code: str, month: str, told: Query[WhereIn]) -> Any:
    """Exactly those that were counted in the numerator. That they were read is noted."""
    definition, place, first = _behind(request, code, month, told)
    found = rows_behind(definition, place, first, actor=request.user)
    rows = [[str(cell) for cell in row] for row in found.rows]
    return {"columns": list(found.columns), "rows": rows, "is_cut": found.is_cut}


@router.get(
    "{str:code}/members/{str:month}",
    response={200: dict[str, Any], **READING},
    **operation("indicators_members", "indicators.drill", "The stays of a numerator, as FHIR"),
)
def read_members(request: Request, code: str, month: str, told: Query[WhereIn]) -> Any:
    """A MeasureReport (R5, subject-list) with the stays by their keyed hashes. That they were read is noted."""
    definition, place, first = _behind(request, code, month, told)
    found = members(definition, place, first, actor=request.user)
    if found is None:
        raise Http404
    return found


def _behind(request: Request, code: str, month: str, told: WhereIn) -> tuple[Definition, Department, date]:
    """Of which number, for those who may see its records."""
    hospital, place = where(request, told.department)
    if not request.user.has_perm("indicators.drill", place):
        raise PermissionDenied("indicators.drill")
    definition = definition_at(hospital, code, told.edition)
    if definition.is_manual:
        raise Http404
    return definition, place, month_of_text(month)
