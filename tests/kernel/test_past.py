"""Records whose story is known already are written as if it had been lived."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

import given
from zhian.check.incidents.codes import Category, Harm
from zhian.check.incidents.models import Incident
from zhian.kernel import moment
from zhian.kernel.audit.rows import audited_models, disagreements
from zhian.kernel.loop.models import Action, Finding
from zhian.kernel.records.history import history
from zhian.kernel.records.models import Record
from zhian.kernel.records.past import Past
from zhian.kernel.records.search import matching

pytestmark = pytest.mark.django_db
BEGAN = moment.now() - timedelta(days=300)


def a_fall_of_long_ago(past, department, author):
    incident = Incident(
        department=department, category=Category.FALL, title="Fell at night", account="羊水栓塞", occurred_at=BEGAN
    )
    return past.file(incident, actor=author)


@pytest.fixture
def closed(nina, quinn, hugo, icu):
    """An incident that was put right long ago."""
    past = Past()
    with moment.at(BEGAN):
        incident = a_fall_of_long_ago(past, icu, nina)
    with moment.at(BEGAN + timedelta(days=1)):
        past.take(incident, "confirm", actor=quinn, note="Seen", grade=3, harm=Harm.NONE, officer=quinn)
        finding = past.file(Finding(source=incident, title="No light", department=icu), actor=quinn)
        past.take(finding, "plan", actor=hugo)
        action = past.keep(
            Action(finding=finding, what="Lamps", owner=nina, due_on=(BEGAN + timedelta(days=9)).date()), actor=hugo
        )
    with moment.at(BEGAN + timedelta(days=5)):
        past.change(action, actor=nina, evidence="Hung", done_on=moment.today())
        past.take(finding, "report_done", actor=hugo)
        past.take(finding, "accept", actor=quinn)
        past.take(incident, "close", actor=quinn, feedback="Lamps hang", no_lesson="None new")
    past.write()
    return Incident.objects.get(pk=incident.pk)


def test_its_history_reads_as_it_was(closed, quinn):
    assert closed.number == f"AE-{BEGAN.year}-00001"
    assert (closed.state, closed.is_closed, closed.feedback) == ("closed", True, "Lamps hang")
    assert [each.step for each in closed.transitions.all()] == ["file", "confirm", "close"]
    assert closed.transitions.last().at == closed.closed_at == BEGAN + timedelta(days=5)
    assert any(event.at == BEGAN + timedelta(days=1) for event in history(closed))
    assert closed.findings.get().is_closed
    assert Record.objects.filter(matching("羊水栓塞")).get().pk == closed.pk
    assert not closed.turns.exists()


def test_the_log_agrees_with_the_tables(closed):
    assert [fault for model in audited_models() for fault in disagreements(model) if fault] == []


def test_what_closed_is_frozen(closed):
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=closed.pk).update(account="Nothing happened")


def test_what_is_still_open_waits_for_somebody_and_goes_on(nina, quinn, icu):
    past = Past()
    with moment.at(BEGAN):
        incident = a_fall_of_long_ago(past, icu, nina)
    past.write()
    assert {turn.role for turn in incident.turns.all()} == {"quality_office", "safety_office"}
    fresh = given.a_fall(by=nina)
    assert fresh.pk > incident.pk
    assert fresh.number != incident.number
