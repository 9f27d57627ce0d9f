"""Rows in quarantine, for programs: read by fault, mended, tried again."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Told, answer, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..services.alike import mend_alike
from ..services.mending import mend, open_row, replay, stored
from ..services.sentences import says
from ..services.store import Kept
from ..views.quarantine import run_in_quarantine
from .imports import RunOut

router = Router()
MOST = 100


class FaultOut(Schema):
    fault: str
    says: str
    place: str


class KeptOut(Schema):
    """A row that was kept back. Its cells are told one row at a time, for they name a patient."""

    table: str
    line: int
    faults: list[FaultOut]

    @staticmethod
    def resolve_faults(kept: Kept) -> list[dict[str, str]]:
        return [{"fault": fault, "says": says(fault), "place": place} for fault, place, _rank in kept.faults]


class QuarantinedOut(KeptOut):
    cells: dict[str, str]


class PageIn(Told):
    fault: str = Field("", max_length=60)
    place: str = Field("", max_length=200)
    first: int = Field(0, ge=0, le=10_000_000)


class CellsIn(Told):
    cells: dict[str, str] = Field(description="Title → text, of the cells that are put right.")


class AlikeIn(Told):
    table: str = Field(max_length=30, description="A table of facts: stay …")
    place: str = Field(max_length=200, description="The column of the file.")
    said: str = Field(max_length=2000, description="What stands there.")
    instead: str = Field(max_length=2000, description="What is read instead.")


class StillOut(Schema):
    """What is still wrong with a row."""

    faults: list[FaultOut]


@router.get(
    "{int:run}/quarantine",
    response={200: list[KeptOut], **READING},
    **operation("feeds_quarantine", "feeds.mend", "List rows in quarantine"),
)
def list_rows(request: Request, run: int, told: Query[PageIn]) -> Any:
    """A hundred, from the `first` on; all, or those with one fault."""
    found = run_in_quarantine(request.user, run)
    return stored(found).page(fault=told.fault, place=told.place, first=told.first, most=MOST)


@router.get(
    "{int:run}/quarantine/{slug:table}/{int:line}",
    response={200: QuarantinedOut, **READING},
    **operation("feeds_row", "feeds.mend", "Read a row in quarantine"),
)
def read_row(request: Request, run: int, table: str, line: int) -> Any:
    """With its cells, as mended; that it was read is written down."""
    kept, cells = open_row(run_in_quarantine(request.user, run), table, line, actor=request.user)
    return replace(kept, cells=cells)


@router.patch(
    "{int:run}/quarantine/{slug:table}/{int:line}",
    response={200: StillOut, **WRITING},
    **operation("feeds_mend", "feeds.mend", "Mend a row in quarantine", is_once=True),
)
@once
def mend_cells(request: Request, run: int, table: str, line: int, told: CellsIn) -> HttpResponse:
    """Says what is still wrong. It is taken in when the quarantine is tried again."""
    found = run_in_quarantine(request.user, run)
    wrong = mend(found, table, line, cells=told.cells, actor=request.user)
    faults = [{"fault": fault, "says": says(fault), "place": place} for fault, place in wrong]
    return answer(StillOut, {"faults": faults})


@router.post(
    "{int:run}/quarantine/alike",
    response={200: RunOut, **WRITING},
    **operation("feeds_mend_alike", "feeds.mend", "Mend every row in quarantine with a word", is_once=True),
)
@once
def mend_every_row(request: Request, run: int, told: AlikeIn) -> HttpResponse:
    """A word of a column is read as another one, in every row, when the quarantine is tried again."""
    found = run_in_quarantine(request.user, run)
    mend_alike(found, **told.model_dump(), actor=request.user)
    return answer(RunOut, found)


@router.post(
    "{int:run}/replay",
    response={200: RunOut, **WRITING},
    **operation("feeds_replay", "feeds.mend", "Try all rows in quarantine again", is_once=True),
)
@once
def replay_run(request: Request, run: int) -> HttpResponse:
    """With what was mended; the worker does it."""
    found = run_in_quarantine(request.user, run)
    return answer(RunOut, replay(found, actor=request.user))
