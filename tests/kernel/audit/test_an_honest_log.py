"""What the program itself does is never called tampering."""

import given
from zhian.kernel import encryption
from zhian.kernel.audit import rows
from zhian.kernel.audit.acting import acting
from zhian.kernel.audit.bulk import create_all
from zhian.kernel.audit.models import Entry
from zhian.kernel.audit.services import export_head, verify
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.models import Token


def test_an_honest_log_is_intact(story):
    report = verify()
    assert report.faults == []
    assert (report.heads, report.unsealed) == (3, Entry.objects.filter(leaf_index=None).count())
    assert report.entries + report.unsealed == Entry.objects.count()
    assert report.rows >= 20


def test_an_empty_log_is_intact(db):
    assert verify().is_intact
    assert export_head() is None


def test_progress_is_told(story, monkeypatch):
    monkeypatch.setattr("zhian.kernel.audit.verification.STRIDE", 10)
    told = []
    verify(progress=told.append)
    assert told == sorted(told)
    assert len(told) >= 4


def test_every_audited_table_agrees_with_the_log(story):
    for model in rows.audited_models():
        assert [sentence for sentence in rows.disagreements(model) if sentence] == []


def test_what_is_deleted_by_the_program_is_gone_for_the_log_too(nina, oscar):
    duty = oscar.duties.first()
    duty.delete()
    assert verify().is_intact


def test_a_rotation_of_keys_changes_nothing_for_the_log(story):
    encryption.add_key()
    encryption.rotate()
    assert verify().faults == []


def test_a_value_written_before_the_database_gave_it_its_type_agrees(hospital):
    department = given.a_department("Wards", under=hospital)
    department.beds = "12"
    department.save()
    assert verify().faults == []


def test_many_rows_created_at_once_are_in_the_log_with_their_actor(hospital, nina):
    with acting(nina):
        people = create_all(User, [User(username=f"{number}", name="New", department=hospital) for number in range(5)])
    assert Entry.objects.filter(object_id__in=[one.pk for one in people], actor=nina, action=0).count() == 5
    assert verify().is_intact


def test_what_changes_without_anybodys_deed_is_not_watched(nina):
    token = Token.objects.create(person=nina, name="Scanner", digest="x", expires_at=now())
    Token.objects.filter(pk=token.pk).update(last_used_on=now().date())
    assert verify().is_intact
