"""The engine and the oracle, which share no line, agree to the fen on every head of every random case."""

from random import Random

import pytest

from engines.compensation.agreement import apart, by_the_oracle, one_by_one
from engines.compensation.generator import ANSWERS, case_document

OTHERWISE = [(name, answer) for name, answers in ANSWERS.items() for answer in answers[1:]]


@pytest.mark.parametrize("answers", [{}, *({name: answer} for name, answer in OTHERWISE)], ids=str)
def test_one_case_after_another(answers):
    random = Random(str(answers))
    for _ in range(15):
        document = case_document(random) | {"options": answers}
        for regime in "AB":
            assert apart(one_by_one(document, regime), by_the_oracle(document, regime)) == {}, document
