"""The log: sealed in batches, proved against the tables, and no tampering goes unseen."""

import json
import random
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, models, transaction

import given
from zhian.engines.merkle import Frontier, Tree, verify_consistency
from zhian.kernel import encryption
from zhian.kernel.audit import guards, rows, sealing
from zhian.kernel.audit.acting import acting
from zhian.kernel.audit.bulk import create_all
from zhian.kernel.audit.leaves import Leaves, rows_of
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.audit.services import export_head, seal, verify
from zhian.kernel.moment import now
from zhian.kernel.patients.models import Patient
from zhian.kernel.people.models import User
from zhian.kernel.records import uploads
from zhian.kernel.records.deeds import attach
from zhian.kernel.records.models import Opening
from zhian.kernel.web.models import Token


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


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def faults(exported=None):
    """What a verification finds, beside the guards that these tests have taken down."""
    return [fault for fault in verify(exported).faults if "no longer refuses tampering" not in fault]


# ---- sealing


def test_every_entry_gets_its_place_and_the_log_a_signed_head(story):
    assert seal() > 0
    indexes = Entry.objects.order_by("leaf_index").values_list("leaf_index", flat=True)
    assert list(indexes) == list(range(Entry.objects.count()))
    assert list(Head.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Head.objects.first().size == Entry.objects.count()


def test_nothing_new_makes_no_new_head(story):
    seal()
    before = Head.objects.count()
    assert seal() == 0
    assert Head.objects.count() == before


def test_a_long_tail_is_sealed_in_batches(nina, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    given.a_fall(by=nina)
    entries = Entry.objects.count()
    assert seal() == entries
    assert [head.size for head in Head.objects.order_by("number")] == [*range(4, entries, 4), entries]
    assert verify().is_intact


def test_the_heads_prove_that_the_log_only_grew(story):
    seal()
    leaves = Leaves()
    log = rows_of(Entry.objects.order_by("leaf_index"))
    tree = Tree(leaves.hash(index, row) for index, row in enumerate(log))
    heads = list(Head.objects.order_by("number"))
    for old, new in pairwise(heads):
        proof = tree.consistency_proof(old.size, new.size)
        assert verify_consistency(old.size, new.size, bytes.fromhex(old.root), bytes.fromhex(new.root), proof)


def test_nothing_is_sealed_on_top_of_a_head_that_was_changed(story, unguarded):
    sql("UPDATE audit_head SET root = %s WHERE number = 3", "00" * 32)
    with pytest.raises(sealing.BrokenHead, match="Head 3 of the audit log was changed"):
        seal()
    assert Head.objects.count() == 3


def test_no_name_stands_in_the_log(story):
    seal()
    everything = json.dumps([str(row) for row in Entry.objects.values_list()])
    assert "张三丰" not in everything
    assert "530100199001011234" not in everything


# ---- an honest log


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


# ---- an exported head


def test_an_exported_head_holds_as_long_as_the_log_only_grows(story):
    exported = json.loads(json.dumps(export_head()))
    given.a_fall(by=User.objects.get(username="nina"))
    seal()
    assert verify(exported).is_intact


@pytest.mark.parametrize(
    "change", [{"size": 3}, {"root": "00" * 32}, {"signature": "00" * 64}, {"signature": "x"}, {"signer": "00" * 32}]
)
def test_an_exported_head_that_was_changed_is_none(story, change):
    assert faults({**export_head(), **change}) == [
        "This head was not signed with the key of this installation, or was changed."
    ]


@pytest.mark.parametrize("file", [{}, {"log": "other"}, {"size": 1}])
def test_another_file_is_not_an_exported_head(story, file):
    assert faults(file) == ["This is not an exported head of the audit log."]


def rewrite(change):
    """Somebody with every right in the database and the key: history is changed and everything sealed anew."""
    with transaction.atomic():
        guards.take_down()
        change()
        sql("UPDATE audit_entry SET leaf_index = NULL, leaf_hash = ''")
        sql("DELETE FROM audit_head")
        seal()
        guards.put_up()


def test_a_log_rewritten_with_new_hashes_and_heads_is_found_by_the_exported_head(story):
    exported = export_head()
    rewrite(lambda: sql("UPDATE audit_entry SET object_repr = 'x' WHERE leaf_index = 3"))
    assert verify().is_intact
    assert faults(exported) == [
        f"The first {exported['size']} entries are not those that were sealed at {exported['sealed_at']}: "
        "the log was rewritten."
    ]


def test_a_log_cut_off_at_its_end_is_found_by_the_exported_head(story):
    exported = export_head()
    size = exported["size"] - 1
    rewrite(lambda: sql("DELETE FROM audit_entry WHERE leaf_index IS NULL OR leaf_index >= %s", size))
    assert any(
        f"The log had {size + 1} entries at {exported['sealed_at']}, as the exported head proves, and has {size} now."
        == fault
        for fault in faults(exported)
    )


# ---- tampering: which sentence names what


def named(index):
    return f"Entry {index} (row {Entry.objects.get(leaf_index=index).pk} of audit_entry)"


def test_a_changed_entry_is_named(story, unguarded):
    sql("UPDATE audit_entry SET object_repr = 'x' WHERE leaf_index = 7")
    assert faults() == [f"{named(7)} was changed or moved after it was sealed."]


def test_the_first_of_several_changed_entries_comes_first(story, unguarded):
    sql("UPDATE audit_entry SET salt = 'x' WHERE leaf_index IN (21, 4, 9)")
    assert [fault.split(" (")[0] for fault in faults()] == ["Entry 4", "Entry 9", "Entry 21"]


def test_a_deleted_entry_is_named(story, unguarded):
    sql("DELETE FROM audit_entry WHERE leaf_index = 7")
    assert faults()[0] == "Entry 7 is missing from the log."


def test_deleted_entries_are_named(story, unguarded):
    sql("DELETE FROM audit_entry WHERE leaf_index BETWEEN 7 AND 9")
    assert faults()[0] == "Entries 7 to 9 are missing from the log."


def test_deleted_entries_at_the_end_are_named(story, unguarded):
    size = Head.objects.first().size
    sql("DELETE FROM audit_entry WHERE leaf_index = %s", size - 1)
    assert faults()[0] == f"Entry {size - 1} is missing from the log."


def test_what_is_wrong_before_a_head_hides_nothing_behind_it(story, unguarded):
    size = Head.objects.first().size
    sql("DELETE FROM audit_entry WHERE leaf_index = 2")
    sql("UPDATE audit_entry SET salt = 'x' WHERE leaf_index = %s", size - 1)
    assert [fault.split(" (")[0] for fault in faults() if fault.startswith("Entry")] == [
        "Entry 2 is missing from the log.",
        f"Entry {size - 1}",
    ]


def test_entries_that_changed_places_are_named(story, unguarded):
    swap(7, 9)
    assert faults() == [f"{named(index)} was changed or moved after it was sealed." for index in (7, 9)]


def swap(one, other):
    for before, after in ((one, -1), (other, one), (-1, other)):
        sql("UPDATE audit_entry SET leaf_index = %s WHERE leaf_index = %s", after, before)


def test_an_entry_slipped_in_behind_the_last_head_is_named(story, unguarded):
    size = Head.objects.first().size
    sql(
        "UPDATE audit_entry SET leaf_index = %s WHERE id = (SELECT MIN(id) FROM audit_entry WHERE leaf_index IS NULL)",
        size,
    )
    assert faults() == [f"{named(size)} claims to be sealed, but no head of the log covers it."]


def test_an_entry_slipped_in_before_the_first_is_named(story, unguarded):
    sql("UPDATE audit_entry SET leaf_index = -1 WHERE id = (SELECT MAX(id) FROM audit_entry)")
    assert faults()[0] == f"{named(-1)} was inserted into the log."


@pytest.mark.parametrize("text", ["", "zz", "00"])
def test_an_entry_that_lost_its_hash_is_named(story, unguarded, text):
    sql("UPDATE audit_entry SET leaf_hash = %s WHERE leaf_index = 7", text)
    assert faults() == [f"{named(7)} was changed or moved after it was sealed."]


def test_an_entry_changed_together_with_its_hash_is_found_by_its_head(story, unguarded):
    with_hash_anew(7)
    size = Head.objects.get(number=1).size
    assert faults() == [f"An entry up to {size - 1}, sealed under head 1, was changed together with its hash."]


def with_hash_anew(index):
    sql("UPDATE audit_entry SET cid = 'x' WHERE leaf_index = %s", index)
    leaf = Leaves().hash(index, next(rows_of(Entry.objects.filter(leaf_index=index))))
    sql("UPDATE audit_entry SET leaf_hash = %s WHERE leaf_index = %s", leaf.hex(), index)


def test_a_head_with_a_new_root_is_not_signed(story, unguarded):
    frontier = Frontier(1, [bytes(32)])
    stored = json.dumps(frontier.to_json()["peaks"])
    sql("UPDATE audit_head SET size = 1, root = %s, peaks = %s WHERE number = 1", frontier.root().hex(), stored)
    assert faults()[0] == "Head 1 of the log was changed, or signed with another key."


def test_a_head_that_would_lead_the_log_astray_is_named(story, unguarded):
    """The hashes that the log goes on from are not signed themselves: the root that they lead to is."""
    sql("UPDATE audit_head SET peaks = %s WHERE number = 3", json.dumps(["00" * 32]))
    assert faults() == ["Head 3 of the log does not fit its own hashes."]
    with pytest.raises(sealing.BrokenHead):
        seal()


def test_a_missing_head_is_missed(story, unguarded):
    sql("DELETE FROM audit_head WHERE number = 2")
    assert faults() == ["Between heads 1 and 3 of the log one is missing or out of order."]


def test_a_head_signed_with_another_key_is_named(story, settings, tmp_path):
    settings.ZHIAN_KEYS = tmp_path / "other"
    encryption.create_keys()
    assert "Head 1 of the log was changed, or signed with another key." in faults()


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


def test_guards_that_were_taken_down_are_named(story, unguarded):
    assert "its guard guard_audit_entry_update is gone or changed" in " ".join(verify().faults)


def test_of_countless_faults_only_so_many_are_told(story, unguarded, monkeypatch):
    monkeypatch.setattr("zhian.kernel.audit.verification.MOST_FAULTS", 5)
    sql("UPDATE audit_entry SET salt = 'x'")
    sql("DELETE FROM records_transition")
    assert len(verify().faults) == 5


# ---- tampering at random, hundreds of times


class Enough(Exception):
    """Ends an attempt, so that the next begins with the same tables."""


@contextmanager
def attempt():
    try:
        with transaction.atomic():
            yield
            raise Enough
    except Enough:
        pass


def another(column, value, chance):
    """A different value that the column takes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 7])
    if value is None:
        return 5 if isinstance(column, models.IntegerField | models.ForeignKey | models.BigIntegerField) else "x"
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        return value[:place] + chance.choice("xyz") + value[place:]
    return value


def tamper_with_a_value(model, chance):
    """One column of one row, past everything but the database itself."""
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    unproved = getattr(model, "unaudited_fields", ())  # the log says nothing of them, on purpose
    fields = [field for field in model._meta.local_concrete_fields if field.name not in unproved]
    column = chance.choice([field for field in fields if not field.primary_key])
    table, key = model._meta.db_table, model._meta.pk.column
    ((before,),) = sql(f'SELECT "{column.column}" FROM {table} WHERE {key} = %s', pk)  # noqa: S608
    if isinstance(column, models.JSONField):
        after = json.dumps({"x": chance.random()})
    elif isinstance(column, models.DateTimeField | models.DateField):
        after = "2001-02-03 04:05:06+00:00"[: 10 if type(column) is models.DateField else None]
    elif isinstance(column, models.GenericIPAddressField):
        after = "10.0.0.1"
    elif isinstance(column, models.BooleanField):
        after = not before
    else:
        after = another(column, before, chance)
    sql(f'UPDATE {table} SET "{column.column}" = %s WHERE {key} = %s', after, pk)  # noqa: S608
    return f"{table}.{column.column} of {pk}: {before!r} → {after!r}"


def tamper_by_deleting(model, chance):
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    sql(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", pk)  # noqa: S608
    return f"{model._meta.db_table} without {pk}"


def tamper_by_copying(model, chance):
    """A second row like another."""
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("NULL" if column == "leaf_index" else f'"{column}"' for column in columns)
    sql(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} "  # noqa: S608
        f"WHERE {model._meta.pk.column} = %s",
        pk,
    )
    return f"{model._meta.db_table} with {pk} twice"


def tampered_tables():
    """Everything that is audited, the log and its heads."""
    return [model for model in [*rows.audited_models(), Head] if model._base_manager.exists()]


@pytest.mark.parametrize("seed", range(3))
def test_no_random_tampering_with_the_tables_goes_unseen(story, unguarded, seed):
    chance, seen = random.Random(seed), 0
    seal()
    while seen < 50:
        model = chance.choice(tampered_tables())
        how = chance.choice([tamper_with_a_value] * 6 + [tamper_by_deleting, tamper_by_copying])
        with attempt():
            try:
                with transaction.atomic():
                    what = how(model, chance)
            except DatabaseError:  # the database itself would not have it
                continue
            assert faults(), what
            seen += 1


@pytest.mark.parametrize("seed", range(3))
def test_no_random_tampering_with_the_log_goes_unseen(story, unguarded, seed):
    """Every column of every entry, entries lost, doubled, exchanged, with and without a new hash."""
    chance, seen = random.Random(seed), 0
    seal()
    size = Entry.objects.count()
    ways = [
        lambda: tamper_with_a_value(Entry, chance),
        lambda: tamper_with_a_value(Entry, chance),
        lambda: tamper_by_deleting(Entry, chance),
        lambda: swap(*chance.sample(range(size), 2)),
        lambda: with_hash_anew(chance.randrange(size)),
        lambda: sql(
            "UPDATE audit_entry SET leaf_index = NULL, leaf_hash = '' WHERE leaf_index = %s", chance.randrange(size)
        ),
        lambda: sql("DELETE FROM audit_head WHERE number = %s", chance.randrange(1, 4)),
    ]
    while seen < 50:
        with attempt():
            try:
                with transaction.atomic():
                    what = chance.choice(ways)()
            except DatabaseError:
                continue
            assert faults(), what
            seen += 1


def test_the_tampered_tables_are_all_that_the_program_watches(story):
    watched = {model._meta.label for model in rows.audited_models()}
    ours = {model for model in apps.get_models() if model.__module__.startswith("zhian.")}
    assert {model._meta.label for model in ours if getattr(model, "audited", True)} == {
        label for label in watched if not label.startswith("deliveries.")
    }
