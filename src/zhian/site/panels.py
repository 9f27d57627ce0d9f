"""At the side of a confidential record: the last who read it, for those who may know."""

from typing import Any

from zhian.kernel.records.models import Opening, Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

SHOWN = 3


def readers_of(record: Record, request: Request) -> dict[str, Any] | None:
    if not request.user.has_perm("records.read_openings", record):
        return None
    openings = list(Opening.objects.filter(record_id=record.pk).select_related("reader")[:SHOWN])
    return {"openings": openings, "number": record.number} if openings else None


register(Panel("site/audit/panel.html", readers_of, order=90))
