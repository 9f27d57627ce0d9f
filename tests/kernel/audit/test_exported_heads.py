"""A head that was carried out of the house proves what the log was then."""

import json

import pytest
from django.db import transaction

import given
from zhian.kernel.audit import guards
from zhian.kernel.audit.services import export_head, seal, verify
from zhian.kernel.people.models import User

from .hands import faults, sql


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
