"""What people do with deadlines: tick off, set aside, answer what decides them, enter the hospital's own rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhian.engines.clocks import FACTS, FactsError, Period, national, read
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.records import deeds, uploads
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import lock, require

from .following import answers_of, follow
from .models import Answer, Clock, OwnRule, State, Verified
from .reminders import tell_of_new
from .rulebook import as_data


@deed
def tick(
    clock: Clock,
    *,
    actor: User,
    met_at: datetime,
    met_by: User | None,
    receipt: str,
    attachments: Iterable[uploads.Clean] = (),
) -> Clock:
    """Say that it was reported: when, by whom, and the receipt that the authority gave."""
    clock = _taken_up(clock, "clocks.tick", actor)
    if met_at > now():
        raise Refused(_("It cannot have been reported in the future: check date and time."))
    if met_at < clock.starts_at:
        raise Refused(_("It cannot have been reported before the deadline began to run: check date and time."))
    if not receipt.strip():
        raise Refused(_("Write the receipt's number, or who took the call."))
    if kept := list(attachments):
        [clock.evidence, *_others] = deeds.attach(clock.record.specific(), actor=actor, attachments=kept)
    clock.state, clock.met_at, clock.met_by, clock.receipt = State.MET, met_at, met_by or actor, receipt.strip()
    return _noted(clock, actor)


@deed
def set_aside(clock: Clock, *, actor: User, reason: str) -> Clock:
    """Say that this deadline does not apply, and why."""
    clock = _taken_up(clock, "clocks.set_aside", actor)
    if not reason.strip():
        raise Refused(_("Please say why."))
    clock.state, clock.reason = State.SET_ASIDE, reason.strip()
    return _noted(clock, actor)


@deed
def answer(record: Record, *, actor: User, told: Mapping[str, Any]) -> Record:
    """Say what the record itself does not; None takes an answer back. Its clocks are reckoned anew."""
    require(actor, "clocks.answer", record)
    if record.clock_facts() is None:
        raise Refused(_("This kind of record has no statutory deadlines."))
    lock(record)
    known = answers_of(record)
    for name, value in told.items():
        if name not in FACTS or not FACTS[name].is_asked:
            raise Refused(_("“%(fact)s” is not asked here.") % {"fact": name})
        stored = _stored(name, value)
        if stored != known.get(name):
            Answer.objects.create(record_id=record.pk, fact=name, value=stored, by=actor)
    tell_of_new(record, follow(record), actor)
    return record


@deed
def keep_rule(
    hospital: Department,
    rule_id: str,
    *,
    actor: User,
    period: Period | None,
    source: str,
    verified: str,
    valid_from: date,
    note: str = "",
) -> OwnRule:
    """Enter the hospital's own version of a rule. Deadlines that run already keep what they were reckoned with."""
    if not actor.has_perm("clocks.manage_rules", hospital):
        raise PermissionDenied("clocks.manage_rules")
    if rule_id not in {rule.id for rule in national()}:
        raise Refused(_("There is no rule “%(rule)s”.") % {"rule": rule_id})
    if verified != Verified.UNVERIFIED and not source.strip():
        raise Refused(_("Whoever says that a rule is verified says where it is written."))
    own = OwnRule(
        hospital=hospital,
        rule_id=rule_id,
        period=as_data(period),
        source=source.strip(),
        verified=verified,
        valid_from=valid_from,
        note=note,
        by=actor,
    )
    own.full_clean()
    own.save()
    return own


def _taken_up(clock: Clock, permission: str, actor: User) -> Clock:
    """The clock read anew and kept from others, if it still waits."""
    record = clock.record.specific()
    require(actor, permission, record)
    clock = Clock.objects.select_for_update(of=("self",)).select_related("record").get(pk=clock.pk)
    if not clock.is_running:
        raise Refused(_("This deadline no longer runs. Somebody may have been faster: look again."))
    return clock


def _noted(clock: Clock, actor: User) -> Clock:
    clock.noted_by, clock.noted_at = actor, now()
    clock.full_clean(exclude=["record"])
    clock.save()
    return clock


def _stored(name: str, value: Any) -> Any:
    """The answer as JSON can keep it. Raises Refused for one that makes no sense."""
    if value is None:
        return None
    try:
        kept = read({name: value})[name]
    except FactsError as error:
        raise Refused(str(error)) from error
    return kept.isoformat() if isinstance(kept, datetime) else kept
