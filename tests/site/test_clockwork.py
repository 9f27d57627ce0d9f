"""Schedules: each when it is due, by one worker at a time, whatever happens to a worker or to a deed."""

import os
import socket
import subprocess
from datetime import timedelta

import pytest
from django.db import OperationalError

from zhian.kernel.modules import Schedule, schedules
from zhian.kernel.moment import at, now
from zhian.site import clockwork, jobs
from zhian.site.clockwork import release, silent_since, tick
from zhian.site.models import Run
from zhian.site.worker import recover

pytestmark = pytest.mark.django_db
HERE = socket.gethostname()[:32]


@pytest.fixture
def done():
    return []


@pytest.fixture
def clock(done, monkeypatch):
    """A program with one schedule, which notes that it ran."""
    monkeypatch.setattr(
        jobs, "SCHEDULES", [Schedule("noting", "Noting", lambda: done.append(now()), timedelta(hours=1))]
    )
    monkeypatch.setattr(clockwork, "schedules", lambda: iter(jobs.SCHEDULES))


def dead():
    process = subprocess.Popen(["true"])
    process.wait()
    return f"{HERE}:{process.pid}:ab"


def test_a_schedule_runs_when_it_is_due_and_not_before(clock, done):
    tick("one")
    tick("one")
    assert len(done) == 1
    with at(now() + timedelta(minutes=61)):
        assert tick("one") == ["noting"]
    assert len(done) == 2


def test_all_of_them_run_when_somebody_asks(clock, done):
    tick("one")
    tick("one", all_of_them=True)
    assert len(done) == 2


def test_two_workers_do_not_run_the_same_at_once(clock, done, monkeypatch):
    inner = []
    slow = Schedule("noting", "Noting", lambda: inner.append(tick("two", all_of_them=True)), timedelta(hours=1))
    monkeypatch.setattr(jobs, "SCHEDULES", [slow])
    assert tick("one") == ["noting"]
    assert inner == [[]]


def test_a_deed_that_fails_is_noted_and_keeps_no_other_from_running(clock, done, monkeypatch, caplog):
    broken = Schedule("breaking", "Breaking", lambda: 1 / 0, timedelta(hours=1))
    monkeypatch.setattr(jobs, "SCHEDULES", [broken, *jobs.SCHEDULES])
    assert tick("one") == ["breaking", "noting"]
    run = Run.objects.get(name="breaking")
    assert run.last_error == "ZeroDivisionError: division by zero"
    assert run.failing_since
    assert "breaking failed" in caplog.text


def test_a_deed_that_the_database_refuses_keeps_no_other_from_running(clock, done, monkeypatch, caplog):
    def too_long():
        raise OperationalError("canceling statement due to statement timeout")

    broken = Schedule("breaking", "Breaking", too_long, timedelta(days=1))
    monkeypatch.setattr(jobs, "SCHEDULES", [broken, *jobs.SCHEDULES])
    assert tick("one") == ["breaking", "noting"]
    with at(now() + timedelta(minutes=6)):
        assert tick("one") == ["breaking"], "what failed is tried again soon, not after a day"


def test_a_house_without_a_worker_is_noticed(clock):
    assert silent_since() is None
    tick("one")
    assert silent_since() is None
    with at(now() + timedelta(minutes=6)):
        assert silent_since() == Run.objects.get().started_at


def test_what_a_killed_worker_had_begun_is_begun_anew(clock, done):
    killed = dead()
    assert clockwork._take(jobs.SCHEDULES[0], killed, False)
    assert tick("two") == []
    recover(f"{HERE}:{os.getpid()}:cd")
    assert tick("two") == ["noting"]


def test_what_a_worker_elsewhere_had_begun_is_begun_anew_when_it_stays_silent(clock, done):
    assert clockwork._take(jobs.SCHEDULES[0], "elsewhere:1:ab", False)
    recover(f"{HERE}:{os.getpid()}:cd")
    assert tick("two") == []
    with at(now() + timedelta(minutes=61)):
        assert tick("two") == ["noting"]


def test_who_was_taken_for_dead_does_not_disturb_who_took_over(clock, done):
    slow = jobs.SCHEDULES[0]
    assert clockwork._take(slow, "slow", False)
    release(lambda runner: runner == "slow")
    assert clockwork._take(slow, "other", False)
    clockwork._give_back(slow, "slow", "")
    assert Run.objects.get().runner == "other"


def test_the_program_has_its_schedules():
    names = {schedule.name for schedule in schedules()}
    assert {"notices.send", "notices.remind", "web.forget_submissions", "records.remove_orphans"} <= names
    assert len(names) == len(list(schedules()))
