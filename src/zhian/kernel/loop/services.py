"""Raising a finding on any record, and bringing it to its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, User
from zhian.kernel.people.predicates import works_at_the_hospital
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import file, lock, require, set_turns, step

from .models import Action, Finding
from .workflow import FINDING

finding_closed = Signal()  # for a source that wants to go on when its finding is settled


def raise_finding(
    source: Record, *, title: str, actor: User, department: Department | None = None, detail: str = ""
) -> Finding:
    """Open a finding on a record of any kind. It is as confidential as its source, and about the same patient."""
    finding = Finding(
        source=source,
        title=title,
        detail=detail,
        department=department or source.department,
        patient=source.patient,
        encounter=source.encounter,
        is_confidential=source.is_confidential,
    )
    return file(finding, actor=actor)


def require_all_closed(source: Record) -> None:
    """For the source: nothing that it brought to light may still be open."""
    still_open = list(source.findings.filter(is_closed=False).values_list("number", flat=True))
    if still_open:
        raise Refused(_("First these findings must be closed: %(numbers)s.") % {"numbers": ", ".join(still_open)})


def require_all_done(finding: Finding) -> None:
    undone = finding.actions.filter(done_on=None).count()
    if undone:
        raise Refused(_("%(count)s actions still lack what was done.") % {"count": undone})


@deed
def complete(action: Action, *, actor: User, evidence: str, done_on: date | None = None) -> Action:
    """Say that an action is done, and what shows it."""
    require(actor, "loop.do_action", action)
    lock(action.finding)
    if action.finding.state != "acting":
        raise Refused(_("Actions can be completed while the finding is being put right."))
    action.refresh_from_db()
    action.evidence, action.done_on = evidence, done_on or today()
    if action.done_on > today():
        raise Refused(_("An action cannot be done in the future."))
    action.full_clean()
    action.save()
    set_turns(action.finding)
    return action


@step(FINDING)
def plan(finding: Finding, *, actor: User, note: str, actions: Sequence[Mapping[str, Any]]) -> None:
    """Agree on who does what by when."""
    _add(finding, actions)


@step(FINDING)
def extend(finding: Finding, *, actor: User, note: str, actions: Sequence[Mapping[str, Any]]) -> None:
    """Add to what was agreed."""
    _add(finding, actions)


@step(FINDING, require_all_done)
def report_done(finding: Finding, *, actor: User, note: str) -> None:
    """Say that all actions are done, and ask for verification."""


@step(FINDING)
def accept(finding: Finding, *, actor: User, note: str) -> None:
    """Verify that the repair had its effect."""
    transaction.on_commit(lambda: finding_closed.send(Finding, finding=finding))


@step(FINDING)
def reject(finding: Finding, *, actor: User, note: str) -> None:
    """Say that the repair had no effect: its actions are open again."""
    for action in finding.actions.all():
        action.done_on = None
        action.save(update_fields=["done_on"])


@step(FINDING)
def withdraw(finding: Finding, *, actor: User, note: str) -> None:
    """Take back a finding that should not have been raised."""


def _add(finding: Finding, actions: Sequence[Mapping[str, Any]]) -> None:
    if not actions:
        raise Refused(_("A plan needs at least one action: what, who, by when."))
    for agreed in actions:
        action = Action(finding=finding, **agreed)
        if action.due_on < today():
            raise Refused(_("“%(what)s” would be due in the past.") % {"what": action.what})
        if not (action.owner.is_active and works_at_the_hospital(action.owner, finding)):
            raise Refused(
                _("%(person)s does not work at this hospital: choose somebody else.") % {"person": action.owner}
            )
        action.full_clean()
        action.save()
