"""How the demo's quality office reports what the law wants reported: most in time, a few late."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import QuerySet

from zhian.check.incidents.codes import Harm, Kind
from zhian.check.incidents.models import Incident
from zhian.engines.clocks import CHINA, national, read, reckon
from zhian.engines.workdays import add_workdays
from zhian.kernel.clocks import services as clocks
from zhian.kernel.clocks.models import Answer, Clock, State
from zhian.kernel.clocks.rulebook import snapshot
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.records.models import Transition

HARMED = (Harm.MODERATE, Harm.SEVERE, Harm.DEATH)
RECEIPTS = {"phone": "值班员已接听记录"}
LATE = 0.04  # the share of calls that are made too late


def call_at_once(incident: Incident, officer: User, rng: Random) -> None:
    """Decide what stands nowhere in the report, and report what cannot wait."""
    clocks.answer(incident, actor=officer, told=_decided(incident, rng))
    for clock in _running().filter(record_id=incident.pk):
        if clock.period.unit in ("at_once", "hours"):
            _tick(clock, officer, rng, minutes=_minutes(rng))


def reported(incident: Incident, officer: User, rng: Random) -> Iterator[Clock | Answer]:
    """The same as rows, for what is long past: all of it was reported by the day on which it was graded."""
    decided = _decided(incident, rng)
    for name, value in decided.items():
        yield Answer(record_id=incident.pk, fact=name, value=value, by=officer, at=now())
    for found in reckon(read({**incident.clock_facts(), **decided}), national(), add_workdays).clocks:
        is_quick = found.rule.period is not None and found.rule.period.unit in ("at_once", "hours")
        quickly = found.starts_at + timedelta(minutes=_minutes(rng))
        clock = Clock(record_id=incident.pk, rule_id=found.rule.id, rule=snapshot(found.rule), why=found.why._asdict())
        clock.starts_at, clock.due_at, clock.state = found.starts_at, found.due_at, State.MET
        clock.met_at = found.met_at or (min(now(), quickly) if is_quick else now())
        if not found.met_at:
            clock.met_by = clock.noted_by = officer
            clock.noted_at, clock.receipt = now(), receipt_for(clock, rng)
        yield clock


def mornings_of_the_office(rng: Random) -> Iterator[float]:
    """What may wait for days is reported some morning before its day, now and then after it."""
    while True:
        for clock in _running().exclude(due_at__lt=now() - timedelta(days=3)):
            if clock.period.unit in ("at_once", "hours"):
                continue  # called when somebody has looked at the report
            share = (now() - clock.starts_at) / (clock.due_at - clock.starts_at)
            confirmed = Transition.objects.filter(record_id=clock.record_id, step="confirm").last()
            if confirmed and confirmed.actor and rng.random() < share**3:
                _tick(clock, confirmed.actor, rng)
        yield 24


def _decided(incident: Incident, rng: Random) -> dict[str, Any]:
    harmed = incident.harm in HARMED and incident.event_kind != Kind.NEAR_MISS
    told: dict[str, Any] = {}
    if harmed:
        quality = "general" if rng.random() < 0.4 else "none"
        by_error = incident.harm == Harm.DEATH and rng.random() < 0.3
        told |= {"medical_error": by_error, "accident_level": 1 if by_error else "none"}
        told |= {"quality_event": quality, "people_harmed": 1}
    if incident.category == "DEV":
        told |= {"could_be_serious": rng.random() < 0.3, "is_cluster": False}
    if incident.category == "ADR":
        told |= {"reaction_is_new": rng.random() < 0.1, "reaction_is_serious": incident.harm in HARMED}
        told |= {"is_cluster": False}
    if incident.category == "HAI":
        told |= {"suspected_cases": 1, "confirmed_cases": 0, "special_pathogen": False, "public_impact": False}
        told |= {"notifiable_disease": "none", "health_emergency": False}
    if incident.category == "CARR":
        told |= {"rescue_unrecorded": False}
    return told


def _running() -> QuerySet[Clock]:
    return Clock.objects.filter(state=State.RUNNING).select_related("record__department")


def _tick(clock: Clock, officer: User, rng: Random, minutes: float = 0) -> None:
    met_at = min(now(), clock.starts_at + timedelta(minutes=minutes)) if minutes else now()
    clocks.tick(clock, actor=officer, met_at=met_at, met_by=officer, receipt=receipt_for(clock, rng))


def _minutes(rng: Random) -> float:
    return rng.uniform(90, 900) if rng.random() < LATE else rng.uniform(3, 50)


def receipt_for(clock: Clock, rng: Random) -> str:
    """The number that the authority gave, or who took the call."""
    return RECEIPTS.get(clock.rule["via"]) or f"{now().astimezone(CHINA):%Y%m%d}{rng.randrange(10**6):06}"
