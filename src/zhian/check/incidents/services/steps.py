"""The steps by which an incident goes on. How it ends stands in `endings`."""

from datetime import date

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.loop.services import raise_finding
from zhian.kernel.moment import now, today
from zhian.kernel.people.models import Department, User
from zhian.kernel.people.predicates import in_quality_office
from zhian.kernel.records.models import Authorship, LinkKind
from zhian.kernel.records.services import hospital_of, step

from ..codes import Kind, PsychologicalHarm
from ..models import Incident
from ..workflow import INCIDENT
from .sac import judge


def require_somebody_to_mend_it(incident: Incident) -> None:
    if incident.authorship == Authorship.ANONYMOUS:
        raise Refused(_("Nobody could mend it: the reporter is not known. Ask by a letter instead."))


@step(INCIDENT, require_somebody_to_mend_it)
def send_back(incident: Incident, *, actor: User, note: str) -> None:
    """Ask the reporter for more."""


@step(INCIDENT)
def resubmit(incident: Incident, *, actor: User, note: str) -> None:
    """Answer what was asked, and report again."""


@step(INCIDENT)
def hold(incident: Incident, *, actor: User, note: str, until: date) -> None:
    """Let it rest until a day, because something is waited for that nobody here can hasten."""
    if until <= today():
        raise Refused(_("The day until which it rests must lie ahead."))
    incident.held_until = until


@step(INCIDENT)
def resume(incident: Incident, *, actor: User, note: str) -> None:
    """Go on with what was on hold."""
    incident.held_until = None


@step(INCIDENT)
def confirm(
    incident: Incident,
    *,
    actor: User,
    note: str,
    grade: int | None,
    harm: str,
    psychological_harm: str = PsychologicalHarm.UNKNOWN,
    sac_severity: str = "",
    sac_frequency: str = "",
    finding: str = "",
    is_confidential: bool = False,
) -> None:
    """Accept the report and settle grade, harm and SAC; what must be put right becomes a finding.

    Whoever confirms looks after it from now on, unless somebody does already. Good care has no grade.
    """
    if grade is None and incident.event_kind != Kind.GOOD_CARE:
        raise Refused(_("Choose a grade: only good care has none."))
    incident.grade, incident.harm, incident.psychological_harm = grade, harm, psychological_harm
    judge(incident, frequency=sac_frequency, severity=sac_severity)
    incident.is_confidential, incident.graded_at = is_confidential, now()
    incident.officer = incident.officer or actor
    if finding:
        raise_finding(incident, title=finding, actor=actor, detail=note)


@step(INCIDENT)
def reassign(
    incident: Incident,
    *,
    actor: User,
    note: str,
    department: Department | None = None,
    officer: User | None = None,
) -> None:
    """Say that it belongs to another department, or who of the office looks after it from now on."""
    if department in (None, incident.department) and officer in (None, incident.officer):
        raise Refused(_("Choose another department, or who looks after it."))
    incident.department = department or incident.department
    if hospital_of(incident) != incident.hospital:
        raise Refused(_("A report stays with its hospital: choose one of its departments."))
    incident.officer = officer or incident.officer
    if incident.officer and not in_quality_office(incident.officer, incident):
        raise Refused(
            _("%(person)s is not of the quality or safety office of this department.") % {"person": incident.officer}
        )


@step(INCIDENT)
def reopen(incident: Incident, *, actor: User, note: str) -> None:
    """Take up again what had come to one of its ends; a duplicate is one no longer."""
    if incident.duplicate_of:
        incident.links.filter(other_id=incident.duplicate_of_id, kind=LinkKind.DUPLICATE).delete()
        incident.duplicate_of = None
    incident.no_lesson = ""
