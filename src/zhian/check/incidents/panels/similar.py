"""Cases like this one, for the office: fetched once the page is there, so that the page does not wait for them."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident


def similar_of(record: Record, request: Request) -> dict[str, Any] | None:
    if not isinstance(record, Incident) or not request.user.has_perm("incidents.compare", record):
        return None
    return {"record": record}


register(Panel("incidents/parts/similar.html", similar_of, order=40))
