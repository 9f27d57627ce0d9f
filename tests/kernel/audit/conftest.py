"""A log to seal, to prove and to tamper with."""

import pytest

import given
from zhian.kernel.audit import guards
from zhian.kernel.audit.services import seal
from zhian.kernel.patients.models import Patient
from zhian.kernel.records.models import Opening


@pytest.fixture
def story(hospital, nina, hugo, quinn):
    """A whole loop, an open fall with words, a patient: sealed in three batches, with a few entries not sealed yet."""
    given.a_closed_fall(by=nina, head=hugo, office=quinn)
    seal()
    fall = given.a_fall(by=nina)
    fall.comments.create(author=nina, text="She could not reach the bell.")
    seal()
    Opening.objects.create(record=fall, reader=hugo, what=Opening.What.RECORD)
    Patient.objects.create(hospital=hospital, number="1", name="张三丰", identity_number="530100199001011234")
    seal()
    given.a_fall(by=hugo)
    return fall


@pytest.fixture
def unguarded(db):
    """Somebody with every right in the database has taken the guards down."""
    guards.take_down()
