"""Tampering with what the log tells of, rows and files: which sentence names what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhian.kernel import encryption
from zhian.kernel.patients.models import Patient
from zhian.kernel.records import uploads
from zhian.kernel.records.deeds import attach

from .hands import faults, sql


def test_a_row_changed_behind_the_programs_back_is_named(story, unguarded):
    sql("UPDATE incidents_incident SET account = 'nothing happened' WHERE record_ptr_id = %s", story.pk)
    assert len(faults()) == 1
    assert f"{story.pk} (incidents_incident) was changed outside the program: " in faults()[0]


def test_a_row_of_the_register_changed_behind_the_programs_back_is_named(story, unguarded):
    sql("UPDATE records_record SET title = 'x' WHERE id = %s", story.pk)
    assert f"{story.pk} (incidents_incident) was changed outside the program: title." in faults()[0]


def test_a_row_deleted_or_inserted_behind_the_programs_back_is_named(story, unguarded):
    comment = story.comments.get()
    sql("DELETE FROM records_comment")
    assert faults() == [f"comment {comment.pk} (records_comment) was deleted outside the program."]
    sql(
        "INSERT INTO records_transition (record_id, step, before, after, actor_id, at, note) "
        "SELECT record_id, step, before, after, actor_id, at, note FROM records_transition WHERE record_id = %s",
        story.pk,
    )
    assert faults()[-1].endswith("was inserted outside the program: the log does not know it.")


def test_a_record_without_the_facts_of_its_kind_is_named(story, unguarded):
    sql("DELETE FROM incidents_fact WHERE incident_id = %s", story.pk)
    sql("DELETE FROM incidents_incident WHERE record_ptr_id = %s", story.pk)
    found = faults()
    assert any(f"{story.pk} (incidents_incident) was deleted outside the program." in fault for fault in found)
    assert any(f"{story.pk} (records_record) was inserted outside the program" in fault for fault in found)


@pytest.mark.parametrize("token", ["x", "a256gcm:k1:AAAA", None])
def test_an_encrypted_name_changed_behind_the_programs_back_is_named(story, unguarded, token):
    token = token or encryption.encrypt("李四", "patients.patient.name")
    sql("UPDATE patients_patient SET name = %s", token)
    patient = Patient.objects.values_list("pk", flat=True).get()
    assert faults() == [f"patient {patient} (patients_patient) was changed outside the program: name."]


def test_a_password_changed_behind_the_programs_back_is_named(story, unguarded, nina):
    sql("UPDATE people_user SET password = 'x' WHERE id = %s", nina.pk)
    assert faults() == [f"person {nina.pk} (people_user) was changed outside the program: password."]


def test_a_file_changed_or_removed_on_the_disk_is_named(story, nina, settings):
    changed, removed = attach(
        story, actor=nina, attachments=[uploads.accept(SimpleUploadedFile(f"{name}.txt", b"words")) for name in "ab"]
    )
    assert faults() == []
    (settings.MEDIA_ROOT / changed.path).write_text("other words")
    (settings.MEDIA_ROOT / removed.path).unlink()
    assert faults() == [
        f"File {file.pk} of {story.number} was changed or removed outside the program." for file in (changed, removed)
    ]
