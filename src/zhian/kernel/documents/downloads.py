"""Documents on their way out, for pages and for programs: one address for each document of a kind of record."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.http import content_disposition_header
from ninja import Router

from zhian.kernel.people.access import does
from zhian.kernel.web.api import READING, operation
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from .kinds import DOCUMENTS, Document
from .services import FORMATS, Printed, facts_of, print_out

MEDIA = [*FORMATS.values(), "application/json"]


def document_urls(pages: RecordPages) -> list[URLPattern]:
    """An address for each document of this kind: …/AE-2026-00017/documents/case.pdf."""
    return [
        path(
            f"<slug:number>/documents/{document.short}.<slug:format>",
            does(document.deed)(login_required(_page(pages, document))),
            name=f"document-{document.short}",
        )
        for document in _of(pages)
    ]


def add_documents(router: Router, pages: RecordPages) -> None:
    """The same for programs."""
    for document in _of(pages):
        _add(router, pages, document)


def sent(printed: Printed) -> HttpResponse:
    """A download that no browser runs and no proxy keeps."""
    response = HttpResponse(printed.data, content_type=FORMATS[printed.format])
    response["Content-Disposition"] = content_disposition_header(True, printed.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(pages: RecordPages, document: Document) -> Callable[..., HttpResponse]:
    def view(request: Request, number: str, format: str) -> HttpResponse:
        """Made at the moment: what is asked for again says what holds then."""
        return _answer(pages, document, request, number, format)

    return view


def _add(router: Router, pages: RecordPages, document: Document) -> None:
    kind = document.kind
    with translation.override("en"):
        told = operation(f"{kind}_document_{document.short}", document.deed, f"Document: {document.title}", media=MEDIA)

    @router.get(f"{{slug:number}}/documents/{document.short}.{{slug:format}}", response={200: None, **READING}, **told)
    def read_document(request: Request, number: str, format: str) -> Any:
        """As Word (docx), PDF (pdf), or only what it says (json). That it was made is noted."""
        return _answer(pages, document, request, number, format)


def _answer(pages: RecordPages, document: Document, request: Request, number: str, format: str) -> HttpResponse:
    if format not in (*FORMATS, "json"):
        raise Http404
    record = pages.get(request, number, document.deed.partition(".")[2])
    if format == "json":
        return JsonResponse(facts_of(document, record, reader=request.user), json_dumps_params={"ensure_ascii": False})
    return sent(print_out(document, record, reader=request.user, format=format))


def _of(pages: RecordPages) -> list[Document]:
    return [document for document in DOCUMENTS.values() if document.kind == pages.model.workflow.name]
