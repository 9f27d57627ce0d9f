"""What to ask next: of all that a case does not say, what moves the amount most, each tried at its plausible bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from .assess import assess
from .case import Case
from .figures import MissingFigure
from .varied import varied, written
from .words import Words

Piece = Mapping[str, Any]  # a piece of a case document


@dataclass(frozen=True)
class Question:
    """Something that the case does not say. `low`, `high`: what is payable at its bounds, all else as it stands."""

    field: str
    words: Words
    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        return self.high - self.low


@dataclass(frozen=True)
class Open:
    """All that is still to be asked, the widest first, and the range of the amount until it is known."""

    questions: tuple[Question, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class _Unknown:
    field: str
    words: Words
    low: Piece
    high: Piece


def next_question(case: Case) -> Question | None:
    """What matters most to the amount; None where nothing that is unknown would move it."""
    return next(iter(still_open(case).questions), None)


def still_open(case: Case) -> Open:
    """Every open fact by its weight. The range has each of them at its bounds, and all of them together."""
    award = assess(case).governing
    if award is None:
        return Open((), Fraction(0), Fraction(0))
    unknown = [*(_figure(gap, case) for gap in award.gaps), *_untold(case)]
    tried = [(each, payable(varied(case, each.low)), payable(varied(case, each.high))) for each in unknown]
    questions = [Question(each.field, each.words, min(ends), max(ends)) for each, *ends in tried if ends[0] != ends[1]]
    sums = [*_together(case, unknown), *(end for question in questions for end in (question.low, question.high))]
    if award.is_complete:
        sums.append(award.payable)
    questions.sort(key=lambda question: -question.width)
    return Open(tuple(questions), min(sums), max(sums))


def payable(case: Case) -> Fraction:
    """What the law that governs gives as the case stands."""
    award = assess(case).governing
    return award.payable if award else Fraction(0)


def _untold(case: Case) -> list[_Unknown]:
    """The facts that matter to law and that the document does not tell."""
    return [unknown for unless, unknown in _questions() if not any(_is_told(case.document, path) for path in unless)]


def _figure(gap: MissingFigure, case: Case) -> _Unknown:
    """A figure that is not known lies between the lowest and the highest of its series anywhere."""
    known = [figure.value for figure in case.book if figure.series.name == gap.series] or [Fraction(0)]
    low, high = ({"figures": written({gap.series: end})} for end in (min(known), max(known)))
    return _Unknown(f"figures.{gap.series}", gap.words, low, high)


def _together(case: Case, unknown: list[_Unknown]) -> list[Fraction]:
    lowest = highest = case
    for each in unknown:
        lowest, highest = varied(lowest, each.low), varied(highest, each.high)
    return [payable(lowest), payable(highest)]


@cache
def _questions() -> tuple[tuple[tuple[str, ...], _Unknown], ...]:
    told = yaml.safe_load((files(__package__) / "missing.yaml").read_text("utf-8"))
    return tuple(
        (tuple(row["unless"]), _Unknown(row["field"], Words.of(row["words"]), row["low"], row["high"])) for row in told
    )


def _is_told(document: Any, path: str) -> bool:
    for name in path.split("."):
        if not isinstance(document, Mapping) or document.get(name) is None:
            return False
        document = document[name]
    return True
