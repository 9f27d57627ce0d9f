"""A log that only grows, as a Merkle tree (RFC 6962; proofs and their checks as in RFC 9162, section 2.1).

Every hash is 32 bytes of SHA-256. `Frontier` seals a log of any length in a handful of hashes; `Tree` keeps all of them
and can prove, to somebody who holds nothing but a root, that an entry is in the log or that the log only grew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Range = tuple[int, int]


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry. The leading 0x00 keeps it from ever being taken for a node's."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours in the tree."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: the roots of its full subtrees, the largest first.

    It is all that is needed to append and to know the root: one hash for each 1 in the binary size.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one more entry, in logarithmic memory."""
        self.size += 1
        self.peaks.append(leaf)
        pairs = self.size
        while pairs % 2 == 0:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            pairs //= 2

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_json(self) -> dict[str, Any]:
        """A form that can be stored as JSON and resumed with `from_json`."""
        return {"size": self.size, "peaks": [peak.hex() for peak in self.peaks]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Frontier":
        """The frontier that `to_json` wrote. Raises ValueError where size and hashes cannot belong together."""
        size, peaks = stored["size"], [bytes.fromhex(peak) for peak in stored["peaks"]]
        if size < 0 or len(peaks) != size.bit_count() or not _are_hashes(peaks):
            raise ValueError(f"A frontier of {size} entries cannot have these {len(peaks)} hashes.")
        return cls(size, peaks)


class Tree:
    """A whole log in memory, leaf hash by leaf hash, that can prove what it holds."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]  # the hashes of the full subtrees of 1, 2, 4, … leaves
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add the hash of one more entry."""
        self._levels[0].append(leaf)
        height = 0
        while len(self._levels[height]) % 2 == 0:
            parent = node_hash(*self._levels[height][-2:])
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            self._levels[height].append(parent)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries (all of them if none is given)."""
        size = len(self) if size is None else size
        _demand(0 <= size <= len(self), f"There are {len(self)} entries, not {size}.")
        return self._subtree((0, size)) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The hashes that lead from entry `index` (counted from 0) to the root over the first `size` entries."""
        size = len(self) if size is None else size
        _demand(0 <= index < size <= len(self), f"No entry {index} among the first {size} of {len(self)}.")
        return [self._subtree(span) for span in inclusion_ranges(index, size)]

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        """The hashes that show the first `old` entries to be the beginning of the first `new`."""
        new = len(self) if new is None else new
        _demand(0 <= old <= new <= len(self), f"{old}, {new} and {len(self)} entries are not in growing order.")
        return [self._subtree(span) for span in consistency_ranges(old, new)]

    def _subtree(self, span: Range) -> bytes:
        start, end = span
        width = end - start
        if width.bit_count() == 1:  # a full subtree: its start is a multiple of its width
            return self._levels[width.bit_length() - 1][start // width]
        middle = _split(start, end)
        return node_hash(self._subtree((start, middle)), self._subtree((middle, end)))


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Which ranges of entries, from the leaf upwards, have their root in an inclusion proof (RFC 6962, 2.1.1)."""
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Which ranges of entries have their root in a consistency proof, in its order (RFC 6962, 2.1.2)."""
    if old == 0:
        return []  # every log continues the empty one
    ranges, start, end = [], 0, new
    while old != end:
        middle = _split(start, end)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return ranges[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof leads from this leaf hash at this index to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    here, last = index, size - 1
    reached = leaf
    for sibling in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            reached = node_hash(sibling, reached)
            here, last = _climb_to_right_child(here, last)
        else:
            reached = node_hash(reached, sibling)
        here, last = here // 2, last // 2
    return last == 0 and reached == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the log of `new` entries begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == 0 or old == new:
        expected = EMPTY_ROOT if old == 0 else new_root
        return not proof and old_root == expected and (new > 0 or new_root == EMPTY_ROOT)
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here % 2:
        here, last = here // 2, last // 2
    old_reached = new_reached = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here % 2 or here == last:
            old_reached, new_reached = node_hash(sibling, old_reached), node_hash(sibling, new_reached)
            here, last = _climb_to_right_child(here, last)
        else:
            new_reached = node_hash(new_reached, sibling)
        here, last = here // 2, last // 2
    return last == 0 and old_reached == old_root and new_reached == new_root


def _split(start: int, end: int) -> int:
    """Where the RFC halves a range: after the largest power of two smaller than its width."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _climb_to_right_child(here: int, last: int) -> Range:
    """Skip the levels on which an entry at the right edge has no sibling."""
    while here and here % 2 == 0:
        here, last = here // 2, last // 2
    return here, last


def _are_hashes(values: Iterable[bytes]) -> bool:
    """Whether each is 32 bytes: two values of odd lengths could be cut elsewhere and still hash the same."""
    return all(len(value) == HASH_SIZE for value in values)


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise IndexError(otherwise)
