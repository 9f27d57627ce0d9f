"""Beside a report under seal: for its author whether it was opened, for the offices how to open it."""

from typing import Any

from django.conf import settings

from zhian.kernel.people.predicates import is_author
from zhian.kernel.records.models import Authorship, Opening, Record
from zhian.kernel.records.unsealing import open_for
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident


def authorship_of(record: Record, request: Request) -> dict[str, Any] | None:
    if not isinstance(record, Incident) or record.authorship not in (Authorship.SEALED, Authorship.DESTROYED):
        return None
    user, is_mine = request.user, is_author(request.user, record)
    may_ask, may_decide = (user.has_perm(f"incidents.{deed}_unsealing", record) for deed in ("ask", "decide"))
    if not (is_mine or may_ask or may_decide):
        return None
    asked = list(record.unsealings.select_related("asked_by", "decided_by"))
    return {
        "record": record,
        "is_mine": is_mine,
        "is_destroyed": record.authorship == Authorship.DESTROYED,
        "may_ask": may_ask,
        "may_decide": may_decide,
        "granted": [each for each in asked if each.is_granted],
        "refused": [each for each in asked if each.decided_at and not each.is_granted],
        "waiting": next((each for each in asked if not each.decided_at), None),
        "open": open_for(record, user) if may_ask else None,
        "readings": Opening.objects.filter(record_id=record.pk, what=Opening.What.AUTHOR).order_by("pk"),
        "days": settings.SEAL_DAYS,
    }


register(Panel("incidents/parts/authorship.html", authorship_of, order=10))
