"""What can be done with every record beside its steps: comment, attach, link, identify."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Router
from ninja.files import UploadedFile

from zhian.kernel.records import deeds
from zhian.kernel.records.models import LinkKind

from ..forms import AttachForm, CommentForm, IdentifyForm, LinkForm
from ..once import once
from ..problems import FieldError, Invalid
from ..requests import Request
from .answering import WRITING, answer, checked, refuse_other_parts
from .answers import AttachmentOut, CommentOut, IdentityOut, LinkOut
from .kinds import Kind
from .schemas import schema_of

CommentIn = schema_of("CommentIn", CommentForm.base_fields)
LinkIn = schema_of("LinkIn", LinkForm(kinds=LinkKind.choices).fields)
ReasonIn = schema_of("ReasonIn", IdentifyForm.base_fields)


def add_comment(router: Router, kind: Kind) -> None:
    told = kind.operation("comment", "comment", "Say something", is_once=True)

    @router.post("{slug:number}/comments", response={201: CommentOut, **WRITING}, **told)
    @once
    def comment(request: Request, number: str, told: CommentIn) -> HttpResponse:  # type: ignore[valid-type]
        """With @ and a name or staff number you tell somebody, who must be able to read the record."""
        record = kind.get(request, number, "comment")
        form = checked(CommentForm(told.given()))  # type: ignore[attr-defined]
        return answer(CommentOut, deeds.comment(record, actor=request.user, **form.cleaned_data), 201)


def add_attach(router: Router, kind: Kind) -> None:
    told = kind.operation("attach", "attach", "Add files", is_once=True)

    @router.post("{slug:number}/files", response={201: list[AttachmentOut], **WRITING}, **told)
    @once
    def attach(request: Request, number: str, attachments: File[list[UploadedFile]]) -> HttpResponse:
        """Pictures, PDF, Word, Excel or text, up to 20 MB each; what they tell beside their content is taken out."""
        record = kind.get(request, number, "attach")
        refuse_other_parts(request, AttachForm.base_fields)
        form = checked(AttachForm(request.POST, request.FILES))
        return answer(list[AttachmentOut], deeds.attach(record, actor=request.user, **form.cleaned_data), 201)


def add_link(router: Router, kind: Kind) -> None:
    told = kind.operation("link", "link", "Link another record", is_once=True)

    @router.post("{slug:number}/links", response={201: LinkOut, **WRITING}, **told)
    @once
    def link(request: Request, number: str, told: LinkIn) -> HttpResponse:  # type: ignore[valid-type]
        """Both must be readable for you."""
        record = kind.get(request, number, "link")
        form = checked(LinkForm(told.given(), kinds=LinkKind.choices))  # type: ignore[attr-defined]
        other = deeds.readable(request.user, form.cleaned_data["number"])
        if other is None:
            sentence = _("There is no such record, or you may not read it.")
            raise Invalid([FieldError(field="number", messages=[sentence])])
        joined = deeds.link(record, actor=request.user, other=other, kind=form.cleaned_data["kind"])
        return answer(LinkOut, joined, 201)


def add_identify(router: Router, kind: Kind) -> None:
    told = kind.operation("identify", "identify", "Who the patient is")

    @router.post("{slug:number}/identity", response={200: IdentityOut, **WRITING}, **told)
    def identify(request: Request, number: str, told: ReasonIn) -> Any:  # type: ignore[valid-type]
        """Name and identity number. Who asked, when and what for is kept and can be read."""
        record = kind.get(request, number, "identify")
        form = checked(IdentifyForm(told.given()))  # type: ignore[attr-defined]
        name, identity_number = deeds.identify(record, actor=request.user, **form.cleaned_data)
        return {"name": name, "identity_number": identity_number}
