"""What the database itself refuses, whoever asks: in the program, in a script, or at its own prompt."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.db.models.signals import pre_migrate
from django.test.utils import CaptureQueriesContext

import given
from zhian.check.incidents.models import Incident
from zhian.kernel import encryption
from zhian.kernel.audit import guards
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.audit.services import seal
from zhian.kernel.loop.models import Action
from zhian.kernel.patients.models import Patient
from zhian.kernel.records.models import Attachment, Comment, Opening, Record
from zhian.kernel.records.services import edit

EMPTYING = {"postgresql": "TRUNCATE {} CASCADE", "sqlite": "DELETE FROM {}"}  # SQLite truncates where it can
REPLACING = {
    "postgresql": "INSERT INTO audit_entry {} ON CONFLICT (id) DO UPDATE SET object_repr = 'x'",
    "sqlite": "INSERT OR REPLACE INTO audit_entry {}",
}


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def is_refused(statement, *values):
    with pytest.raises(IntegrityError, match=r"never|not changed|neither"):
        sql(statement, *values)
    return True


@pytest.fixture
def closed_fall(nina, hugo, quinn):
    fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    seal()
    return Incident.objects.get(pk=fall.pk)


@pytest.mark.parametrize("column", [field.column for field in Entry._meta.local_concrete_fields])
def test_no_column_of_a_sealed_entry_changes(closed_fall, column):
    new = {"changes": "{}", "serialized_data": "{}", "additional_data": "{}", "remote_addr": "127.0.0.1"}
    new |= dict.fromkeys(["action", "actor_id", "content_type_id", "id", "leaf_index", "object_id", "remote_port"], 99)
    new["timestamp"] = "2020-01-01 00:00:00+00:00"
    assert is_refused(f'UPDATE audit_entry SET "{column}" = %s WHERE leaf_index = 5', new.get(column, "x"))  # noqa: S608


@pytest.mark.parametrize(
    "table", ["audit_entry", "audit_head", "records_transition", "records_record", "incidents_incident", "loop_finding"]
)
def test_nothing_of_these_is_deleted(closed_fall, table):
    assert is_refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", ["audit_entry", "audit_head", "records_record", "records_transition"])
def test_no_table_is_emptied_at_a_stroke(closed_fall, table):
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    assert is_refused(EMPTYING[connection.vendor].format(table))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("audit_head", "root"),
        ("audit_head", "signature"),
        ("records_transition", "note"),
        ("records_record", "title"),
        ("records_record", "number"),
        ("records_record", "state"),
        ("incidents_incident", "account"),
        ("incidents_incident", "harm"),
        ("loop_finding", "detail"),
        ("loop_action", "evidence"),
    ],
)
def test_nothing_of_a_closed_record_or_of_its_history_changes(closed_fall, table, column):
    assert is_refused(f"UPDATE {table} SET {column} = 'x'")  # noqa: S608


def test_words_and_openings_stay_as_they_are(hospital, nina):
    fall = given.a_fall(by=nina)
    fall.comments.create(author=nina, text="She could not reach the bell.")
    Opening.objects.create(record=fall, reader=nina, what=Opening.What.RECORD)
    assert is_refused("UPDATE records_comment SET text = 'x'")
    assert is_refused("DELETE FROM records_comment")
    assert is_refused("UPDATE records_opening SET reader_id = 99")
    assert is_refused("DELETE FROM records_opening")


def test_an_unsealed_entry_takes_its_place_once_and_changes_in_nothing_else(nina):
    given.a_fall(by=nina)
    assert is_refused("UPDATE audit_entry SET salt = 'x', leaf_index = 0 WHERE id = (SELECT MIN(id) FROM audit_entry)")
    assert sql("UPDATE audit_entry SET leaf_index = 0 WHERE id = (SELECT MIN(id) FROM audit_entry)") == 1
    assert is_refused("UPDATE audit_entry SET leaf_index = 1 WHERE leaf_index = 0")
    assert is_refused("UPDATE audit_entry SET leaf_index = NULL WHERE leaf_index = 0")


def test_the_program_is_refused_as_everybody_else(closed_fall):
    renamed = Record.objects.get(pk=closed_fall.pk)
    renamed.title = "x"
    for attempt in (
        lambda: Incident.objects.filter(pk=closed_fall.pk).update(account="x"),
        lambda: Record.objects.filter(pk=closed_fall.pk).update(title="x"),
        lambda: Record.objects.bulk_update([renamed], ["title"]),
        lambda: closed_fall.transitions.update(note="x"),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Record.objects.filter(pk=closed_fall.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_nothing_is_added_to_a_closed_record_but_words(closed_fall, nina):
    facts = {"key": "k", "path": "p", "name": "n", "content_type": "c", "size": 1, "sha256": "s", "added_by": nina}
    with pytest.raises(IntegrityError, match="neither added"), transaction.atomic():
        Attachment.objects.create(record_id=closed_fall.pk, **facts)
    finding = closed_fall.findings.get()
    with pytest.raises(IntegrityError, match="neither added"), transaction.atomic():
        Action.objects.create(finding=finding, what="x", owner=nina, due_on="2030-01-01")
    closed_fall.comments.create(author=nina, text="Thank you.")


def test_an_open_record_is_edited_as_ever(nina):
    fall = given.a_fall(by=nina)
    edit(fall, actor=nina, version=1, changes={"place": "Washroom"})
    assert Incident.objects.get(pk=fall.pk).place == "Washroom"


def test_a_closed_record_is_moved_by_a_step_only(closed_fall):
    assert sql("UPDATE records_record SET state = 'acting', is_closed = %s, version = version + 1", False) > 0
    assert sql("UPDATE incidents_incident SET account = 'x'") == 1


def test_an_update_that_changes_nothing_is_none(closed_fall):
    assert sql("UPDATE records_record SET title = title") > 0
    assert sql("UPDATE incidents_incident SET account = account") > 0


def test_a_new_key_is_written_over_old_names(hospital):
    patient = Patient.objects.create(hospital=hospital, number="1", name="张三丰", identity_number="530100199001011234")
    encryption.add_key()
    assert encryption.rotate().rotated == 2
    assert Patient.objects.get(pk=patient.pk).name == "张三丰"


def test_whoever_stands_in_the_log_cannot_be_deleted(nina, oscar):
    fall = given.a_fall(by=nina)
    fall.comments.create(author=nina, text="!")
    with pytest.raises(ProtectedError):
        oscar.__class__.objects.get(pk=nina.pk).delete()


def test_a_row_is_not_replaced_either(closed_fall):
    columns = ", ".join(f'"{field.column}"' for field in Entry._meta.local_concrete_fields)
    copying = f"({columns}) SELECT {columns} FROM audit_entry WHERE leaf_index = 3"  # noqa: S608
    assert is_refused(REPLACING[connection.vendor].format(copying))


# ---- putting them up


def test_every_kind_of_record_is_guarded_without_being_told(db):
    guarded = {guard.table for guard in guards.guards()}
    assert {kind._meta.db_table for kind in Record.kinds.values()} <= guarded
    assert {Entry._meta.db_table, Head._meta.db_table, "records_record", "records_attachment"} <= guarded


def test_after_the_migrations_no_guard_is_missing(db):
    assert guards.missing() == []


def test_a_guard_that_was_taken_down_is_missed_and_the_next_migration_puts_it_up(db):
    remove = {
        "sqlite": 'DROP TRIGGER "guard_audit_entry_delete"',
        "postgresql": 'DROP TRIGGER "guard_audit_entry_delete" ON audit_entry',
    }
    sql(remove[connection.vendor])
    assert guards.missing() == ["guard_audit_entry_delete"]
    guards.put_up()
    assert guards.missing() == []


def test_a_guard_that_was_weakened_is_missed(db):
    if connection.vendor == "postgresql":
        sql("ALTER TABLE audit_entry DISABLE TRIGGER guard_audit_entry_update")
    else:
        sql('DROP TRIGGER "guard_audit_entry_update"')
        sql(
            'CREATE TRIGGER "guard_audit_entry_update" BEFORE UPDATE ON "audit_entry" FOR EACH ROW '
            "WHEN FALSE BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
    assert guards.missing() == ["guard_audit_entry_update"]
    guards.put_up()
    assert guards.missing() == []


def test_a_migration_finds_no_guards_in_its_way_and_leaves_all_of_them(transactional_db):
    found = []
    seen = lambda **_signal: found.append(len(guards.missing()))  # noqa: E731
    everything = len(list(guards.guards()))
    with connected(seen):
        call_command("migrate", "webhooks", "zero", verbosity=0)  # no guarded table hangs on these
        assert guards.missing() == []
        call_command("migrate", verbosity=0)
    assert found[0] == everything
    assert guards.missing() == []


@contextmanager
def connected(receiver):
    """Looks at the database between taking the guards down and the first migration."""
    pre_migrate.connect(receiver, sender=apps.get_app_config("incidents"))
    try:
        yield
    finally:
        pre_migrate.disconnect(receiver, sender=apps.get_app_config("incidents"))


def test_without_anything_to_migrate_no_guard_is_touched(db):
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert not [query for query in queries if "guard_" in query["sql"] and "SELECT" not in query["sql"]]


def test_triggers_that_a_table_lost_come_back_with_the_next_migration(transactional_db):
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Comment)  # as any change of its columns does
        else:
            editor.execute("ALTER TABLE records_comment DISABLE TRIGGER USER")
    assert {"guard_records_comment_update", "guard_records_comment_delete"} <= set(guards.missing())
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


def test_after_a_step_the_facts_of_a_closing_record_are_saved(nina, hugo, quinn):
    """The step that closes writes facts of its kind as well: they must come first."""
    fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    kept = Incident.objects.get(pk=fall.pk)
    assert (kept.is_closed, kept.feedback) == (True, "The rails are repaired. Thank you.")
