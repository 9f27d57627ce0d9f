"""Findings and their actions at the side of the record that brought them to light."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from .models import Finding


def findings_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Those that the reader may see, with how many of their actions are done."""
    found = Finding.objects.filter(Finding.visible_to(request.user), source_id=record.pk)
    findings = list(found.select_related("department").prefetch_related("actions__owner").order_by("pk"))
    if not findings:
        return None
    actions = [action for finding in findings for action in finding.actions.all()]
    return {"findings": findings, "done": sum(bool(action.done_on) for action in actions), "planned": len(actions)}


register(Panel("loop/panel.html", findings_of, order=20))
