"""Imports, for programs: a file is handed in, looked at, taken in, and accounted for."""

from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from zhian.engines.workflow import Refused
from zhian.kernel.web.api import (
    READING,
    WRITING,
    DepartmentOut,
    Rate,
    Told,
    answer,
    doors,
    operation,
    refuse_unknown,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..models import Run, Tally
from ..services.imports import begin
from ..services.mappings import keep_mapping
from ..services.sentences import refusal_of, says
from ..views.imports import handed_in, hospitals_of, run_of, run_to_import, runs_of

router = Router(auth=doors("feeds", permission="feeds.watch"), throttle=Rate(), tags=["feeds"])
MOST = 100


class TallyOut(Schema):
    """So many rows have this fault, or were taken with this warning."""

    fault: str
    says: str
    place: str = Field(description="The column of the file.")
    is_fault: bool
    rows: int

    @staticmethod
    def resolve_says(tally: Tally) -> str:
        return says(tally.fault)


class RunOut(Schema):
    """An import. Once it is done, rows = taken + quarantined + duplicates."""

    id: int
    hospital: DepartmentOut
    name: str
    kind: str
    encoding: str
    state: str = Field(description="new, waiting, running, done, refused.")
    refusal: str = Field(description="Why it was refused.")
    progress: float
    rows: int
    taken: int
    corrected: int = Field(description="Of those taken, how many replaced what was there.")
    duplicates: int
    quarantined: int
    left: dict[str, int] = Field(description="Kind of resource → how many were not read, for they have no place here.")
    columns: list[str]
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_refusal(run: Run) -> str:
        return refusal_of(run.refusal) if run.refusal else ""

    @staticmethod
    def resolve_columns(run: Run) -> list[str]:
        return run.header


class RunWithTallies(RunOut):
    tallies: list[TallyOut]

    @staticmethod
    def resolve_tallies(run: Run) -> list[Tally]:
        return list(run.tallies.order_by("-rows")[:MOST])


class StartIn(Told):
    even_so: bool = Field(False, description="Also where most rows have the same fault.")


NOTHING = StartIn(even_so=False)


class CellsIn(Told):
    """How the cells of a column are read."""

    words: dict[str, str] = Field({}, description="Word there → our word, of columns of words: {“男性”: “male”}.")
    days: Literal["", "day_first", "month_first"] = Field("", description="Where the year is not written first.")
    factor: str = Field("", max_length=12, description="By what numbers are multiplied, where the unit is another.")


class MappingIn(Told):
    name: str = Field(max_length=60)
    table: str = Field(description="A table of facts: bed_day, infection …")
    columns: dict[str, str] = Field(description="Title of the file → fact: {“占用床日”: “bed_day.occupied”}.")
    cells: dict[str, CellsIn] | None = Field(
        None, description="Title of the file → how its cells are read; as it is where it is not told."
    )


@router.get("", response={200: list[RunOut], **READING}, **operation("feeds_imports", "feeds.watch", "List imports"))
def list_runs(request: Request) -> Any:
    """The last ones, newest first."""
    if not request.user.has_perm("feeds.watch"):
        raise PermissionDenied("feeds.watch")
    refuse_unknown(request, ())
    return list(runs_of(request.user).order_by("-pk")[:MOST])


@router.post("", response={201: RunOut, **WRITING}, **operation("feeds_hand_in", "feeds.import", "Hand in a file"))
def hand_in_file(
    request: Request,
    file: File[list[UploadedFile]] = [],  # noqa: B006, ninja makes a new one
    hospital: Form[str] = "",
    kind: Form[str] = "",
    mapping: Form[str] = "",
) -> HttpResponse:
    """It is looked at; nothing is taken in yet. The same file may come again: its rows are taken once.

    Files of a FHIR export go together, as several parts named `file` or as a ZIP archive, and are one import.
    """
    if not request.user.has_perm("feeds.import"):
        raise PermissionDenied("feeds.import")
    if not file:
        raise Refused(_("Send the file as “file”, and the code of the hospital as “hospital”."))
    place = get_object_or_404(hospitals_of(request.user), code=hospital)
    [run] = handed_in(file, place, actor=request.user, kind=kind, mapping=mapping, is_one=True)
    return answer(RunOut, run, 201)


@router.get(
    "{int:run}",
    response={200: RunWithTallies, **READING},
    **operation("feeds_import", "feeds.watch", "Read what became of an import"),
)
def read_run(request: Request, run: int) -> Any:
    """With how many rows have which fault."""
    return run_of(request.user, run)


@router.put(
    "{int:run}/columns",
    response={200: RunOut, **WRITING},
    **operation("feeds_columns", "feeds.import", "Say which column is what", is_once=True),
)
@once
def map_columns(request: Request, run: int, told: MappingIn) -> HttpResponse:
    """Of a table of one's own; kept under its name for the next file of this kind."""
    found = run_to_import(request.user, run)
    keep_mapping(found.hospital, **told.model_dump(), actor=request.user, run=found)
    return answer(RunOut, run_of(request.user, run))


@router.post(
    "{int:run}/start",
    response={200: RunOut, **WRITING},
    **operation("feeds_start", "feeds.import", "Take an import in", is_once=True),
)
@once
def start_run(request: Request, run: int, told: StartIn = NOTHING) -> HttpResponse:
    """The worker does it."""
    found = run_to_import(request.user, run)
    return answer(RunOut, begin(found, actor=request.user, is_forced=told.even_so))
