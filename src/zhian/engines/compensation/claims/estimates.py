"""Where figures are missing, a sum can be estimated with the nearest that are known, and says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..assess import ranges, sums
from ..award import Award
from ..case import Case
from ..figures import Figure, MissingFigure, places
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
        en = ", ".join(f"{f.series.en}, {places()[f.place].words.en} {f.year}" for f in self.borrowed)
        return Words(f"缺少的数据暂以最接近的估计：{zh}", f"estimated with the nearest figures that are known: {en}")


def largest(case: Case, regime: str, award: Award | None = None) -> Largest:
    """What a regime supports at most in a case; `award` where it is known already."""
    borrowed = nearest(case, regime, award.gaps if award else None)
    if award and not borrowed:
        return Largest(award.range.high)
    return Largest(ranges(filled(case, borrowed), (regime,))[regime].high, borrowed)


def nearest(case: Case, regime: str, gaps: Sequence[MissingFigure] | None = None) -> tuple[Figure, ...]:
    """The nearest known figures for all that a regime misses in a case; filling one gap may open another."""
    borrowed: dict[str, Figure] = {}
    while True:
        if gaps is None:
            gaps = sums(filled(case, borrowed.values()), (regime,))[regime].gaps
        found = {gap.series: gap.offers[0] for gap in gaps if gap.offers and gap.series not in borrowed}
        if not found:
            return tuple(borrowed.values())
        borrowed, gaps = borrowed | found, None


def filled(case: Case, borrowed: Iterable[Figure]) -> Case:
    """The case as if its missing figures were these."""
    figures = {figure.series.name: figure.value for figure in borrowed}
    return varied(case, {"figures": written(figures)}) if figures else case
