"""What is done from time to time: due schedules run once, by one worker, whoever is killed in the middle."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Q

from zhian.kernel.modules import Schedule, schedules
from zhian.kernel.moment import now

from .models import Run

log = logging.getLogger(__name__)
PAUSE_AFTER_FAILURE = timedelta(minutes=5)
SILENCE = timedelta(minutes=5)  # schedules run every few seconds: after that no worker is there


def tick(runner: str, *, all_of_them: bool = False) -> list[str]:
    """Run what is due, or all; returns what ran. A deed that fails keeps no other from running."""
    known = Run.objects.in_bulk()
    ran = []
    for schedule in schedules():
        run = known.get(schedule.name)
        is_due = all_of_them or run is None or run.next_at <= now()
        if is_due and _take(schedule, runner, all_of_them):
            _carry_out(schedule, runner)
            ran.append(schedule.name)
    return ran


def silent_since() -> datetime | None:
    """Since when no worker has been at work; None while there is one, or where there has never been any."""
    last = Run.objects.aggregate(last=Max("started_at"))["last"]
    return last if last and last < now() - SILENCE else None


def release(is_dead: Callable[[str], bool]) -> None:
    """Take from workers that are dead what they had begun, so that it is begun anew at once."""
    for run in Run.objects.exclude(runner=""):
        if is_dead(run.runner):
            Run.objects.filter(name=run.name, runner=run.runner).update(runner="", leased_until=None, next_at=now())


@transaction.atomic
def _take(schedule: Schedule, runner: str, even_early: bool) -> bool:
    """Whether it is ours now: nobody else runs it, and nobody was faster."""
    Run.objects.get_or_create(name=schedule.name, defaults={"next_at": now()})
    free = Run.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now()), name=schedule.name)
    due = free if even_early else free.filter(next_at__lte=now())
    return bool(due.update(runner=runner, started_at=now(), leased_until=now() + schedule.longest))


def _carry_out(schedule: Schedule, runner: str) -> None:
    error = ""
    try:
        schedule.deed()
    except Exception as trouble:
        if not connection.is_usable():  # the database is away: nobody could write down how it ended
            raise
        log.exception("%s failed", schedule.name)
        error = f"{type(trouble).__name__}: {trouble}"
    _give_back(schedule, runner, error)


def _give_back(schedule: Schedule, runner: str, error: str) -> None:
    """Note how it ended, unless it took so long that somebody else has taken over."""
    run = Run.objects.filter(name=schedule.name, runner=runner).first()
    if run is None:
        return
    run.runner, run.leased_until, run.finished_at = "", None, now()
    run.next_at = now() + (min(schedule.every, PAUSE_AFTER_FAILURE) if error else schedule.every)
    run.last_error = error[:300]
    run.failing_since = (run.failing_since or now()) if error else None
    run.save()
