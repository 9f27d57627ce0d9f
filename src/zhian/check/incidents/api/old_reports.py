"""Taking over old reports for programs: by a mapping that the office made on the page before."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Rate, answer, doors, operation, refuse_unknown
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..models import Batch, BatchLine, ColumnMapping
from ..permissions import BRING_IN
from ..services.old_reports import SHORT, begin, carry_out, hand_in
from ..views.old_reports import batch_of, batches_of, hospital_of

router = Router(auth=doors("imports", _("Old reports"), permission=BRING_IN), throttle=Rate(), tags=["imports"])
MOST = 100


class LineOut(Schema):
    """A refused line."""

    number: int = Field(description="In the file.")
    faults: dict[str, str] = Field(description="What is wrong, by fact; under the empty name with the whole line.")


class BatchOut(Schema):
    """A table that was handed in. lines = taken + refused + known + waiting."""

    id: int
    system: str
    file_name: str
    at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int]
    refused: list[LineOut] = Field(description=f"The first {MOST}.")

    @staticmethod
    def resolve_system(batch: Batch) -> str:
        return batch.mapping.name

    @staticmethod
    def resolve_counts(batch: Batch) -> dict[str, int]:
        return batch.counts()

    @staticmethod
    def resolve_refused(batch: Batch) -> list[BatchLine]:
        return list(batch.lines.filter(outcome="refused")[:MOST])


@router.get(
    "",
    response={200: list[BatchOut], **READING},
    **operation("imports_list", BRING_IN, "List tables of old reports"),
)
def list_batches(request: Request) -> Any:
    """The last ones, newest first."""
    refuse_unknown(request, ())
    return list(batches_of(request).select_related("mapping")[:MOST])


@router.post(
    "",
    response={201: BatchOut, **WRITING},
    **operation("imports_hand_in", BRING_IN, "Hand in a table of old reports", is_once=True),
)
@once
def hand_in_table(request: Request, file: File[UploadedFile], system: Form[str]) -> HttpResponse:
    """CSV or XLSX; `system` is the name of an old system whose columns and words are known. Nothing is taken in yet."""
    mapping = get_object_or_404(ColumnMapping, hospital=hospital_of(request), name=system)
    return answer(BatchOut, hand_in(file, mapping, actor=request.user), 201)


@router.get(
    "{int:batch}",
    response={200: BatchOut, **READING},
    **operation("imports_read", BRING_IN, "Read what became of a table"),
)
def read_batch(request: Request, batch: int) -> Any:
    """How many lines were taken in, refused, there already, or are still waiting."""
    return batch_of(request, batch)


@router.post(
    "{int:batch}/start",
    response={200: BatchOut, **WRITING},
    **operation("imports_start", BRING_IN, "Take a table in", is_once=True),
)
@once
def start_batch(request: Request, batch: int) -> HttpResponse:
    """Short tables at once, longer ones by the worker. Lines refused before are tried again."""
    found = begin(batch_of(request, batch), actor=request.user)
    if found.lines.count() <= SHORT:
        carry_out(found)
    return answer(BatchOut, batch_of(request, batch))
