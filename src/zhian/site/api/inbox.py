"""The inbox for programs: what I was told, what of it I have read, and how else I want to be told."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.notices.services import mark_all_read, unread
from zhian.kernel.notices.words import address
from zhian.kernel.people.access import ANY_ACCOUNT
from zhian.kernel.web.api import (
    READING,
    WRITING,
    Rate,
    Told,
    answer,
    checked,
    doors,
    operation,
    refuse_unknown,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..inbox import Line, ReachForm, lines_for, reach_of, told_to

PER_PAGE = 100

router = Router(auth=doors("inbox", _("Inbox")), throttle=Rate(), tags=["inbox"])


class NoticeOut(Schema):
    """Something that I was told."""

    id: int
    what: str = Field(
        description="turn, step, mention, comment, soon, overdue, escalated, digest, unsealing or unsealed."
    )
    says: str = Field(description="A sentence in the person's language.")
    number: str
    kind: str
    title: str = Field(description="Empty where the record may no longer be read.")
    address: str = Field(description="The record's page.")
    at: datetime
    read_at: datetime | None


class InboxIn(Told):
    unread: bool = Field(False, description="Only what is unread.")
    page: int = Field(1, ge=1, le=10_000)


class ReadIn(Told):
    up_to: int = Field(ge=1, le=2**63 - 1, description="The newest notice that was seen: it and all before it.")


class UnreadOut(Schema):
    unread: int


class ReachOut(Schema):
    """How I am told outside the program."""

    by_mail: bool
    digest: bool
    quiet_from: time | None
    quiet_until: time | None


ReachIn = schema_of("ReachIn", ReachForm.base_fields)


@router.get(
    "", response={200: list[NoticeOut], **READING}, **operation("inbox", ANY_ACCOUNT, "What I was told, newest first")
)
def list_notices(request: Request, told: Query[InboxIn]) -> Any:
    """A hundred on a page."""
    refuse_unknown(request, InboxIn.model_fields)
    notices = told_to(request.user, told.unread)[(told.page - 1) * PER_PAGE : told.page * PER_PAGE]
    return [_notice(line) for line in lines_for(request.user, notices)]


@router.post(
    "read",
    response={200: UnreadOut, **WRITING},
    **operation("inbox_read", ANY_ACCOUNT, "Mark as read", is_once=True),
)
@once
def read(request: Request, told: ReadIn) -> HttpResponse:
    """What came meanwhile stays unread: the answer says how much."""
    mark_all_read(request.user, up_to=told.up_to)
    return answer(UnreadOut, {"unread": unread(request.user)})


@router.get("reach", response={200: ReachOut, **READING}, **operation("reach", ANY_ACCOUNT, "How I am told"))
def reach(request: Request) -> Any:
    """Outside the program: the inbox shows everything at any hour."""
    return reach_of(request.user)


@router.post(
    "reach",
    response={200: ReachOut, **WRITING},
    **operation("reach_choose", ANY_ACCOUNT, "Choose how I am told", is_once=True),
)
@once
def choose_reach(request: Request, told: ReachIn) -> HttpResponse:  # type: ignore[valid-type]
    """Quiet hours need both ends, or neither. What is left out is off."""
    form = checked(ReachForm(told.given(), instance=reach_of(request.user)))  # type: ignore[attr-defined]
    return answer(ReachOut, form.save())


def _notice(line: Line) -> dict[str, Any]:
    news = line.notice.news
    return {
        "id": line.notice.pk,
        "what": news.what,
        "says": line.says,
        "number": line.record.number if line.record else "",
        "kind": line.record.kind if line.record else "",
        "title": line.record.title if line.record and line.is_readable else "",
        "address": address(line.notice.news),
        "at": news.at,
        "read_at": line.notice.read_at,
    }
