"""What is open, set out: each question that the law leaves, what its answers would change, what is not yet proved."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..award import Award
from ..options import options
from . import sheet as s
from .setting import Setting

UNVERIFIED = {"unverified", "待核对"}


def question(setting: Setting, name: str) -> s.Question:
    """A question with all its answers, the one taken marked."""
    option, case = options()[name], setting.assessment.case
    taken = case.answers.get(name, option.default)
    answers = [
        s.Answer(str(answer), setting.say(words), answer == taken, _effect(setting, name, answer))
        for answer, words in option.answers.items()
    ]
    return s.Question(
        id=name,
        question=setting.say(option.words),
        answer=setting.say(option.answers[taken]),
        answers=answers,
        citation=setting.say(option.citation),
        check=setting.check(option.verified not in UNVERIFIED),
        others="；".join(f"{each.words} {each.effect}" for each in answers if each.effect),
    )


def evidence(setting: Setting) -> Iterator[s.Fact]:
    """What would prove a head for which the case has nothing; said once for both regimes."""
    missing: dict[str, s.Fact] = {}
    for award in setting.assessment.awards.values():
        for line in award.lines:
            if line.evidence.zh and not line.gross:
                head = setting.say(line.head.words)
                missing.setdefault(head, s.Fact(head, setting.say(line.evidence)))
    yield from missing.values()


def _effect(setting: Setting, question: str, answer: Any) -> str:
    """What the answer would change of each regime's heads together: A +37.67，B −12.00."""
    changes = ((award.regime, _change(award, question, answer)) for award in setting.assessment.awards.values())
    return "，".join(f"{regime} {setting.signed(change)}" for regime, change in changes if change)


def _change(award: Award, question: str, answer: Any) -> Fraction:
    """In yuan, to the fen, after the ratio."""
    changes = (
        (each.amount - (line.gross or 0)) * line.ratio
        for line in award.lines
        for each in line.alternatives
        if (each.question, each.answer) == (question, answer)
    )
    return Fraction(round(sum(changes, Fraction(0)) * 100), 100)
