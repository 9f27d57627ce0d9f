"""What to ask next: of all that a case does not say, what moves the amount most, each tried at its plausible bounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from .assess import assess, sums
from .award import Assessment
from .case import Case
from .claims.estimates import filled, nearest
from .fields import CaseError
from .stored import stored
from .varied import varied, written
from .words import Words

SAME_TIMES = 5  # years around the one that is missing, whose figures it may resemble
Piece = Mapping[str, Any]  # a piece of a case document


@dataclass(frozen=True)
class Question:
    """Something that the case does not say. `low`, `high`: what is payable at its bounds, all else as it stands, under
    the regime that it moves most."""

    field: str
    words: Words
    regime: str
    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        return self.high - self.low


@dataclass(frozen=True)
class Open:
    """All that is still to be asked, the widest first, and the range under the law that governs until it is known."""

    questions: tuple[Question, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class _Unknown:
    field: str
    words: Words
    low: Piece
    high: Piece
    unless: tuple[str, ...] = ()  # fields that make the question idle
    after: tuple[str, ...] = ()  # fields that come first
    regimes: tuple[str, ...] = ("A", "B")


def next_question(case: Case, assessment: Assessment | None = None) -> Question | None:
    """What matters most to the amount; None where nothing that is unknown would move it."""
    return next(iter(still_open(case, assessment).questions), None)


def still_open(case: Case, assessment: Assessment | None = None) -> Open:
    """Every open fact by its weight under either regime. The range has each at its bounds, and all of them together."""
    found = assessment or assess(case)
    if found.governing is None:
        return Open((), Fraction(0), Fraction(0))
    governing = found.governing.regime
    regimes = _weighed(found)
    unknown = [*_figures(case, found, regimes), *_untold(case, regimes)]
    questions = [question for each in unknown if (question := _question(case, each)).width]
    ends = [end for each in unknown if governing in each.regimes for end in _ends(case, each, governing)]
    ends += [_payable(each, governing) for each in _together(case, unknown, governing)]
    if found.governing.is_complete:
        ends.append(found.governing.payable)
    return Open(tuple(sorted(questions, key=lambda question: -question.width)), min(ends), max(ends))


def _weighed(found: Assessment) -> tuple[str, ...]:
    """What a court would give, and the Regulation where it may govern."""
    may_govern = {each.regime for each in found.applicable} | {"B"}
    return tuple(regime for regime in found.awards if regime in may_govern or len(found.awards) == 1)


def _question(case: Case, unknown: _Unknown) -> Question:
    ends = {regime: sorted(_ends(case, unknown, regime)) for regime in unknown.regimes}
    regime = max(ends, key=lambda each: ends[each][1] - ends[each][0])
    return Question(unknown.field, unknown.words, regime, *ends[regime])


def _ends(case: Case, unknown: _Unknown, regime: str) -> tuple[Fraction, Fraction]:
    return _payable(_tried(case, unknown.low), regime), _payable(_tried(case, unknown.high), regime)


def _tried(case: Case, changes: Piece) -> Case:
    """The case with a bound in it; as it stands where that contradicts it, as a grade does where no accident is."""
    try:
        return varied(case, changes)
    except CaseError:
        return case


def _payable(case: Case, regime: str) -> Fraction:
    """Estimated with the nearest figures where some are missing."""
    found = sums(case, (regime,))[regime]
    if found.gaps:
        found = sums(filled(case, nearest(case, regime, found.gaps)), (regime,))[regime]
    return found.payable


def _together(case: Case, unknown: list[_Unknown], regime: str) -> tuple[Case, Case]:
    lowest = highest = case
    for each in unknown:
        if regime in each.regimes:
            lowest, highest = _tried(lowest, each.low), _tried(highest, each.high)
    return lowest, highest


def _untold(case: Case, regimes: tuple[str, ...]) -> list[_Unknown]:
    """The facts that matter to law, that the document does not tell, and whose turn it is."""
    told = lambda paths: [_is_told(case.document, path) for path in paths]  # noqa: E731
    asked = [each for each in _questions() if not any(told(each.unless)) and all(told(each.after))]
    return [replace(each, regimes=regimes) for each in asked]


def _figures(case: Case, found: Assessment, regimes: tuple[str, ...]) -> Iterator[_Unknown]:
    """A figure that is not known lies between the lowest and the highest of its series anywhere in those years."""
    for regime in regimes:
        for gap in found.awards[regime].gaps:
            known = [figure for figure in case.book if figure.series.name == gap.series]
            near = [figure.value for figure in known if abs(figure.year - gap.year) <= SAME_TIMES]
            values = near or [figure.value for figure in known] or [Fraction(0)]
            low, high = ({"figures": written({gap.series: end})} for end in (min(values), max(values)))
            yield _Unknown(f"figures.{gap.series}", gap.words, low, high, regimes=(regime,))


@cache
def _questions() -> tuple[_Unknown, ...]:
    told = stored(files(__package__) / "missing.yaml")
    return tuple(
        _Unknown(
            row["field"], Words.of(row["words"]), row["low"], row["high"],
            unless=tuple(row["unless"]), after=tuple(row.get("after", ())),
        )
        for row in told
    )  # fmt: skip


def _is_told(document: Any, path: str) -> bool:
    for name in path.split("."):
        if not isinstance(document, Mapping) or document.get(name) is None:
            return False
        document = document[name]
    return True
