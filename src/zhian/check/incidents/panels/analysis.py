"""The analysis at the side of its incident; its parts on its own page."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..forms import PARTS
from ..models import Analysis, Incident, standard_of
from ..services.analysis import target_of
from ..services.analysis_reading import whole


def analysis_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Where the analysis stands, or the way to plan one; nothing for those who may neither."""
    if not isinstance(record, Incident):
        return None
    found = Analysis.objects.filter(case=record).select_related("lead").first()
    if found:
        may_read = request.user.has_perm("analysis.read", found)
        return {"analysis": found, "case": record} if may_read else None
    may_plan = record.state == "acting" and request.user.has_perm("incidents.analyse", record)
    is_verified = standard_of(record.hospital).is_verified
    told = {"case": record, "target": target_of(record), "sac": record.sac, "is_verified": is_verified}
    return told if may_plan else None


def parts_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Everything that the team has put together, with the forms for more while it may be changed."""
    if not isinstance(record, Analysis):
        return None
    may_edit = not record.is_closed and request.user.has_perm("analysis.edit", record)
    forms = {name: _empty(name, record, request) for name in PARTS} if may_edit else {}
    return {
        "analysis": record,
        "whole": whole(record),
        "may_edit": may_edit,
        "may_act": not record.is_closed and request.user.has_perm("analysis.act_on", record),
        "may_read_case": request.user.has_perm("incidents.read", record.case),
        **{name.replace("-", "_"): form for name, form in forms.items()},
    }


def _empty(name: str, record: Analysis, request: Request) -> Any:
    kind = PARTS[name]
    empty = kind._meta.model(analysis=record)
    return kind(instance=empty, analysis=record, user=request.user, auto_id=f"{name}_%s")


register(Panel("incidents/parts/analysis_panel.html", analysis_of, order=15))
register(Panel("incidents/parts/analysis_parts.html", parts_of, order=10, is_wide=True))
