"""Jobs whose worker was killed are done by the next one, and no job is done twice at once."""

import os
import socket
import subprocess
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from zhian.kernel.moment import now
from zhian.site.worker import LONGEST_JOB, MOST_ATTEMPTS, recover_jobs

pytestmark = pytest.mark.django_db
HERE = socket.gethostname()[:32]


def a_running_job(worker: str, *, since: timedelta = timedelta(), attempts: int = 1) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="somewhere.job",
        worker_ids=[worker] * attempts,
        backend_name="default",
        started_at=now() - since,
        run_after=now(),
    )


def status_after_recovery(job: DBTaskResult) -> str:
    recover_jobs()
    job.refresh_from_db()
    return job.status


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_killed_workers_job_goes_back_to_the_queue(dead_pid: int) -> None:
    assert status_after_recovery(a_running_job(f"{HERE}:{dead_pid}:ab")) == "READY"


def test_a_living_workers_job_stays_with_it() -> None:
    assert status_after_recovery(a_running_job(f"{HERE}:{os.getppid()}:ab")) == "RUNNING"


def test_a_job_under_our_own_number_is_from_before_a_restart() -> None:
    assert status_after_recovery(a_running_job(f"{HERE}:{os.getpid()}:ab")) == "READY"


def test_another_machines_job_is_given_time(dead_pid: int) -> None:
    assert status_after_recovery(a_running_job(f"elsewhere:{dead_pid}:ab")) == "RUNNING"
    assert status_after_recovery(a_running_job(f"elsewhere:{dead_pid}:ab", since=2 * LONGEST_JOB)) == "READY"


def test_a_job_that_kills_every_worker_is_given_up(dead_pid: int) -> None:
    assert status_after_recovery(a_running_job(f"{HERE}:{dead_pid}:ab", attempts=MOST_ATTEMPTS)) == "FAILED"
