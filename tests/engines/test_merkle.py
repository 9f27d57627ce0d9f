"""The Merkle log: the published vectors of Certificate Transparency, and properties over any log."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The reference vectors of the Certificate Transparency project (merkletree tests, C++ and Go alike).
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"  # the second leaf
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"  # the third and fourth
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"  # the fifth to the eighth
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"  # the fifth
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"  # the seventh and eighth
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"  # the fifth and sixth
INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], B, D]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, [F, E, ROOTS[4]]),
    (2, 5, [B, D]),
    (6, 7, [F, "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f", ROOTS[4]]),
]


def reference_tree() -> Tree:
    return Tree(leaf_hash(leaf) for leaf in LEAVES)


def hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def root_by_definition(entries: list[bytes]) -> bytes:
    """MTH, word by word as RFC 6962, 2.1 defines it."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + root_by_definition(entries[:k]) + root_by_definition(entries[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out_for_every_size(size):
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf_hash(leaf))
    assert frontier.root().hex() == reference_tree().root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_the_published_inclusion_paths_come_out_and_verify(index, size, path):
    proof = reference_tree().inclusion_proof(index, size)
    assert proof == hashes(path)
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, bytes.fromhex(ROOTS[size]), proof)


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_the_published_consistency_paths_come_out_and_verify(old, new, path):
    proof = reference_tree().consistency_proof(old, new)
    assert proof == hashes(path)
    assert verify_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), proof)


def test_the_example_of_the_rfc_with_seven_entries():
    """RFC 6962, 2.1.3: the proofs for d0, d3, d4 and d6, and between the hashes 3, 4, 6 and 7."""
    a, b, c, d, e, f, j = leaves = [leaf_hash(bytes([number])) for number in range(7)]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, hash3 = node_hash(g, h), node_hash(node_hash(a, b), c)
    tree, el = Tree(leaves), node_hash(i, j)
    assert tree.inclusion_proof(0) == [b, h, el]
    assert tree.inclusion_proof(3) == [c, g, el]
    assert tree.inclusion_proof(4) == [f, j, k]
    assert tree.inclusion_proof(6) == [i, k]
    assert tree.consistency_proof(3) == [c, d, g, el]
    assert tree.consistency_proof(4) == [el]
    assert tree.consistency_proof(6) == [i, j, k]
    assert (tree.root(3), tree.root(4), tree.root()) == (hash3, k, node_hash(k, el))


entries = st.lists(st.binary(max_size=40), max_size=70)


@given(entries)
def test_sealing_one_by_one_gives_the_root_of_the_definition(log):
    frontier = Frontier()
    for entry in log:
        frontier.append(leaf_hash(entry))
    assert frontier.root() == Tree(map(leaf_hash, log)).root() == root_by_definition(log)


@given(entries, entries)
def test_a_frontier_stored_as_json_goes_on_as_if_never_stored(before, after):
    frontier = Frontier()
    for entry in before:
        frontier.append(leaf_hash(entry))
    frontier = Frontier.from_json(json.loads(json.dumps(frontier.to_json())))
    for entry in after:
        frontier.append(leaf_hash(entry))
    assert frontier.size == len(before + after)
    assert frontier.root() == root_by_definition(before + after)


def test_a_frontier_of_a_million_entries_is_a_handful_of_hashes():
    frontier = Frontier(size=2**20 - 2, peaks=[bytes(32)] * 19)
    frontier.append(bytes(32))
    assert len(frontier.to_json()["peaks"]) == 20
    frontier.append(bytes(32))
    assert len(frontier.to_json()["peaks"]) == 1


@pytest.mark.parametrize(
    "stored",
    [
        {"size": 3, "peaks": ["00" * 32]},
        {"size": 1, "peaks": ["00" * 31]},
        {"size": 0, "peaks": ["00" * 32]},
        {"size": -1, "peaks": ["00" * 32]},
    ],
)
def test_a_frontier_whose_hashes_do_not_fit_its_size_is_refused(stored):
    with pytest.raises(ValueError, match="cannot have"):
        Frontier.from_json(stored)


@st.composite
def logs_with_two_sizes(draw):
    log = draw(st.lists(st.binary(max_size=8), min_size=1, max_size=70, unique=True))
    new = draw(st.integers(1, len(log)))
    return log, draw(st.integers(0, new)), new


@given(logs_with_two_sizes(), st.data())
def test_every_entry_proves_to_be_in_the_log_and_nowhere_else(case, data):
    log, _, size = case
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(map(leaf_hash, log))
    leaf, root, proof = leaf_hash(log[index]), tree.root(size), tree.inclusion_proof(index, size)
    assert verify_inclusion(leaf, index, size, root, proof)
    assert not verify_inclusion(leaf_hash(log[index] + b"!"), index, size, root, proof)
    assert not verify_inclusion(leaf, index, size, leaf_hash(root), proof)
    assert not verify_inclusion(leaf, index, size, root, [*proof, root])
    assert not any(verify_inclusion(leaf, other, size, root, proof) for other in range(size) if other != index)
    for tampered in tamperings(proof):
        assert not verify_inclusion(leaf, index, size, root, tampered)


@given(logs_with_two_sizes())
def test_a_log_that_grew_proves_it_and_one_that_changed_cannot(case):
    log, old, new = case
    tree = Tree(map(leaf_hash, log))
    old_root, new_root, proof = tree.root(old), tree.root(new), tree.consistency_proof(old, new)
    assert verify_consistency(old, new, old_root, new_root, proof)
    assert not verify_consistency(old, new, leaf_hash(old_root), new_root, proof)
    assert not verify_consistency(old, new, old_root, new_root, [*proof, new_root])
    if old:
        assert not verify_consistency(old, new, old_root, leaf_hash(new_root), proof)
    for tampered in tamperings(proof):
        assert not verify_consistency(old, new, old_root, new_root, tampered)


@given(logs_with_two_sizes(), st.data())
def test_no_proof_exists_for_a_log_rewritten_in_its_past(case, data):
    log, old, new = case
    if not old:
        return
    where = data.draw(st.integers(0, old - 1))
    rewritten = Tree(map(leaf_hash, [*log[:where], log[where] + b"!", *log[where + 1 :]]))
    honest = Tree(map(leaf_hash, log))
    proof = rewritten.consistency_proof(old, new)
    assert not verify_consistency(old, new, honest.root(old), rewritten.root(new), proof)


def tamperings(proof: list[bytes]):
    """The proof with one bit turned, one hash lost, two swapped, one cut short."""
    for place, value in enumerate(proof):
        yield [*proof[:place], bytes([value[0] ^ 1]) + value[1:], *proof[place + 1 :]]
        yield proof[:place] + proof[place + 1 :]
        yield [*proof[:place], value[:-1], *proof[place + 1 :]]
    if len(proof) > 1 and proof[0] != proof[1]:
        yield [proof[1], proof[0], *proof[2:]]


def test_growth_without_a_proof_is_not_believed():
    tree = reference_tree()
    assert not verify_consistency(3, 5, tree.root(3), tree.root(5), [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (9, 8)])
def test_an_entry_outside_the_log_is_never_in_it(index, size):
    assert not verify_inclusion(EMPTY_ROOT, index, size, EMPTY_ROOT, [])
    with pytest.raises(IndexError):
        reference_tree().inclusion_proof(index, size)


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4), (4, 9)])
def test_a_log_does_not_shrink(old, new):
    assert not verify_consistency(old, new, EMPTY_ROOT, EMPTY_ROOT, [])
    with pytest.raises(IndexError):
        reference_tree().consistency_proof(old, new)


def test_a_root_of_more_entries_than_there_are_is_refused():
    with pytest.raises(IndexError, match="8 entries, not 9"):
        reference_tree().root(9)
