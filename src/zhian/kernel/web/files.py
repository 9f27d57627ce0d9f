"""Files of records, sent as downloads that a browser will not run."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from zhian.kernel.records.models import Attachment


def download(kept: Attachment) -> FileResponse:
    """The file under its own name, never shown inside the site."""
    content = Path(settings.MEDIA_ROOT, kept.path).open("rb")  # noqa: SIM115, the response closes it
    response = FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
