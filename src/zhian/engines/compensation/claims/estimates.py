"""The largest sum that a regime supports; where figures are missing, estimated with the nearest, and said so."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..assess import assess
from ..award import Award
from ..case import Case
from ..figures import Figure
from ..varied import varied, written
from ..words import NOTHING, Words


@dataclass(frozen=True)
class Largest:
    """`high`: every open question answered for the claimant. `borrowed`: figures of another year or place."""

    high: Fraction
    borrowed: tuple[Figure, ...] = ()

    @property
    def estimate(self) -> Words:
        """Which figures were borrowed; nothing where the sum is no estimate."""
        if not self.borrowed:
            return NOTHING
        zh = "、".join(f"{f.place}{f.year}年{f.series.zh}" for f in self.borrowed)
        en = ", ".join(f"{f.series.en} of {f.place} {f.year}" for f in self.borrowed)
        return Words(f"缺少的数据暂以最接近的估计：{zh}", f"estimated with the nearest figures that are known: {en}")


def largest(case: Case, regime: str, award: Award | None = None) -> Largest:
    """What a regime supports at most in a case; `award` where it is known already."""
    borrowed: dict[str, Figure] = {}
    award = award or assess(case, (regime,)).awards[regime]
    while nearest := {gap.series: gap.offers[0] for gap in award.gaps if gap.offers and gap.series not in borrowed}:
        borrowed |= nearest
        award = assess(filled(case, borrowed.values()), (regime,)).awards[regime]
    return Largest(award.range.high, tuple(borrowed.values()))


def filled(case: Case, borrowed: Iterable[Figure]) -> Case:
    """The case as if its missing figures were these."""
    return varied(case, {"figures": written({figure.series.name: figure.value for figure in borrowed})})
