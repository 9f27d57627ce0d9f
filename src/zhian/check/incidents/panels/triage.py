"""How the office judged a report and who looks after it; and where a duplicate is followed up."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident, Lesson, matrix_of


def triage_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Grade, harm, SAC, officer; how the reporter wants to be asked only for those who may ask."""
    if not isinstance(record, Incident):
        return None
    matrix = matrix_of(record.hospital, record.sac_version) if record.sac else None
    return {"incident": record, "matrix": matrix, "asks": request.user.has_perm("incidents.send_back", record)}


def followed_up_in(record: Record, request: Request) -> dict[str, Any] | None:
    """For a duplicate: the record that came first, and the answer given there."""
    if not isinstance(record, Incident) or record.duplicate_of is None:
        return None
    original = record.original
    return {"original": original, "may_read": request.user.has_perm("incidents.read", original)}


def lesson_of(record: Record, request: Request) -> dict[str, Any] | None:
    """The lesson of the case, or the way to write it; shown to those who may."""
    if not isinstance(record, Incident) or record.graded_at is None:
        return None
    if not request.user.has_perm("incidents.write_lesson", record):
        return None
    lesson = Lesson.objects.filter(incident=record).first()
    may_read = lesson is not None and request.user.has_perm("lessons.read", lesson)
    return {"incident": record, "lesson": lesson, "may_read": may_read}


register(Panel("incidents/parts/lesson.html", lesson_of, order=60))
register(Panel("incidents/parts/triage.html", triage_of, order=10))
register(Panel("incidents/parts/followed_up.html", followed_up_in, order=5, is_wide=True))
