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
    _lock(original)
    _require_other(incident, original)
    incident.duplicate_of = original
    if not incident.links.filter(other_id=original.pk, kind=LinkKind.DUPLICATE).exists():
        link(incident, actor=actor, other=original, kind=LinkKind.DUPLICATE)


@step(INCIDENT, require_all_closed, require_ended)
def mark_not_reportable(incident: Incident, *, actor: User, note: str) -> None:
    """Say that it is no event of this kind. Why is the answer to the reporter."""
    incident.feedback = note


def _tell_its_reporter(duplicate: Incident, actor: User) -> None:
    """Whoever reported the same event hears in the own report what became of the other."""
    news = News(what=What.FEEDBACK, record_id=duplicate.pk, state=duplicate.state, actor=actor)
    tell(news, people_named(duplicate, [AUTHOR]) - {actor}, department=duplicate.department)


def _lock(original: Incident) -> None:
    """So that nobody ends it meanwhile. Where somebody is at it, to wait could be to wait for each other."""
    try:
        with transaction.atomic():
            lock(original, wait=False)
    except OperationalError:
        raise Refused(
            _("Somebody is working on %(number)s just now. Try again in a moment.") % {"number": original.number}
        ) from None


def _require_other(incident: Incident, original: Incident) -> None:
    """A duplicate is of another record of this hospital, and of one that is no duplicate itself."""
    if original.pk == incident.pk:
        raise Refused(_("A report cannot be a duplicate of itself."))
    if original.hospital_id != incident.hospital_id:
        raise Refused(_("%(number)s belongs to another hospital.") % {"number": original.number})
    if original.duplicate_of:
        raise Refused(
            _("%(number)s is itself a duplicate, of %(original)s. Name that one.")
            % {"number": original.number, "original": original.duplicate_of.number}
        )
    if original.state == "not_reportable":
        raise Refused(
            _("%(number)s was found not reportable, so nothing is followed up there.") % {"number": original.number}
        )
