"""The learning board: lessons that all staff read, find useful and talk about."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.lessons import LessonCommentForm, LessonFilters, LessonForm, ReasonForm
from ..models import Lesson, LessonComment
from ..services import lessons as deeds
from .pages import pages

PER_PAGE = 12


@does("lessons.read")
@login_required
def list_lessons(request: Request) -> HttpResponse:
    """The board, newest first or most useful first; above it what waits for the office to be published."""
    form = LessonFilters(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(board(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    waiting = deeds.lessons_to_publish(request.user)
    return render(request, "incidents/lessons/board.html", {"page": page, "form": form, "waiting": waiting})


@does("lessons.read")
@login_required
def show_lesson(request: Request, lesson: int) -> HttpResponse:
    return _lesson_page(request, lesson_for(request.user, lesson))


@does("incidents.write_lesson")
@login_required
@once
def write_lesson(request: Request, number: str) -> HttpResponse:
    """What others can learn from this case; words that could tell whose it is are named first."""
    incident = pages.get(request, number, "write_lesson")
    lesson = Lesson.objects.filter(incident=incident).first()
    known = {name: getattr(lesson, name) for name in (*deeds.TOLD, "version")} if lesson else {}
    form = LessonForm(request.POST or None, initial=known)
    if form.is_valid() and (
        written := _try(form, lambda: deeds.write_lesson(incident, actor=request.user, **form.told()))
    ):
        messages.success(request, _("The lesson is kept. Staff see it once it is published."))
        return redirect(written if request.user.has_perm("lessons.read", written) else incident)
    title = _("What others can learn")
    return pages.render(request, "incidents/lessons/write.html", form=form, record=incident, title=title, lesson=lesson)


@does("lessons.publish")
@login_required
@require_POST
def publish(request: Request, lesson: int) -> HttpResponse:
    deeds.publish_lesson(lesson_for(request.user, lesson), actor=request.user)
    messages.success(request, _("All staff can read it now."))
    return redirect("incidents:lesson", lesson)


@does("lessons.publish")
@login_required
@once
def withdraw(request: Request, lesson: int) -> HttpResponse:
    """Take it from the board again."""
    found = lesson_for(request.user, lesson)
    return _ask_why(
        request,
        found,
        _("Take it from the board"),
        lambda why: deeds.withdraw_lesson(found, actor=request.user, reason=why),
    )


@does("lessons.comment")
@login_required
@require_POST
def toggle_useful(request: Request, lesson: int) -> HttpResponse:
    deeds.toggle_useful(lesson_for(request.user, lesson), actor=request.user)
    return redirect("incidents:lesson", lesson)


@does("lessons.comment")
@login_required
@require_POST
@once
def comment(request: Request, lesson: int) -> HttpResponse:
    found, form = lesson_for(request.user, lesson), LessonCommentForm(request.POST)
    if form.is_valid() and _try(
        form, lambda: deeds.comment_on_lesson(found, actor=request.user, text=form.cleaned_data["text"])
    ):
        return redirect(found)
    return _lesson_page(request, found, form=form)


@does("lessons.publish")
@login_required
@once
def hide_comment(request: Request, lesson: int, comment: int) -> HttpResponse:
    """Say why these words are shown to nobody any more."""
    found = lesson_for(request.user, lesson)
    said = get_object_or_404(LessonComment, pk=comment, lesson=found)
    return _ask_why(
        request, found, _("Hide the comment"), lambda why: deeds.hide_comment(said, actor=request.user, reason=why)
    )


def board(user: User, asked: dict[str, Any]) -> QuerySet[Lesson]:
    """The lessons that the person may read, by words, category and order."""
    found = deeds.lessons_for(user).annotate(
        useful_to=Count("useful", distinct=True),
        said=Count("comments", filter=Q(comments__hidden_at=None), distinct=True),
    )
    for word in asked.get("q", "").split():
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in deeds.TOLD)))
    if category := asked.get("category"):
        found = found.filter(category=category)
    first = ["-useful_to"] if asked.get("sort") == "useful" else []
    return found.order_by(*first, "-published_at", "-pk")


def lesson_for(user: User, pk: int) -> Lesson:
    """The lesson, or 404 where the person may not know that it exists."""
    found = get_object_or_404(Lesson.objects.select_related("incident"), pk=pk)
    if not user.has_perm("lessons.read", found):
        raise Http404
    return found


def _lesson_page(request: Request, lesson: Lesson, form: Form | None = None) -> HttpResponse:
    user = request.user
    looks_after = user.has_perm("lessons.publish", lesson)
    context = {
        "lesson": lesson,
        "useful_to": lesson.useful.count(),
        "is_useful_to_me": lesson.useful.filter(person=user).exists(),
        "comments": lesson.comments.select_related("author", "hidden_by"),
        "form": form or LessonCommentForm(),
        "looks_after": looks_after,
        "may_comment": user.has_perm("lessons.comment", lesson),
        "case": lesson.incident if looks_after and user.has_perm("incidents.read", lesson.incident) else None,
    }
    return render(request, "incidents/lessons/lesson.html", context, status=422 if form else 200)


def _ask_why(request: Request, lesson: Lesson, title: str, do: Callable[[str], Any]) -> HttpResponse:
    """A page that asks for a reason, and does it."""
    if not request.user.has_perm("lessons.publish", lesson):
        raise PermissionDenied("lessons.publish")
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _try(form, lambda: do(form.cleaned_data["reason"])):
        return redirect(lesson)
    context = {"form": form, "lesson": lesson, "title": title}
    return render(request, "incidents/lessons/why.html", context, status=422 if form.is_bound else 200)


def _try(form: Form, deed: Callable[[], Any]) -> Any:
    """What the deed returns; where it is refused, the reason stands in the form and nothing is saved."""
    try:
        with transaction.atomic():
            return deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    return None
