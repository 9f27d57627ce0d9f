"""Analysing an incident: planning it, its steps, its parts, and what is done about what was found."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.loop.models import ActionKind, Finding
from zhian.kernel.loop.services import plan, raise_finding
from zhian.kernel.moment import today
from zhian.kernel.people.models import User
from zhian.kernel.people.predicates import works_at_the_hospital
from zhian.kernel.records.services import Conflict, file, lock, require, require_open, step

from ..models import Analysis, Happening, Incident, Part, Recommendation, Why, standard_of
from ..terms.analysis import GRAVE, Target
from ..workflow import ANALYSIS

P = TypeVar("P", bound=Part)


@deed
def analyse(incident: Incident, *, actor: User, told: Mapping[str, Any]) -> Analysis:
    """Plan the analysis of an incident: what kind, which question, who leads it, by when."""
    require(actor, "incidents.analyse", incident)
    lock(incident)
    require_open(incident)
    if incident.state != "acting":
        raise Refused(_("Confirm and grade the report first."))
    if found := Analysis.objects.filter(case=incident).first():
        raise Refused(_("It is being analysed already: %(number)s.") % {"number": found.number})
    _require_colleague(told["lead"], incident)
    analysis = Analysis(
        case=incident,
        title=incident.title,
        department=incident.department,
        patient=incident.patient,
        encounter=incident.encounter,
        is_confidential=incident.is_confidential,
        **told,
    )
    return file(analysis, actor=actor)


def target_of(incident: Incident) -> Target:
    """Which kind of analysis the incident's severity asks for, and how soon."""
    return standard_of(incident.hospital).target(incident.sac)


def confirmed_on(incident: Incident) -> date:
    """From when the days are counted: the last time that it was confirmed, else today."""
    confirmed = incident.transitions.filter(step="confirm").last()
    return timezone.localdate(confirmed.at) if confirmed else today()


def require_ended(incident: Incident) -> None:
    """For closing the incident: its analysis must have come to an end."""
    if found := Analysis.objects.filter(case=incident, is_closed=False).first():
        raise Refused(_("First its analysis %(number)s must be finished.") % {"number": found.number})


def require_causes(analysis: Analysis) -> None:
    roots = analysis.rootcauses.exists() or analysis.whys.filter(is_root=True).exists()
    if not (roots or analysis.factors.exists()):
        raise Refused(_("Name at least one root cause or contributing factor first."))


@step(ANALYSIS)
def begin(analysis: Analysis, *, actor: User, note: str) -> None:
    """The team sets to work."""
    analysis.begun_on = today()


@step(ANALYSIS, require_causes)
def finish(
    analysis: Analysis, *, actor: User, note: str, conclusion: str, why_no_action: str = "", why_only_weak: str = ""
) -> None:
    """Say what was found; nothing, or only weak actions, recommended needs a reason."""
    recommended = list(analysis.recommendations.all())
    if not recommended and not why_no_action.strip():
        raise Refused(_("Nothing is recommended: say why."))
    only_weak = recommended and all(each.is_weak for each in recommended)
    if only_weak and analysis.case.sac in GRAVE and not why_only_weak.strip():
        raise Refused(_("So grave an event needs at least one strong or intermediate action, or a reason for none."))
    analysis.conclusion = conclusion
    analysis.why_no_action, analysis.why_only_weak = why_no_action, why_only_weak


@step(ANALYSIS)
def drop(analysis: Analysis, *, actor: User, note: str) -> None:
    """Say that no analysis is needed after all."""


@step(ANALYSIS)
def resume(analysis: Analysis, *, actor: User, note: str) -> None:
    """Take it up again."""


@deed
def add_part(analysis: Analysis, part: P, *, actor: User) -> P:
    """Add a row to an analysis that is under way."""
    _open_for(analysis, actor)
    part.analysis = analysis
    if isinstance(part, Happening):
        part.place = _place_for(part)
    _keep(part)
    return part


@deed
def change_part(part: P, *, actor: User, version: int, changes: Mapping[str, Any]) -> P:
    """Change a row that was read at `version`; raises Conflict if somebody else changed it since."""
    _open_for(part.analysis, actor)
    part.refresh_from_db()
    if part.version != version:
        raise Conflict(part)
    for name, value in changes.items():
        setattr(part, name, value)
    part.version += 1
    _keep(part)
    return part


@deed
def remove_part(part: Part, *, actor: User) -> None:
    """Take a row out again, if nothing hangs on it."""
    _open_for(part.analysis, actor)
    if isinstance(part, Recommendation) and part.finding:
        raise Refused(_("It is being put right as %(number)s: withdraw that first.") % {"number": part.finding.number})
    if isinstance(part, Why) and part.below.exists():
        raise Refused(_("Other answers hang on this one: remove them first."))
    part.delete()


@deed
def move(happening: Happening, *, actor: User, earlier: bool) -> None:
    """Let two neighbours of the timeline change places."""
    _open_for(happening.analysis, actor)
    rows = list(happening.analysis.happenings.all())
    at = rows.index(happening)
    other = at - 1 if earlier else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for place, row in enumerate(rows):
        if row.place != place:
            row.place = place
            row.save(update_fields=["place"])


@deed
def act_on(recommendation: Recommendation, *, actor: User) -> Finding:
    """Hand a recommendation to the loop: a finding on the incident, planned where it says who and by when."""
    analysis = recommendation.analysis
    require(actor, "analysis.act_on", analysis)
    lock(analysis)
    require_open(analysis)
    recommendation.refresh_from_db()
    if recommendation.finding is not None:
        raise Refused(_("It is being put right already: %(number)s.") % {"number": recommendation.finding.number})
    finding = raise_finding(
        analysis.case,
        title=recommendation.what,
        actor=actor,
        department=recommendation.department,
        detail=_("Recommended by %(analysis)s. Strength: %(strength)s.")
        % {"analysis": analysis.number, "strength": recommendation.term or recommendation.strength},
    )
    if recommendation.owner and recommendation.due_on:
        agreed = {"what": recommendation.what, "owner": recommendation.owner, "due_on": recommendation.due_on}
        plan(finding, actor=actor, actions=[{**agreed, "kind": ActionKind.PREVENTIVE}])
    recommendation.finding = finding
    recommendation.version += 1
    recommendation.save()
    return finding


def _open_for(analysis: Analysis, actor: User) -> None:
    require(actor, "analysis.edit", analysis)
    lock(analysis)
    require_open(analysis)


def _keep(part: Part) -> None:
    if person := getattr(part, "person", None) or getattr(part, "owner", None):
        _require_colleague(person, part.analysis)
    part.full_clean()
    part.save()


def _require_colleague(person: User, record: Any) -> None:
    if not (person.is_active and works_at_the_hospital(person, record)):
        raise Refused(_("%(person)s does not work at this hospital: choose somebody else.") % {"person": person})


def _place_for(new: Happening) -> int:
    """After the last entry that was not later; at the end where the time is not known."""
    rows = list(Happening.objects.filter(analysis_id=new.analysis.pk))
    later = (at for at, row in enumerate(rows) if new.at and row.at and row.at > new.at)
    found = next(later, len(rows))
    for place, row in enumerate(rows):
        wanted = place + (place >= found)
        if row.place != wanted:
            row.place = wanted
            row.save(update_fields=["place"])
    return found
