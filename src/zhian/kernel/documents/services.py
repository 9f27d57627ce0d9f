"""Making documents of records, and putting the hospital's own templates into use."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.audit.events import Event, note
from zhian.kernel.people.models import Department, User
from zhian.kernel.records import uploads
from zhian.kernel.records.models import Opening, Record
from zhian.kernel.records.services import require

from .kinds import Document
from .models import Template
from .press import Made, NoPdf, make, plain
from .traditional import template_in

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
LARGEST_TEMPLATE = 3 * 2**20  # bytes
NAMED = 8  # unknown placeholders that one sentence names


@dataclass(frozen=True, slots=True)
class Printed:
    """A document on its way out."""

    name: str
    format: str
    data: bytes


def facts_of(document: Document, record: Record, *, reader: User) -> dict[str, Any]:
    """What a document says of a record, in the language of the house.

    Who took it away is noted, by name also where the reader filed the record under seal: it takes a duty to do so.
    """
    require(reader, document.deed, record)
    with transaction.atomic():
        note(Event.PRINTED, record, actor=reader, document=document.name)
        if record.is_confidential:
            told = {"what": Opening.What.FILE, "reason": _file_name(document, record)}
            Opening.objects.create(record_id=record.pk, reader=reader, **told)
    with translation.override(settings.LANGUAGE_CODE):
        return plain(document.facts(record, reader))


def print_out(document: Document, record: Record, *, reader: User, format: str) -> Printed:
    """The document of a record as "docx" or "pdf", in the hospital's own template where it has one."""
    facts = facts_of(document, record, reader=reader)
    name = _file_name(document, record)
    made = _made(_data(document, in_use(document, record.hospital)), facts, format=format, title=name)
    return Printed(f"{name}.{format}", format, made.data)


def print_facts(document: Document, facts: dict[str, Any], *, hospital: Department | None, format: str) -> Printed:
    """A document about no record, which leaves no trace: what it says was never kept here."""
    title = _in_house_words(document.title)
    own = in_use(document, hospital) if hospital else None
    with translation.override(settings.LANGUAGE_CODE):
        told = plain(facts)
    return Printed(f"{title}.{format}", format, _made(_data(document, own), told, format=format, title=title).data)


def preview(document: Document, template: Template | None, *, format: str) -> Printed:
    """A template filled in with the example."""
    title = _in_house_words(document.title)
    made = _made(_data(document, template), document.sample(), format=format, title=title)
    return Printed(f"{title}.{format}", format, made.data)


def in_use(document: Document, hospital: Department) -> Template | None:
    """The hospital's own version that holds now; None where it is the program's own."""
    newest = Template.objects.filter(document=document.name, hospital=hospital).first()
    return newest if newest and newest.path else None


def put_into_use(document: Document, clean: uploads.Clean, *, hospital: Department, actor: User, note: str) -> Template:
    """Let a hospital's own template hold from now on. Raises Refused where it cannot be filled in."""
    require(actor, "documents.manage_templates", hospital)
    _try(document, clean)
    return _add(document, hospital=hospital, actor=actor, clean=clean, note=note)


@deed
def go_back(document: Document, version: int, *, hospital: Department, actor: User) -> Template:
    """Let an earlier version hold again; 0 is the program's own."""
    require(actor, "documents.manage_templates", hospital)
    earlier = Template.objects.filter(document=document.name, hospital=hospital, version=version).first()
    if version and earlier is None:
        raise Refused(_("There is no version %(version)s.") % {"version": version})
    words = _("back to version %(version)s") if version else _("back to the program's own template")
    new = Template(note=words % {"version": version})
    if earlier:
        new.path, new.name, new.size, new.sha256 = earlier.path, earlier.name, earlier.size, earlier.sha256
    return _numbered(new, document, hospital, actor)


def data_of(document: Document, hospital: Department, version: int) -> bytes | None:
    """The file of a version as Word opens it; None where there is none."""
    found = Template.objects.filter(document=document.name, hospital=hospital, version=version).first()
    return _data(document, found) if found or not version else None


@deed
def _add(document: Document, *, hospital: Department, actor: User, clean: uploads.Clean, note: str) -> Template:
    stored = uploads.store(clean)
    new = Template(path=stored.path, name=clean.name, size=clean.size, sha256=clean.sha256, note=note)
    return _numbered(new, document, hospital, actor)


def _numbered(template: Template, document: Document, hospital: Department, actor: User) -> Template:
    """One after the other, also where two hand in at once."""
    Department.objects.select_for_update().get(pk=hospital.pk)
    newest = Template.objects.filter(document=document.name, hospital=hospital).first()
    template.document, template.hospital, template.added_by = document.name, hospital, actor
    template.version = newest.version + 1 if newest else 1
    template.full_clean()
    template.save()
    return template


def _try(document: Document, clean: uploads.Clean) -> None:
    """Fill it in with the example: whatever goes wrong goes wrong now and not beside a patient's bed."""
    if clean.content_type != FORMATS["docx"]:
        raise Refused(_("A template is a Word file (docx)."))
    if clean.size > LARGEST_TEMPLATE:
        raise Refused(_("A template may have %(most)s MB at most.") % {"most": LARGEST_TEMPLATE // 2**20})
    title = _in_house_words(document.title)
    try:
        made = _made(clean.data, document.sample(), format="pdf", title=title)
    except NoPdf:
        made = _made(clean.data, document.sample(), format="docx", title=title)
    if made.unknown:
        named = "、".join(made.unknown[:NAMED])
        raise Refused(
            _("The program knows no such placeholders: %(names)s. The list below shows all there are.")
            % {"names": named}
        )


def _made(template: bytes, facts: dict[str, Any], *, format: str, title: str) -> Made:
    return make(template, facts, format=format, title=title, language=settings.LANGUAGE_CODE)


def _data(document: Document, template: Template | None) -> bytes:
    if template and template.path:
        return Path(settings.MEDIA_ROOT, template.path).read_bytes()
    return template_in(settings.LANGUAGE_CODE, document.template)


def _file_name(document: Document, record: Record) -> str:
    return f"{_in_house_words(document.title)} {record.number}"


def _in_house_words(words: Any) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)
