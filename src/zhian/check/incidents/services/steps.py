"""The steps of an incident."""

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.loop.services import raise_finding, require_all_closed
from zhian.kernel.people.models import User
from zhian.kernel.records.services import step

from ..models import Incident
from ..workflow import INCIDENT


def require_grade(incident: Incident) -> None:
    if incident.grade is None:
        raise Refused(_("It has no grade yet."))


@step(INCIDENT)
def send_back(incident: Incident, *, actor: User, note: str) -> None:
    """Ask the reporter for more."""


@step(INCIDENT)
def resubmit(incident: Incident, *, actor: User, note: str) -> None:
    """Answer what was asked, and report again."""


@step(INCIDENT)
def confirm(
    incident: Incident,
    *,
    actor: User,
    note: str,
    grade: int,
    harm: str,
    finding: str = "",
    is_confidential: bool = False,
) -> None:
    """Accept the report and settle grade and harm; what must be put right becomes a finding."""
    incident.grade, incident.harm, incident.is_confidential = grade, harm, is_confidential
    if finding:
        raise_finding(incident, title=finding, actor=actor, detail=note)


@step(INCIDENT, require_grade, require_all_closed)
def close(incident: Incident, *, actor: User, note: str, feedback: str) -> None:
    """Close what was put right, and tell the reporter what became of it."""
    if not feedback.strip():
        raise Refused(_("Write to the reporter what became of the report: without an answer nobody reports again."))
    incident.feedback = feedback


@step(INCIDENT)
def reopen(incident: Incident, *, actor: User, note: str) -> None:
    """Take it up again, with a new finding if need be."""
