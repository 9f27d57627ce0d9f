"""Writing, publishing and talking about lessons."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import lock, require

from ..models import Incident
from ..models.lesson import Lesson, LessonComment, Useful
from .telltales import telltales

TOLD = ("title", "happened", "learned", "changed")


@deed
def write_lesson(
    incident: Incident, *, actor: User, told: Mapping[str, str], version: str = "", is_checked: bool = False
) -> Lesson:
    """Write down what others can learn, or change it. A published lesson that is changed waits to be published again.

    `version` is the one that the writer read, so that nobody's words are lost.
    Words that could tell whose case it is are refused, unless the writer has looked at them and means them.
    """
    require(actor, "incidents.write_lesson", incident)
    lock(incident)
    if incident.graded_at is None:
        raise Refused(_("Confirm and grade the report first."))
    lesson = Lesson.objects.filter(incident=incident).first() or Lesson(incident=incident, hospital=incident.hospital)
    if lesson.is_published and not actor.has_perm("lessons.publish", lesson):
        raise Refused(_("It is on the board already: ask the quality office to change it."))
    if lesson.version != version:
        raise Refused(_("Somebody changed this lesson while you were writing. Copy your words, and look at it anew."))
    for name in TOLD:
        setattr(lesson, name, told[name].strip())
    if not is_checked:
        _refuse_telltales(lesson)
    lesson.category = incident.category
    lesson.written_by, lesson.written_at = actor, now()
    lesson.published_at = lesson.published_by = None
    lesson.full_clean()
    lesson.save()
    return lesson


@deed
def publish_lesson(lesson: Lesson, *, actor: User) -> Lesson:
    """Show it to all staff of the hospital."""
    _require(actor, "lessons.publish", lesson)
    if not lesson.is_published:
        lesson.published_at, lesson.published_by, lesson.withdrawn_because = now(), actor, ""
        lesson.save()
    return lesson


@deed
def withdraw_lesson(lesson: Lesson, *, actor: User, reason: str) -> Lesson:
    """Take it from the board again, for a reason that is kept."""
    _require(actor, "lessons.publish", lesson)
    if not reason.strip():
        raise Refused(_("Please say why."))
    lesson.published_at = lesson.published_by = None
    lesson.withdrawn_because = reason
    lesson.full_clean()
    lesson.save()
    return lesson


@deed
def toggle_useful(lesson: Lesson, *, actor: User) -> bool:
    """Say that it is useful, or no longer so; returns which of the two."""
    _require(actor, "lessons.comment", lesson)
    _mark, is_new = Useful.objects.get_or_create(lesson=lesson, person=actor)
    if not is_new:
        Useful.objects.filter(lesson=lesson, person=actor).delete()
    return is_new


@deed
def comment_on_lesson(lesson: Lesson, *, actor: User, text: str) -> LessonComment:
    _require(actor, "lessons.comment", lesson)
    said = LessonComment(lesson=lesson, author=actor, text=text.strip())
    said.full_clean()
    said.save()
    return said


@deed
def hide_comment(comment: LessonComment, *, actor: User, reason: str) -> LessonComment:
    """Show it to nobody any more. What was said, who hid it and why is kept."""
    _require(actor, "lessons.publish", comment.lesson)
    if not reason.strip():
        raise Refused(_("Please say why."))
    if comment.hidden_at is None:
        comment.hidden_at, comment.hidden_by, comment.hidden_because = now(), actor, reason.strip()
        comment.full_clean()
        comment.save()
    return comment


def lessons_for(user: User) -> QuerySet[Lesson]:
    """The published ones of the person's hospital, and of those that a duty covers."""
    return Lesson.objects.filter(_within(user), published_at__isnull=False)


def lessons_to_publish(user: User) -> QuerySet[Lesson]:
    """Those that wait for this person's office."""
    if not user.has_perm("lessons.publish"):
        return Lesson.objects.none()
    return Lesson.objects.filter(_within(user), published_at=None).select_related("incident")


def hospitals_of(user: User) -> set[int]:
    """The ids of the hospital in which the person works, and of those that a duty covers."""
    covered = Department.objects.filter(pk__in=user.scope(*user.roles), kind="hospital").values_list("pk", flat=True)
    return {*covered, *([user.hospital_id] if user.hospital_id else [])}


def _within(user: User) -> Q:
    return Q(hospital__in=hospitals_of(user))


def _require(actor: User, permission: str, lesson: Lesson) -> None:
    if not actor.has_perm(permission, lesson):
        raise PermissionDenied(permission)


def _refuse_telltales(lesson: Lesson) -> None:
    text = "\n".join(getattr(lesson, name) for name in TOLD)
    found = telltales(text, lesson.hospital)
    if found:
        raise Refused(
            _("This could tell whose case it is: %(words)s. Write it differently, or tick that it may stay.")
            % {"words": "、".join(f"“{each.words}”（{each.kind}）" for each in found)}
        )
