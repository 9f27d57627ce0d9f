"""The background worker: runs the jobs that pages left in the database, and what is due by the clock."""

import logging
import os
import secrets
import socket
import time
from datetime import timedelta

from django.db import OperationalError, close_old_connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from zhian.kernel.moment import now

from . import clockwork

log = logging.getLogger(__name__)
ROUND = 5  # seconds between two looks at the clock
PAUSE = 1  # seconds before looking for new jobs
LONGEST_JOB = timedelta(minutes=15)  # a worker elsewhere that has been silent for longer is taken for dead
MOST_ATTEMPTS = 5  # a job that has killed so many workers is not given to another


def work() -> None:
    """Works until it is told to stop; a database that is away for a while is waited for."""
    worker = _worker()
    worker.configure_signals()
    next_round = 0.0
    while worker.running:
        try:
            if time.monotonic() >= next_round:
                recover(worker.worker_id)
                clockwork.tick(worker.worker_id)
                next_round = time.monotonic() + ROUND
            worker.run()
        except OperationalError:
            log.exception("The database cannot be reached; trying again")
            close_old_connections()
        time.sleep(PAUSE)


def tick() -> list[str]:
    """Runs every schedule once, now; returns the names of those that nobody else was running."""
    return clockwork.tick(_own_name(), all_of_them=True)


def recover(worker_id: str) -> None:
    """Takes up what workers that were killed had begun, and what we ourselves had before the database went away."""
    recover_jobs()
    clockwork.release(lambda runner: runner == worker_id or not _lives(runner))


def recover_jobs() -> int:
    """Gives the jobs of workers that were killed back to the queue; returns how many."""
    with transaction.atomic():
        lost = [job for job in DBTaskResult.objects.running().select_for_update(skip_locked=True) if _is_lost(job)]
        for job in lost:
            job.status = "READY" if len(job.worker_ids) < MOST_ATTEMPTS else "FAILED"
            job.save(update_fields=["status"])
    return len(lost)


def _worker() -> Worker:
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # it tells each second that there is nothing to do
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=_own_name(),
    )


def _own_name() -> str:
    """Which machine and process we are; a number of our own, because process numbers come again."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(8)}"


def _is_lost(job: DBTaskResult) -> bool:
    return not _lives(job.worker_ids[-1]) or job.started_at < now() - LONGEST_JOB


def _lives(name: str) -> bool:
    """Whether a worker can still be at work: one of another machine always, as far as we know."""
    host, pid, _ = name.rsplit(":", 2)
    return host != socket.gethostname()[:32] or _is_alive(int(pid))


def _is_alive(pid: int) -> bool:
    """Whether a worker of this machine still runs. Our own number in an unfinished job belongs to one before us."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
