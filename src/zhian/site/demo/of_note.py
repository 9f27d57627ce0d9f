"""Events of these days that an authority must hear of: reported with its receipt, still running, and one too late."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhian.check.incidents.codes import Frequency, PsychologicalHarm, Severity
from zhian.check.incidents.models import Incident
from zhian.check.incidents.services import confirm, report
from zhian.kernel.clocks import services as clocks
from zhian.kernel.clocks.models import Clock, State
from zhian.kernel.moment import at, now
from zhian.kernel.people.models import User

from .cast import Cast
from .data import read
from .deadlines import receipt_for
from .life import NEVER

REPORTED = timedelta(minutes=25)  # after it happened
GRADED = timedelta(minutes=45)  # after it was reported
HOSPITAL = "SFYY"


def lives_of_note(cast: Cast, until: datetime, rng: Random) -> Iterator[tuple[datetime, Iterator[float]]]:
    """Each with the moment at which it is reported; the office is called at any hour and does all of it at once."""
    for told in read("of_note.yaml"):
        reported = until - timedelta(hours=told["occurred"]) + REPORTED
        yield reported, _life(told, cast, reported, rng)


def _life(told: dict[str, Any], cast: Cast, reported: datetime, rng: Random) -> Iterator[float]:
    officer = cast.office(HOSPITAL, rng, but=())
    incident = Incident(
        title=told["title"],
        department=cast.places[told["unit"]],
        category=told["category"],
        occurred_at=reported - REPORTED,
        account=told["account"],
        immediate_action=told["done"],
        harm=told["harm"],
    )
    report(incident, actor=cast.one(rng, ("head_nurse", told["unit"]), ("head", told["unit"])))
    with at(reported + GRADED):
        _grade(incident, told, officer)
    for clock in Clock.objects.filter(record_id=incident.pk, state=State.RUNNING).exclude(rule_id__in=told["open"]):
        with at(max(clock.starts_at, reported + GRADED) + timedelta(minutes=rng.randint(15, 90))):
            called_at = min(now(), clock.starts_at + timedelta(minutes=rng.randint(8, 24)))
            met_at = called_at if clock.period.unit == "at_once" else now()
            clocks.tick(clock, actor=officer, met_at=met_at, met_by=officer, receipt=receipt_for(clock, rng))
    yield NEVER


def _grade(incident: Incident, told: dict[str, Any], officer: User) -> None:
    graded = {name: told[name] for name in ("grade", "harm", "finding")}
    sac = {"sac_severity": Severity(told["harm"]).value, "sac_frequency": Frequency.MONTHS.value}
    confirm(incident, actor=officer, note="", psychological_harm=PsychologicalHarm.NONE, **graded, **sac)
    clocks.answer(incident, actor=officer, told=told["facts"])
