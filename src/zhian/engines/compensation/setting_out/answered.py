"""Everything that the engine says of a case, and the sheet on which it is set out."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..assess import assess
from ..award import Assessment
from ..case import read_case
from ..claims import Claim, check_claim
from ..figures import Yearbook
from ..missing import Question, next_question
from ..options import options
from ..procedure import Procedure, needed
from . import sheet as s
from .claimed import asked_next, claimed, required
from .left_open import evidence, question
from .regimes import figure, regime
from .setting import Money, Setting, grouped, leading_first
from .supported import supported
from .told import facts


@dataclass(frozen=True)
class Answered:
    """All that the engine says of a case; set out in any language."""

    assessment: Assessment
    claim: Claim | None
    procedure: Procedure
    question: Question | None

    def sheet(self, language: str = "zh-hans", *, money: Money = grouped) -> s.Sheet:
        """`money` writes amounts of yuan: `grouped` for people, `bare` for programs."""
        setting, claim = Setting(self.assessment, language, money), self.claim
        return s.Sheet(
            title=self.assessment.case.part("title", ""),
            verdict=setting.say(claim.verdict if claim else supported(self.assessment)),
            facts=list(facts(setting)),
            regimes=[regime(setting, award) for award in leading_first(self.assessment)],
            figures=list(_figures(setting)),
            options=[question(setting, name) for name in options()],
            evidence=list(evidence(setting)),
            claimed=money(claim.asked) if claim else "",
            says=[setting.say(words) for words in claim.sums] if claim else [],
            claim=[claimed(setting, head) for head in claim.heads] if claim else [],
            procedure=[required(setting, each) for each in self.procedure.required],
            flags=[required(setting, each) for each in self.procedure.flags],
            elsewhere=[required(setting, each, each.gate.place) for each in self.procedure.elsewhere],
            ways=[s.Remark(f"（{way.letter}）{setting.say(way.words)}") for way in claim.ways] if claim else [],
            next=asked_next(setting, self.question) if self.question else None,
        )


def answer(document: Any, book: Yearbook | None = None) -> Answered:
    """Everything about the case in a document. Raises CaseError for what cannot be read, and for what cannot be.

    `book`: the published figures with a hospital's own laid over, where it has any.
    """
    case = read_case(document, book=book)
    assessment = assess(case)
    claim = check_claim(case, assessment) if case.part("claim") else None
    steps = claim.procedure if claim else _needed(assessment)
    return Answered(assessment, claim, steps, next_question(case, assessment))


def _needed(assessment: Assessment) -> Procedure:
    """The procedure where nothing is claimed: for the largest sum that is payable."""
    return needed(assessment.case, max((award.payable for award in assessment.awards.values()), default=Fraction(0)))


def _figures(setting: Setting) -> Iterator[s.Remark]:
    """Every published figure that was used, once."""
    lines = (line for award in setting.assessment.awards.values() for line in award.lines)
    yield from dict.fromkeys(figure(setting, each) for line in lines for each in line.figures)
