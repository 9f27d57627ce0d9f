"""How a case was weighed by the just-culture guide: for the office alone."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident


def weighed(record: Record, request: Request) -> dict[str, Any] | None:
    """The last weighing, and the way to the guide."""
    if not isinstance(record, Incident) or not request.user.has_perm("incidents.weigh", record):
        return None
    last = record.weighings.select_related("weighed_by").first()
    return None if record.is_closed and last is None else {"incident": record, "last": last}


register(Panel("incidents/parts/fairness.html", weighed, order=70))
