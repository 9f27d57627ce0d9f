"""The engine and the oracle, which share no line, agree to the fen on every head of every random case."""

from random import Random

import pytest

from engines.compensation.agreement import differences
from engines.compensation.generator import ANSWERS, case_document

OTHERWISE = [(name, answer) for name, answers in ANSWERS.items() for answer in answers[1:]]


@pytest.mark.parametrize("answers", [{}, *({name: answer} for name, answer in OTHERWISE)], ids=str)
def test_one_case_after_another_and_columns(answers):
    random = Random(str(answers))
    assert list(differences([case_document(random) | {"options": answers} for _ in range(40)])) == []
