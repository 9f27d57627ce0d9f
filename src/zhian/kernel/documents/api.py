"""The hospital's templates for programs."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, PersonOut, Rate, answer, checked, doors, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from .downloads import sent
from .forms import TemplateForm
from .kinds import DOCUMENTS
from .models import Template
from .services import FORMATS, Printed, data_of, go_back, in_use, put_into_use
from .views import MANAGE, hospital_of, known

router = Router(auth=doors("documents", _("Document templates")), throttle=Rate(), tags=["documents"])


class VersionOut(Schema):
    """A template that the hospital handed in."""

    version: int
    is_own: bool = Field(description="Whether it has a file; else the program's own held again.")
    note: str
    added_by: PersonOut
    added_at: datetime

    @staticmethod
    def resolve_is_own(template: Template) -> bool:
        return bool(template.path)


class DocumentOut(Schema):
    """A document, and which version of its template holds: 0 is the program's own."""

    name: str
    title: str
    version: int
    versions: list[VersionOut]


@router.get(
    "",
    response={200: list[DocumentOut], **READING},
    **operation("documents", MANAGE, "Documents and their templates"),
)
def list_documents(request: Request) -> Any:
    """Each with the versions that your hospital handed in."""
    return [_document(request, name) for name in DOCUMENTS]


@router.get(
    "{name}/{int:version}.docx",
    response={200: None, **READING},
    **operation("documents_template", MANAGE, "A template as Word", media=[FORMATS["docx"]]),
)
def read_template(request: Request, name: str, version: int) -> Any:
    """The file of a version; 0 is the program's own."""
    hospital = hospital_of(request.user)
    data = data_of(known(*name.partition(".")[::2]), hospital, version)
    if data is None:
        raise Http404
    return sent(Printed(f"{name}-{version}.docx", "docx", data))


@router.post(
    "{name}",
    response={201: DocumentOut, **WRITING},
    **operation("documents_put_into_use", MANAGE, "Put a template into use", is_once=True),
)
@once
def hand_in(request: Request, name: str, file: File[UploadedFile | None] = None, note: Form[str] = "") -> HttpResponse:
    """A Word file. It is filled in with an example first; placeholders that nobody knows are refused by name."""
    hospital, document = hospital_of(request.user), known(*name.partition(".")[::2])
    files: Any = MultiValueDict({"file": [file]} if file else {})
    told = checked(TemplateForm({"note": note}, files)).cleaned_data
    put_into_use(document, told["file"], hospital=hospital, actor=request.user, note=told["note"])
    return answer(DocumentOut, _document(request, name), 201)


@router.post(
    "{name}/{int:version}/use",
    response={200: DocumentOut, **WRITING},
    **operation("documents_go_back", MANAGE, "Go back to an earlier template", is_once=True),
)
@once
def use_again(request: Request, name: str, version: int) -> HttpResponse:
    """0 is the program's own."""
    hospital = hospital_of(request.user)
    go_back(known(*name.partition(".")[::2]), version, hospital=hospital, actor=request.user)
    return answer(DocumentOut, _document(request, name), 200)


def _document(request: Request, name: str) -> dict[str, Any]:
    document, hospital = DOCUMENTS[name], hospital_of(request.user)
    own = in_use(document, hospital)
    return {
        "name": name,
        "title": str(document.title),
        "version": own.version if own else 0,
        "versions": list(Template.objects.filter(document=name, hospital=hospital).select_related("added_by")),
    }
