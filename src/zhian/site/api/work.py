"""Who I am, what waits for me, and what I can find."""

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.people.access import ANY_ACCOUNT
from zhian.kernel.people.models import Duty
from zhian.kernel.records.deeds import readable_by
from zhian.kernel.records.search import matching
from zhian.kernel.web.api import READING, DepartmentOut, Rate, RowOut, Told, doors, operation, refuse_unknown
from zhian.kernel.web.requests import Request

from ..home import waiting_for

MOST_SHOWN = 100

router = Router(throttle=Rate(), tags=["me"])


class DutyOut(Schema):
    """A role over a department and everything below it."""

    role: str
    label: str = Field(description="The role in the person's language.")
    department: DepartmentOut

    @staticmethod
    def resolve_label(duty: Duty) -> str:
        return str(duty.get_role_display())


class MeOut(Schema):
    """The person in whose name this call is made."""

    username: str = Field(description="The staff number.")
    name: str
    title: str
    language: str
    department: DepartmentOut | None
    duties: list[DutyOut]

    @staticmethod
    def resolve_duties(person: Any) -> list[Duty]:
        return list(person.duties.select_related("department"))


class SearchIn(Told):
    q: str = Field(min_length=1, max_length=200, pattern=r"\S", description="Words, or a number.")


@router.get(
    "me", auth=doors(""), response={200: MeOut, **READING}, **operation("me", ANY_ACCOUNT, "Who I am, and my duties")
)
def me(request: Request) -> Any:
    """In whose name this call is made; any token may ask."""
    return request.user


@router.get(
    "work",
    auth=doors("*"),
    response={200: list[RowOut], **READING},
    **operation("my_work", ANY_ACCOUNT, "What waits for me"),
)
def my_work(request: Request) -> Any:
    """Records of every kind whose turn is mine, most urgent first, a hundred at most."""
    return waiting_for(request.user).order_by("due_at", "-pk")[:MOST_SHOWN]


@router.get(
    "search",
    auth=doors("*"),
    response={200: list[RowOut], **READING},
    **operation("search", ANY_ACCOUNT, "Find records of every kind"),
)
def search(request: Request, told: Query[SearchIn]) -> Any:
    """Those that contain all the words and that I may read, newest first, a hundred at most."""
    refuse_unknown(request, SearchIn.model_fields)
    return readable_by(request.user).filter(matching(told.q))[:MOST_SHOWN]
