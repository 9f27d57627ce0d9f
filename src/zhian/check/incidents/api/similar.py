"""Similar cases, for programs."""

from datetime import datetime

from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, operation
from zhian.kernel.web.requests import Request

from ..services import similar_to
from ..services.endings import why_not_original
from ..views import pages


class SimilarOut(Schema):
    """Another case of the same hospital, and what both have in common."""

    number: str
    title: str
    occurred_at: datetime
    percent: int = Field(description="How alike, from 0 to 100.")
    may_be_the_same: bool = Field(description="Whether it may be the same event, reported twice.")
    is_same_patient: bool
    is_same_department: bool
    is_same_category: bool
    why_not_original: str = Field(
        description="Why yours cannot be marked as a duplicate of it (the step “mark_duplicate”); empty where it can."
    )
    phrases: list[str] = Field(description="Pieces of text that stand in both.")


def add_similar(router: Router) -> None:
    """Reading them, below the incident."""

    @router.get(
        "{slug:number}/similar",
        response={200: list[SimilarOut], **READING},
        **operation("incidents_similar", "incidents.compare", "Similar cases"),
    )
    def similar(request: Request, number: str) -> list[SimilarOut]:
        """Up to five that you may read, the likest first."""
        incident = pages.get(request, number, "compare")
        return [
            SimilarOut(
                number=one.incident.number,
                title=one.incident.title,
                occurred_at=one.incident.occurred_at,
                percent=one.likeness.percent,
                may_be_the_same=one.likeness.may_be_the_same,
                is_same_patient=one.likeness.is_same_patient,
                is_same_department=one.likeness.is_same_department,
                is_same_category=one.likeness.is_same_category,
                why_not_original=why_not_original(incident, one.incident),
                phrases=one.phrases,
            )
            for one in similar_to(incident, reader=request.user)
        ]
