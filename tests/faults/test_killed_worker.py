"""The worker dies in the middle of a letter, or has a twin: nothing is lost, and at most that letter comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from post_office import a_mail_server

READERS = 8
PATIENCE = 60

SETUP = "import django; django.setup()\n"
MAKE_READERS = f"""
import given
from zhian.kernel.people.models import Department, User
hospital, icu = Department.objects.get(kind="hospital"), Department.objects.get(name="ICU")
for number in range({READERS}):
    given.reachable(given.a_person(f"reader{{number}}", icu, "quality_office", over=hospital))
"""
REPORT = """
import given
from zhian.kernel.people.models import User
print(given.a_fall(by=User.objects.get(username="nina")).number)
"""
LET_THE_LEASE_PASS = """
from datetime import timedelta
from zhian.kernel.moment import now
from zhian.kernel.notices.models import Delivery
from zhian.kernel.notices.post import LEASE
for late in Delivery.objects.filter(state="waiting", next_try_at__gt=now()):
    Delivery.objects.filter(pk=late.pk).update(next_try_at=late.next_try_at - LEASE)
"""
SEND = """
from zhian.kernel.notices.post import send_waiting
send_waiting()
"""
WAITING = "SELECT count(*) FROM notices_delivery WHERE state = 'waiting'"


@pytest.fixture(scope="module")
def mail():
    with a_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def house(pattern, tmp_path_factory, mail):
    installed = pattern.copy(tmp_path_factory.mktemp("installation") / "home", ZHIAN_MAIL=mail.address)
    tell(installed, MAKE_READERS)
    return installed


@pytest.fixture(autouse=True)
def _empty_post_office(mail):
    mail.arrived.clear()
    mail.before_answer = lambda: None


def tell(house, code):
    return house.run(sys.executable, "-c", SETUP + code).strip()


@contextmanager
def a_worker(house):
    command = [sys.executable, "-m", "zhian", "work"]
    process = subprocess.Popen(command, env=house.environment, start_new_session=True, cwd=house.home.parent)
    try:
        yield process
    finally:
        with_nobody_left(process)


def with_nobody_left(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def wait_until(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def nothing_waits(house):
    return house.ask(WAITING) == [(0,)]


def test_a_worker_killed_in_the_middle_of_a_letter_loses_none(house, mail):
    number = tell(house, REPORT)
    with a_worker(house) as worker:
        mail.before_answer = lambda: len(mail.arrived) == 3 and os.killpg(worker.pid, signal.SIGKILL)
        wait_until(lambda: worker.poll() is not None)
    assert house.ask(WAITING) == [(READERS - 2,)], "two letters are known to have arrived, the third is not"

    mail.before_answer = lambda: None
    with a_worker(house):
        wait_until(lambda: house.ask(WAITING) == [(1,)])
        tell(house, LET_THE_LEASE_PASS)
        wait_until(lambda: nothing_waits(house))

    came = Counter(letter.to for letter in mail.arrived)
    assert len(came) == READERS
    assert sorted(came.values()) == [1] * (READERS - 1) + [2]
    assert all(number in letter.subject for letter in mail.arrived)


def test_two_workers_send_each_letter_once(house, mail):
    mail.before_answer = lambda: time.sleep(0.1)
    with a_worker(house), a_worker(house):
        for _ in range(3):
            tell(house, REPORT)
        wait_until(lambda: nothing_waits(house))
    read = Counter((letter.to, line) for letter in mail.arrived for line in letter.text.splitlines() if "AE-" in line)
    assert set(read.values()) == {1}


def test_two_that_send_at_the_same_moment_send_each_letter_once(house, mail):
    """Past the schedule, which lets only one at it: the claims alone keep them apart."""
    mail.before_answer = lambda: time.sleep(0.1)
    tell(house, REPORT)
    sending = [subprocess.Popen([sys.executable, "-c", SETUP + SEND], env=house.environment) for _ in range(2)]
    assert [process.wait(PATIENCE) for process in sending] == [0, 0]
    assert nothing_waits(house)
    assert sorted(Counter(letter.to for letter in mail.arrived).values()) == [1] * READERS
