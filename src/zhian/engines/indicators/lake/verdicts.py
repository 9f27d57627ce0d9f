"""What became of the rows that were brought to the lake."""

from typing import NamedTuple


class Merged(NamedTuple):
    """Rows brought = new + changed + same + repeated + homeless; `removed`: rows that their stay no longer has."""

    new: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0  # the same key again in what was brought: the last one counts
    homeless: int = 0  # of a stay that is not in the lake: not taken
    removed: int = 0

    @property
    def brought(self) -> int:
        return self.new + self.changed + self.same + self.repeated + self.homeless

    def __add__(self, other: object) -> "Merged":
        if not isinstance(other, Merged):
            return NotImplemented
        return Merged(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))
