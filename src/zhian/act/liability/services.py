"""What the engine says of a case, laid out for the page. Nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhian.engines.compensation.award import Award
from zhian.engines.compensation.setting_out import Answered, answer, grouped
from zhian.engines.compensation.setting_out.sheet import HeadLine, Sheet

LEFT, RIGHT = 10, 490  # of the picture of a range
SAME_LOSS = {"disability_allowance": "disability"}  # stand on one line, though each law has its own name


@dataclass(frozen=True, slots=True)
class Range:
    """Where an award lies between its lowest and its highest, and the claim beside it, as a picture."""

    words: str
    low: int
    here: int
    high: int
    claim: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A head, and its line under each regime; None where that one has no such head."""

    head: str
    lines: list[HeadLine | None]
    titles: list[str]  # of the regimes, in the same order

    @property
    def cells(self) -> list[tuple[str, HeadLine | None]]:
        """Each line with the title of its regime, which a narrow screen repeats."""
        return list(zip(self.titles, self.lines, strict=True))

    @property
    def counts(self) -> bool:
        """Whether it gives anything, or lacks a figure, or something put forward was left out."""
        return any(line and (line.amount != "0.00" or line.excluded) for line in self.lines)


def worked_out(case: Any) -> dict[str, Any]:
    """The sheet of a case, its regimes with the pictures of their ranges, and its heads side by side."""
    answered = answer(case)
    sheet, ranges = answered.sheet(get_language() or "zh-hans"), _ranges(answered)
    regimes = [(regime, ranges[regime.key]) for regime in sheet.regimes]
    rows = list(side_by_side(sheet))
    counted, nothing = [row for row in rows if row.counts], [row for row in rows if not row.counts]
    return {"sheet": sheet, "regimes": regimes, "counted": counted, "nothing": nothing}


def side_by_side(sheet: Sheet) -> Iterator[Row]:
    """Every head once, in the order of the first regime, then what only the others have."""
    by_key = [{_key(line): line for line in regime.lines} for regime in sheet.regimes]
    for key in dict.fromkeys(key for lines in by_key for key in lines):
        lines = [lines.get(key) for lines in by_key]
        names = dict.fromkeys(line.head for line in lines if line)
        yield Row(" / ".join(names), lines, [regime.title for regime in sheet.regimes])


def _key(line: HeadLine) -> str:
    return SAME_LOSS.get(line.key, line.key)


def _ranges(answered: Answered) -> dict[str, Range]:
    """By regime, all on one scale, so that they can be compared."""
    awards = answered.assessment.awards
    asked = answered.claim.asked if answered.claim else None
    most = max([award.range.high for award in awards.values()] + [asked or Fraction(0)]) or Fraction(1)
    return {regime: _range(award, asked, most) for regime, award in awards.items()}


def _range(award: Award, asked: Fraction | None, most: Fraction) -> Range:
    def at(amount: Fraction) -> int:
        return LEFT + round((RIGHT - LEFT) * amount / most)

    words = _("%(low)s to %(high)s yuan, %(here)s by default") % {
        "low": grouped(award.range.low), "high": grouped(award.range.high), "here": grouped(award.payable)
    }  # fmt: skip
    return Range(
        words, at(award.range.low), at(award.payable), at(award.range.high), None if asked is None else at(asked)
    )
