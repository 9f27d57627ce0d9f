"""One record: reading it and what is around it, filing it, changing it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from zhian.engines.workflow import FILE
from zhian.kernel.audit.acting import acting
from zhian.kernel.records import deeds
from zhian.kernel.records.models import Opening, Record
from zhian.kernel.records.services import Conflict, edit, offers

from ..files import download
from ..forms import RecordForm
from ..once import earlier_answer, first_answer, once
from ..problems import Contested, Invalid
from ..requests import Request
from .answering import READING, WRITING, checked, in_words
from .answers import AttachmentOut, EventOut, LinkOut, OffersOut
from .kinds import Kind
from .schemas import schema_of


def add_reading(router: Router, kind: Kind) -> None:
    told = kind.operation("read", "read", f"Read one {kind.title}")

    @router.get("{slug:number}", response={200: kind.out, **READING}, **told)
    def read_record(request: Request, number: str) -> Any:
        """Everything that it says. Who reads a confidential one is noted by name and time."""
        record = kind.get(request, number)
        deeds.note_opening(record, reader=request.user, what=Opening.What.RECORD)
        return record


def add_surroundings(router: Router, kind: Kind) -> None:
    told = kind.operation("offers", "read", "What may be done now")

    @router.get("{slug:number}/offers", response={200: OffersOut, **READING}, **told)
    def read_offers(request: Request, number: str) -> Any:
        """The steps out of the present state, each with the reason where you cannot take it, and the other deeds."""
        record = kind.get(request, number)
        return {"steps": offers(record, request.user), "deeds": sorted(kind.pages.may(request.user, record))}

    told = kind.operation("history", "read", "What happened to it")

    @router.get("{slug:number}/history", response={200: list[EventOut], **READING}, **told)
    def read_history(request: Request, number: str) -> Any:
        """Decisions, words, files and changed facts, newest first."""
        record = kind.get(request, number)
        deeds.note_opening(record, reader=request.user, what=Opening.What.RECORD)
        return kind.pages.events(request.user, record)

    told = kind.operation("links", "read", "What belongs to it")

    @router.get("{slug:number}/links", response={200: list[LinkOut], **READING}, **told)
    def list_links(request: Request, number: str) -> Any:
        """The links from it and to it, where you may read the other end too."""
        return deeds.links_of(kind.get(request, number), reader=request.user)


def add_files(router: Router, kind: Kind) -> None:
    told = kind.operation("files", "read", "Its files")

    @router.get("{slug:number}/files", response={200: list[AttachmentOut], **READING}, **told)
    def list_files(request: Request, number: str) -> Any:
        """Which files it has."""
        return kind.get(request, number).attachments.select_related("added_by")

    told = kind.operation("download", "read", "Download a file", media=["*/*"])

    @router.get("{slug:number}/files/{slug:key}", response={200: None, **READING}, **told)
    def read_file(request: Request, number: str, key: str) -> Any:
        """One of its files, as it was kept."""
        record = kind.get(request, number)
        kept = get_object_or_404(record.attachments, key=key)
        deeds.note_opening(record, reader=request.user, what=Opening.What.FILE, reason=kept.name)
        return download(kept)


def add_filing(router: Router, kind: Kind, form: type[RecordForm]) -> None:
    asked = schema_of(kind.schema_name("In"), form.base_fields)
    told = kind.operation(FILE, FILE, f"File one {kind.title}", is_once=True)

    @router.post("", response={201: kind.out, **WRITING}, **told)
    def file_record(request: Request, told: asked) -> HttpResponse:  # type: ignore[valid-type]
        """It gets its number and its first state. Files are added afterwards."""
        try:
            filled = checked(form(told.given(), user=request.user))  # type: ignore[attr-defined]
        except Invalid:
            if earlier := earlier_answer(request):  # what was right then is so no longer
                return earlier
            raise

        def file_it() -> HttpResponse:
            with acting(request.user, in_deed=True):  # it fails with the answer that is kept for it, so not alone
                return kind.answer(kind.pages.file_told(request.user, filled), 201)

        return first_answer(request, file_it)


def add_editing(router: Router, kind: Kind, form: type[RecordForm]) -> None:
    fields = {name: form.base_fields[name] for name in form._meta.fields or ()}
    version = (int, Field(..., ge=1, le=2**31 - 1, description="The one that you read."))
    asked = schema_of(kind.schema_name("Change"), fields, all_optional=True, version=version)
    told = kind.operation("edit", "edit", f"Change one {kind.title}", is_once=True)

    @router.patch("{slug:number}", response={200: kind.out, **WRITING}, **told)
    @once
    def edit_record(request: Request, number: str, told: asked) -> HttpResponse:  # type: ignore[valid-type]
        """Only the facts that you name are changed, and only if nobody changed the record since you read it.

        Else the answer is 409 with what it says now and what you sent: nothing is overwritten.
        """
        record, wanted = kind.get(request, number, "edit"), told.given(but=["version"])  # type: ignore[attr-defined]
        filled = checked(_written_over(form, record, wanted, request))
        changes = {name: filled.cleaned_data[name] for name in wanted}
        try:
            return kind.answer(edit(record, actor=request.user, version=told.version, changes=changes))  # type: ignore[attr-defined]
        except Conflict as conflict:
            current = in_words(kind.out, conflict.current)
            raise Contested(str(conflict), current=current, yours=wanted) from None


def _written_over(form: type[RecordForm], record: Record, wanted: Mapping[str, Any], request: Request) -> RecordForm:
    """The form as it stands, with what is wanted written over it."""
    stands = form(instance=record, user=request.user)
    told = {name: stands.get_initial_for_field(field, name) for name, field in stands.fields.items()}
    return form({**told, **wanted}, instance=record, user=request.user)
