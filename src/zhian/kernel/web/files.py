"""Files on their way in and out: looked into before anything waits for it, sent as downloads that no browser runs."""

from pathlib import Path
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from zhian.engines.workflow import Refused
from zhian.kernel.records import uploads
from zhian.kernel.records.models import Attachment

LOOKED_INTO: WeakKeyDictionary[UploadedFile, uploads.Clean | Refused] = WeakKeyDictionary()


def look_into(file: UploadedFile) -> uploads.Clean:
    """The file made harmless; raises Refused with the reason. It is done once, however often it is asked."""
    found = LOOKED_INTO.get(file)
    if found is None:
        found = LOOKED_INTO[file] = _look(file)
    if isinstance(found, Refused):
        raise found
    return found


def download(kept: Attachment) -> FileResponse:
    """The file under its own name, never shown inside the site."""
    content = Path(settings.MEDIA_ROOT, kept.path).open("rb")  # noqa: SIM115, the response closes it
    response = FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _look(file: UploadedFile) -> uploads.Clean | Refused:
    try:
        return uploads.accept(file)
    except Refused as refusal:
        return refusal
