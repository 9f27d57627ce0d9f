"""At the side of a record: the documents that can be made of it."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from .kinds import documents_for


def documents_of(record: Record, request: Request) -> dict[str, Any] | None:
    found = documents_for(record, request.user)
    return {"documents": found, "address": f"{record.get_absolute_url()}documents/"} if found else None


register(Panel("documents/panel.html", documents_of, order=60))
