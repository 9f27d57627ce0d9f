"""On an incident that was typed in from paper: when it happened, when it was written, when it was typed in."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident


def sheet_of(record: Record, _request: Request) -> dict[str, Any] | None:
    if not isinstance(record, Incident) or record.written_at is None:
        return None
    return {"sheet": record.sheet, "incident": record}


register(Panel("incidents/parts/sheet.html", sheet_of, order=5))
