"""Clocks follow the facts of their record: reckoned anew whenever these change, in the same transaction."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from zhian.engines import clocks as engine
from zhian.engines.clocks import Reckoning, read, reckon
from zhian.kernel.calendar.services import add_workdays
from zhian.kernel.moment import now
from zhian.kernel.records.models import Record

from .models import Answer, Clock, State
from .rulebook import rules_of, snapshot


def follow(record: Record) -> list[Clock]:
    """Bring the clocks of a record up to its facts; returns those that began to run.

    What a person ticked off or set aside stays as it is, whatever the facts say now. A clock whose start did not
    move keeps the rule that it was reckoned with.
    """
    found = reckoned(record)
    if found is None:
        return []
    standing = {} if record.is_new else {clock.rule_id: clock for clock in Clock.objects.filter(record_id=record.pk)}
    begun = [began for each in found.clocks if (began := _keep(record, each, standing.pop(each.rule.id, None)))]
    for clock in standing.values():
        if clock.is_running or clock.is_by_itself:
            clock.state, clock.met_at = State.LAPSED, None
            clock.save()
    return begun


def reckoned(record: Record) -> Reckoning | None:
    """What follows from the record's facts and from what was answered; None for kinds without deadlines."""
    told = record.clock_facts()
    if told is None:
        return None
    facts = read({**told, **({} if record.is_new else answers_of(record))})
    return reckon(facts, rules_of(record.hospital), partial(add_workdays, record.hospital))


def answers_of(record: Record) -> Mapping[str, Any]:
    """What people answered, the last of each."""
    answers = dict(Answer.objects.filter(record_id=record.pk).values_list("fact", "value"))
    return {fact: value for fact, value in answers.items() if value is not None}


def _keep(record: Record, found: engine.Clock, standing: Clock | None) -> Clock | None:
    """The clock, where it begins to run now."""
    clock = standing or Clock(record_id=record.pk, rule_id=found.rule.id)
    if standing and (standing.state == State.SET_ASIDE or (standing.state == State.MET and not standing.is_by_itself)):
        return None
    ran = standing is not None and standing.is_running
    if standing is None or standing.starts_at != found.starts_at or standing.state == State.LAPSED:
        clock.rule, clock.starts_at, clock.due_at = snapshot(found.rule), found.starts_at, found.due_at
        clock.told_stage, clock.reckoned_at = -1, now()
    clock.why = found.why._asdict()
    clock.met_at = found.met_at
    clock.state = State.MET if found.met_at else State.RUNNING
    clock.save()
    return clock if clock.is_running and not ran else None
