"""The learning board for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.web.api import (
    READING,
    WRITING,
    PersonOut,
    Rate,
    answer,
    checked,
    doors,
    operation,
    refuse_unknown,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.lessons import LessonCommentForm, LessonFilters, LessonForm, ReasonForm
from ..models import Digest, Lesson, LessonComment
from ..services import lessons as deeds
from ..services.digests import digests_for
from ..views import pages
from ..views.lessons import board, lesson_for

PER_PAGE = 50

PUBLISH = "lessons.publish"

router = Router(auth=doors("lessons", _("Learning board")), throttle=Rate(), tags=["lessons"])
office = Router(auth=doors("lessons", _("Learning board"), permission=PUBLISH), throttle=Rate(), tags=["lessons"])


class LessonOut(Schema):
    """What others can learn from an event. Nothing says which it was."""

    id: int
    category: str
    title: str
    happened: str
    learned: str
    changed: str
    month: str | None = Field(description="When it was published, such as 2026-11; null where it is not.")
    version: str = Field(description="Name it when you change the lesson, so that nobody's words are lost.")
    useful_to: int

    @staticmethod
    def resolve_month(lesson: Lesson) -> str | None:
        return f"{lesson.published_at:%Y-%m}" if lesson.published_at else None

    @staticmethod
    def resolve_useful_to(lesson: Lesson) -> int:
        counted = getattr(lesson, "useful_to", None)
        return lesson.useful.count() if counted is None else counted


class LessonCommentOut(Schema):
    """Words on a lesson; of a hidden one only why."""

    id: int
    author: PersonOut | None
    text: str
    at: datetime
    hidden_because: str

    @staticmethod
    def resolve_author(comment: LessonComment) -> Any:
        return None if comment.hidden_at else comment.author

    @staticmethod
    def resolve_text(comment: LessonComment) -> str:
        return "" if comment.hidden_at else comment.text


class UsefulOut(Schema):
    is_useful: bool
    useful_to: int


LessonIn = schema_of("LessonIn", LessonForm.base_fields)
LessonFiltersIn = schema_of(
    "LessonFiltersIn",
    LessonFilters.base_fields,
    of_url=True,
    page=(int, Field(1, ge=1, le=10_000)),
)
LessonCommentIn = schema_of("LessonCommentIn", LessonCommentForm.base_fields)
ReasonIn = schema_of("ReasonIn", ReasonForm.base_fields)


@router.get(
    "", response={200: list[LessonOut], **READING}, **operation("lessons", "lessons.read", "The learning board")
)
def list_lessons(request: Request, told: Query[LessonFiltersIn]) -> Any:  # type: ignore[valid-type]
    """The published lessons, fifty on a page."""
    refuse_unknown(request, LessonFiltersIn.model_fields)
    found = board(request.user, told.given(but=["page"]))  # type: ignore[attr-defined]
    first = (told.page - 1) * PER_PAGE  # type: ignore[attr-defined]
    return list(found[first : first + PER_PAGE])


class DigestOut(Schema):
    """What was learnt in a month."""

    id: int
    month: str
    hospital: str = Field(description="Its code.")
    reported: int
    closed: int
    lessons: list[LessonOut]

    @staticmethod
    def resolve_month(digest: Digest) -> str:
        return digest.name

    @staticmethod
    def resolve_hospital(digest: Digest) -> str:
        return digest.hospital.code

    @staticmethod
    def resolve_lessons(digest: Digest) -> list[Lesson]:
        return list(digest.lessons.filter(published_at__isnull=False))


@router.get(
    "digests",
    response={200: list[DigestOut], **READING},
    **operation("lesson_digests", "lessons.read", "Monthly digests"),
)
def list_digests(request: Request) -> Any:
    """The last twelve, newest first."""
    return list(digests_for(request.user)[:12])


@router.get(
    "digests/{int:digest}",
    response={200: DigestOut, **READING},
    **operation("lesson_digest", "lessons.read", "One monthly digest"),
)
def read_digest(request: Request, digest: int) -> Any:
    """Without lessons that were withdrawn since."""
    return get_object_or_404(digests_for(request.user), pk=digest)


@router.get("{int:lesson}", response={200: LessonOut, **READING}, **operation("lesson", "lessons.read", "One lesson"))
def read_lesson(request: Request, lesson: int) -> Any:
    """One that is published, or that you look after."""
    return lesson_for(request.user, lesson)


@router.get(
    "{int:lesson}/comments",
    response={200: list[LessonCommentOut], **READING},
    **operation("lesson_comments", "lessons.read", "What was said about a lesson"),
)
def list_comments(request: Request, lesson: int) -> Any:
    """Oldest first."""
    return list(lesson_for(request.user, lesson).comments.select_related("author"))


@router.post(
    "{int:lesson}/comments",
    response={201: LessonCommentOut, **WRITING},
    **operation("lesson_comment", "lessons.comment", "Comment on a lesson", is_once=True),
)
@once
def comment(request: Request, lesson: int, told: LessonCommentIn) -> HttpResponse:  # type: ignore[valid-type]
    """Your name stands beside it."""
    form = checked(LessonCommentForm(told.given()))  # type: ignore[attr-defined]
    found = lesson_for(request.user, lesson)
    return answer(LessonCommentOut, deeds.comment_on_lesson(found, actor=request.user, **form.cleaned_data), 201)


@router.post(
    "{int:lesson}/useful",
    response={200: UsefulOut, **WRITING},
    **operation("lesson_useful", "lessons.comment", "Find a lesson useful, or no longer", is_once=True),
)
@once
def toggle_useful(request: Request, lesson: int) -> HttpResponse:
    """Once for each person; the second time takes it back."""
    found = lesson_for(request.user, lesson)
    is_useful = deeds.toggle_useful(found, actor=request.user)
    return answer(UsefulOut, {"is_useful": is_useful, "useful_to": found.useful.count()})


@office.post(
    "{int:lesson}/publish",
    response={200: LessonOut, **WRITING},
    **operation("lesson_publish", PUBLISH, "Publish a lesson", is_once=True),
)
@once
def publish(request: Request, lesson: int) -> HttpResponse:
    """To all staff of the hospital."""
    return answer(LessonOut, deeds.publish_lesson(lesson_for(request.user, lesson), actor=request.user))


@office.post(
    "{int:lesson}/withdraw",
    response={200: LessonOut, **WRITING},
    **operation("lesson_withdraw", PUBLISH, "Take a lesson from the board", is_once=True),
)
@once
def withdraw(request: Request, lesson: int, told: ReasonIn) -> HttpResponse:  # type: ignore[valid-type]
    """For a reason that is kept."""
    form = checked(ReasonForm(told.given()))  # type: ignore[attr-defined]
    found = lesson_for(request.user, lesson)
    return answer(LessonOut, deeds.withdraw_lesson(found, actor=request.user, **form.cleaned_data))


@office.post(
    "{int:lesson}/comments/{int:comment}/hide",
    response={200: LessonCommentOut, **WRITING},
    **operation("lesson_comment_hide", PUBLISH, "Hide a comment on a lesson", is_once=True),
)
@once
def hide_comment(request: Request, lesson: int, comment: int, told: ReasonIn) -> HttpResponse:  # type: ignore[valid-type]
    """What was said, who hid it and why is kept."""
    form = checked(ReasonForm(told.given()))  # type: ignore[attr-defined]
    said = get_object_or_404(LessonComment, pk=comment, lesson=lesson_for(request.user, lesson))
    return answer(LessonCommentOut, deeds.hide_comment(said, actor=request.user, **form.cleaned_data))


router.add_router("", office)


def add_lesson(incidents: Router) -> None:
    """Writing it, which belongs to the case."""

    @incidents.put(
        "{slug:number}/lesson",
        response={200: LessonOut, **WRITING},
        **operation("incidents_write_lesson", "incidents.write_lesson", "Write the lesson of a case"),
    )
    def write_lesson(request: Request, number: str, told: LessonIn) -> HttpResponse:  # type: ignore[valid-type]
        """Words that could tell whose case it is are refused, unless `is_checked` says that you mean them."""
        incident = pages.get(request, number, "write_lesson")
        form = checked(LessonForm(told.given()))  # type: ignore[attr-defined]
        return answer(LessonOut, deeds.write_lesson(incident, actor=request.user, **form.told()))
