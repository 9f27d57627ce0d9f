"""Tampering with the log and its heads: which sentence names what."""

import json

import pytest

from zhian.engines.merkle import Frontier
from zhian.kernel import encryption
from zhian.kernel.audit import sealing
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.audit.services import seal, verify

from .hands import faults, sql, swap, with_hash_anew


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


def test_guards_that_were_taken_down_are_named(story, unguarded):
    assert "its guard guard_audit_entry_update is gone or changed" in " ".join(verify().faults)


def test_of_countless_faults_only_so_many_are_told(story, unguarded, monkeypatch):
    monkeypatch.setattr("zhian.kernel.audit.verification.MOST_FAULTS", 5)
    sql("UPDATE audit_entry SET salt = 'x'")
    sql("DELETE FROM records_transition")
    assert len(verify().faults) == 5
