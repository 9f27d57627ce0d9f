"""On an alert and on its finding: the picture, the sentence, and whether the repair shows on the chart."""

from typing import Any

from zhian.kernel.loop.models import Finding
from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from .models import Alert, MonthlyReturn, Rebase
from .services.alerts import about, reason
from .services.charts import drawing_of
from .services.definitions import name_of
from .services.effect import effect_said
from .services.returns import compared


def picture_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Why an alert warns, with its chart as it is now."""
    if not isinstance(record, Alert):
        return None
    definition = about(record)
    if definition is None:
        return None
    drawing = drawing_of(definition, record.department)
    return {
        "reason": reason(record),
        "picture": drawing.svg(),
        "lines": drawing.lines(),
        "name": name_of(definition),
        "made_by": drawing.made_by,
        "definition": definition,
        "place": record.department,
        "may_drill": request.user.has_perm("indicators.drill", record.department),
    }


def effect_of(record: Record, request: Request) -> dict[str, Any] | None:
    """For a finding that came from an alert: before and after, where the chart was split at the repair."""
    if not isinstance(record, Finding):
        return None
    alert = Alert.objects.filter(pk=record.source_id).select_related("department", "hospital").first()
    definition = about(alert) if alert else None
    if alert is None or definition is None:
        return None
    drawing = drawing_of(definition, alert.department)
    rebase = Rebase.objects.filter(finding=record, withdrawn_at=None).first()
    return {
        "finding": record,
        "definition": definition,
        "name": name_of(definition),
        "place": alert.department,
        "picture": drawing.svg(),
        "says": effect_said(drawing, rebase),
        "may_split": rebase is None
        and not record.is_closed
        and request.user.has_perm("indicators.rebase", alert.department),
    }


def lines_of(record: Record, request: Request) -> dict[str, Any] | None:
    """What was typed in a return, beside the month before."""
    if not isinstance(record, MonthlyReturn):
        return None
    return {"rows": compared(record), "place": record.place}


register(Panel("indicators/alert_panel.html", picture_of, order=5, is_wide=True))
register(Panel("indicators/effect_panel.html", effect_of, order=5, is_wide=True))
register(Panel("indicators/return_panel.html", lines_of, order=5, is_wide=True))
