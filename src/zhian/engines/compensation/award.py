"""What comes out: an assessment of a case, with an award under each regime, line by line. Amounts are exact yuan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from .exclusions import Excluded, left_out
from .figures import Figure, MissingFigure
from .formula.explained import Explanation
from .law import Head, Instrument
from .reckoning import Gross
from .words import NOTHING, Words


@dataclass(frozen=True)
class Alternative:
    """What another answer to an open question would give for one head, or for the whole."""

    question: str
    answer: Any
    words: Words
    amount: Fraction


@dataclass(frozen=True)
class Mover:
    """What moves the amount: an open question, a label or a fact that is not known."""

    name: str
    words: Words
    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        return self.high - self.low


@dataclass(frozen=True)
class Range:
    """From the lowest to the highest, the award inside, and what moves it, the strongest first."""

    low: Fraction
    high: Fraction
    movers: tuple[Mover, ...] = ()


@dataclass(frozen=True)
class Line:
    """One head. `gross` is None where a figure is missing."""

    head: Head
    gross: Fraction | None
    ratio: Fraction
    owed: Fraction
    reckoned: Gross
    sources: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    gaps: tuple[MissingFigure, ...] = ()
    evidence: Words = NOTHING  # what would prove it, where the case has nothing for this head
    computed: Fraction | None = None  # what the rule gives, where the case states the amount itself
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_stated(self) -> bool:
        """Whether the amount is the case's own, not the rule's."""
        return self.computed is not None

    @property
    def shown(self) -> Explanation:
        """How the amount came about, read off the formula that gave it."""
        return self.reckoned.shown

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The published figures on the way that was taken, each once."""
        used = [figure for key in self.shown.keys for figure in self.sources.get(key, ())]
        return tuple({(f.series.name, f.place, f.year): f for f in used}.values())

    @cached_property
    def excluded(self) -> tuple[Excluded, ...]:
        """What was put forward and not counted in full, with the condition that led to it."""
        return tuple(left_out(self.shown, self.rows, self.labels))


@dataclass(frozen=True)
class Deduction:
    by: str
    words: Words
    amount: Fraction


@dataclass(frozen=True)
class Share:
    """What one hospital bears of the whole, and what its insurer bears of that."""

    hospital: str
    amount: Fraction
    insurer: Fraction = Fraction(0)

    @property
    def own(self) -> Fraction:
        return self.amount - self.insurer


@dataclass(frozen=True)
class Supported:
    """What one dependant gets of the dependants' living costs."""

    name: str
    amount: Fraction


@dataclass(frozen=True)
class Award:
    """One instrument applied to one case."""

    instrument: Instrument
    lines: tuple[Line, ...]
    gross: Fraction
    owed: Fraction  # after the ratio
    deductions: tuple[Deduction, ...]
    payable: Fraction
    range: Range
    split: tuple[Share, ...] = ()
    dependants: tuple[Supported, ...] = ()

    @property
    def regime(self) -> str:
        return self.instrument.regime

    @property
    def gaps(self) -> tuple[MissingFigure, ...]:
        """Figures that are not published here, each once."""
        found = {(gap.series, gap.place, gap.year): gap for line in self.lines for gap in line.gaps}
        return tuple(found.values())

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    def line(self, head: str) -> Line:
        return next(line for line in self.lines if line.head.name == head)


@dataclass(frozen=True)
class Sum:
    """What is payable under a regime; without the heads whose figures are missing."""

    payable: Fraction
    gaps: tuple[MissingFigure, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """A case under every regime that it may fall under."""

    case: Any
    applicable: Any  # law.cn.applicable: which regimes, why, by what source
    awards: Mapping[str, Award]
    procedure: Sequence[Any] = ()
    flags: Sequence[Any] = ()
    missing: Sequence[Any] = field(default_factory=tuple)

    @property
    def governing(self) -> Award | None:
        """The award under the law that governs, or that comes nearest to it; None where there is no award."""
        regimes = [each.regime for each in self.applicable] + ["B", "A"]
        return next((self.awards[regime] for regime in regimes if regime in self.awards), None)
