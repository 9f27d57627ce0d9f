"""Every change leaves an entry: whose, when, which fields."""

from django.contrib.contenttypes.models import ContentType

import given
from zhian.check.incidents import services as incidents
from zhian.kernel.audit.models import Entry
from zhian.kernel.patients.models import Patient
from zhian.kernel.records.services import edit


def entries_of(row):
    found = Entry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
    return list(found.order_by("pk"))


def test_filing_and_editing_name_the_actor_and_the_fields(nina, quinn):
    fall = given.a_fall(by=nina)
    edit(fall, actor=quinn, version=1, changes={"place": "Washroom"})
    filed, edited = entries_of(fall)
    assert (filed.actor, filed.action) == (nina, Entry.Action.CREATE)
    assert edited.actor == quinn
    assert edited.changes["place"] == ["", "Washroom"]


def test_a_step_tells_from_which_state_to_which(nina, quinn):
    fall = incidents.confirm(given.a_fall(by=nina), actor=quinn, grade=3, harm="none")
    assert entries_of(fall)[-1].changes["state"] == ["reported", "acting"]
    decided = fall.transitions.last()
    assert entries_of(decided)[0].actor == quinn


def test_what_is_encrypted_stands_in_no_entry(hospital):
    patient = Patient.objects.create(hospital=hospital, number="1", name="张三丰", identity_number="530100199001011234")
    patient.name = "李四光"
    patient.save()
    written = " ".join(str(entry.changes) for entry in entries_of(patient))
    for secret in ("张三丰", "530100199001011234", "李四光"):
        assert secret not in written
    assert "name" in entries_of(patient)[-1].changes
