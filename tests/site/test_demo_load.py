"""The demo hospital in the database: walked through the real services, so that all that follows is there."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import models

from zhian.check.incidents.models import Incident
from zhian.kernel.audit.models import Entry
from zhian.kernel.clocks.models import Clock, State
from zhian.kernel.loop.models import Action, Finding
from zhian.kernel.moment import now, today
from zhian.kernel.notices.models import News, Notice, What
from zhian.kernel.people.models import Department, DepartmentKind, Duty, User
from zhian.kernel.records.models import Attachment, Comment, Link, Record, Transition
from zhian.site.demo.data import read
from zhian.site.demo.load import load
from zhian.site.demo.staff import accounts

SIZES = (60, 6)


@pytest.fixture
def demo(db):
    load(sizes=SIZES, stays=0)


def test_the_demo_is_whole_and_consistent(demo):
    assert Department.objects.filter(kind=DepartmentKind.DEPARTMENT, hospital__code="SFYY").count() == 40
    assert User.objects.filter(department__hospital__code="SFYY").count() == 600
    assert Incident.objects.count() == sum(SIZES) + len(read("of_note.yaml"))
    _every_state_is_shown()
    _deadlines_are_met_running_and_late()
    _numbers_are_gapless()
    _time_runs_forward_and_ends_now()
    _nobody_judges_what_is_their_own()
    _every_deed_is_in_the_log_under_its_name()
    _whoever_looks_in_finds_something()
    _the_hospitals_do_not_see_each_other()


def _every_state_is_shown():
    for kind, model in ((Incident, Incident), (Finding, Finding)):
        shown = set(model.objects.values_list("state", flat=True))
        assert shown >= set(kind.workflow.states) - {"void"}
    assert Comment.objects.exists()
    assert Link.objects.exists()
    assert Action.objects.filter(done_on=None).exists()
    assert set(News.objects.values_list("what", flat=True)) >= {What.TURN, What.STEP, What.MENTION, What.SOON}


def _deadlines_are_met_running_and_late():
    running = Clock.objects.filter(state=State.RUNNING)
    assert running.filter(due_at__lt=now()).count() == 1
    assert running.filter(due_at__range=(now(), now() + timedelta(hours=12))).exists()
    assert Clock.objects.filter(state=State.MET).exclude(receipt="").exists()


def _numbers_are_gapless():
    series = defaultdict(list)
    for number in Record.objects.values_list("number", flat=True):
        name, last = re.fullmatch(r"(.+)-(\d+)", number).groups()
        series[name].append(int(last))
    for name, numbers in series.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), name


def _time_runs_forward_and_ends_now():
    for record in Record.objects.prefetch_related("transitions"):
        times = [decided.at for decided in record.transitions.all()]
        assert times == sorted(times)
        assert record.created_at == times[0]
        assert times[-1] <= now()
    assert not Incident.objects.filter(occurred_at__gt=models.F("created_at")).exists()
    assert not Action.objects.filter(done_on__gt=today()).exists()
    assert not Entry.objects.filter(timestamp__gt=now()).exists()


def _nobody_judges_what_is_their_own():
    for decided in Transition.objects.filter(step="confirm").select_related("record"):
        assert decided.actor_id != decided.record.author_id
    for decided in Transition.objects.filter(step__in=["accept", "reject"]):
        assert not Action.objects.filter(finding=decided.record_id, owner=decided.actor_id).exists()


def _every_deed_is_in_the_log_under_its_name():
    changes = Entry.objects.filter(content_type__model__in=["incident", "finding", "action"])
    assert changes.exists()
    nameless = Record.objects.filter(pk__in=changes.filter(actor=None).values("object_id"))
    assert nameless.exists()
    assert not nameless.exclude(author=None).exists()


def _whoever_looks_in_finds_something():
    people = {account.role: User.objects.get(username=account.number) for account in reversed(accounts())}
    assert check_password(accounts()[0].password, people["nurse"].password)
    assert people["nurse"].records.exists()
    for role in ("quality_office", "head_nurse", "head", "leader", "auditor"):
        assert Incident.objects.filter(Incident.visible_to(people[role])).exists(), role
    head_nurse = people["head_nurse"]
    waiting = Record.objects.filter(turns__role="head_nurse", turns__department__in=head_nurse.scope("head_nurse"))
    assert waiting.exists()
    inbox = Notice.objects.filter(person=people["quality_office"])
    assert inbox.filter(read_at=None).exists()
    assert not inbox.filter(read_at=None, news__at__lt=now() - timedelta(days=4)).exists()


def _the_hospitals_do_not_see_each_other():
    other = User.objects.get(username="2001")
    seen = Incident.objects.filter(Incident.visible_to(other))
    assert set(seen.values_list("hospital__code", flat=True)) == {"EYY"}
    commission = User.objects.get(username="9001")
    assert Incident.objects.filter(Incident.visible_to(commission)).count() == Incident.objects.count()


def test_a_load_that_breaks_off_leaves_nothing_behind(db):
    def power_cut(share: float) -> None:
        if share > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(power_cut, sizes=(8, 1), stays=0)
    assert not User.objects.exists()
    assert not Department.objects.exists()
    assert not Duty.objects.exists()
    assert not Attachment.objects.exists()


def test_progress_is_told_from_beginning_to_end(db):
    shares = []
    load(shares.append, sizes=(6, 1), stays=0)
    assert shares == sorted(shares)
    assert shares[0] < 0.05
    assert 0.8 < shares[-1] <= 1
