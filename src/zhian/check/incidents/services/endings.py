"""How an incident ends: put right and closed, as a duplicate of another, or as nothing that has to be reported."""

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.loop.services import require_all_closed
from zhian.kernel.notices.listeners import people_named
from zhian.kernel.notices.models import News, What
from zhian.kernel.notices.services import tell
from zhian.kernel.people.models import User
from zhian.kernel.records.deeds import link
from zhian.kernel.records.models import LinkKind
from zhian.kernel.records.services import AUTHOR, lock, step

from ..codes import Kind
from ..models import Incident, Lesson
from ..workflow import INCIDENT
from .analysis import require_ended


def require_grade(incident: Incident) -> None:
    if incident.grade is None and incident.event_kind != Kind.GOOD_CARE:
        raise Refused(_("It has no grade yet."))


@step(INCIDENT, require_grade, require_all_closed, require_ended)
def close(incident: Incident, *, actor: User, note: str, feedback: str, no_lesson: str = "") -> None:
    """Close what was put right: the reporter hears what became of it; others learn from it, or it is said why not."""
    if not feedback.strip():
        raise Refused(_("Write to the reporter what became of the report: without an answer nobody reports again."))
    if not no_lesson.strip() and not Lesson.objects.filter(incident=incident).exists():
        raise Refused(_("Write what others can learn from it, or say why there is nothing to learn."))
    incident.feedback, incident.no_lesson = feedback, no_lesson.strip()
    for duplicate in incident.duplicates.filter(state="duplicate"):
        _tell_its_reporter(duplicate, actor)


@step(INCIDENT, require_all_closed, require_ended)
def mark_duplicate(incident: Incident, *, actor: User, note: str, original: Incident) -> None:
    """Say that the same event was reported before, and is followed up there."""
    _lock(incident, original)
    if why_not := why_not_original(incident, original):
        raise Refused(why_not)
    incident.duplicate_of = original
    if not incident.links.filter(other_id=original.pk, kind=LinkKind.DUPLICATE).exists():
        link(incident, actor=actor, other=original, kind=LinkKind.DUPLICATE)


@step(INCIDENT, require_all_closed, require_ended)
def mark_not_reportable(incident: Incident, *, actor: User, note: str) -> None:
    """Say that it is no event of this kind. Why is the answer to the reporter."""
    incident.feedback = note


def why_not_original(incident: Incident, other: Incident) -> str:
    """Why the incident cannot be a duplicate of the other, in a sentence; empty where it can.

    A duplicate is of another record of this hospital, and of one that is no duplicate itself.
    """
    if other.pk == incident.pk:
        return _("A report cannot be a duplicate of itself.")
    if other.hospital_id != incident.hospital_id:
        return _("%(number)s belongs to another hospital.") % {"number": other.number}
    if other.duplicate_of_id == incident.pk:
        return _("%(number)s is marked as a duplicate of this one already.") % {"number": other.number}
    if other.duplicate_of:
        numbers = {"number": other.number, "original": other.duplicate_of.number}
        return _("%(number)s is itself a duplicate, of %(original)s. Name that one.") % numbers
    if other.state == "not_reportable":
        return _("%(number)s was found not reportable, so nothing is followed up there.") % {"number": other.number}
    return ""


def _tell_its_reporter(duplicate: Incident, actor: User) -> None:
    """Whoever reported the same event hears in the own report what became of the other."""
    news = News(what=What.FEEDBACK, record_id=duplicate.pk, state=duplicate.state, actor=actor)
    tell(news, people_named(duplicate, [AUTHOR]) - {actor}, department=duplicate.department)


def _lock(incident: Incident, original: Incident) -> None:
    """So that nobody ends it meanwhile.

    Two officers may call each of two reports a duplicate of the other. Waiting for the later report alone makes no
    circle: whoever holds the later one is refused, and the other's step is taken.
    """
    try:
        with transaction.atomic():
            lock(original, wait=original.pk > incident.pk)
    except OperationalError:
        raise Refused(
            _("Somebody is working on %(number)s just now. Try again in a moment.") % {"number": original.number}
        ) from None
