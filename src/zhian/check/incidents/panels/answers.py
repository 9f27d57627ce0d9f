"""The answers to the questions of the category, or the offer to answer them."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..models import Incident
from ..services import edition_for


def answers_of(record: Record, request: Request) -> dict[str, Any] | None:
    """What was answered in every category that the incident had, and whether the reader may answer more."""
    if not isinstance(record, Incident):
        return None
    known = list(record.answers.select_related("edition", "by"))  # type: ignore[attr-defined]
    may_answer = not record.is_closed and request.user.has_perm("incidents.answer", record)
    is_open = not any(answers.name == record.category for answers in known)
    if not known and not may_answer:
        return None
    asked = edition_for(record.hospital, record.category).questionnaire if is_open and may_answer else None
    return {
        "answers": known,
        "record": record,
        "may_answer": may_answer,
        "questions": len(asked.questions()) if asked else 0,
    }


register(Panel("incidents/parts/answers.html", answers_of, order=30, is_wide=True))
