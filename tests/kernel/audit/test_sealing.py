"""The log is sealed in batches, under heads that are signed and prove that it only grew."""

import json
from itertools import pairwise

import pytest

import given
from zhian.engines.merkle import Tree, verify_consistency
from zhian.kernel.audit import sealing
from zhian.kernel.audit.leaves import Leaves, rows_of
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.audit.services import seal, verify

from .hands import sql


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
