"""The questions that the law leaves open: each is a named setting that something really asks."""

import pytest

from zhian.engines.compensation.law.formulas import ready, settlement
from zhian.engines.compensation.law.registry import instruments
from zhian.engines.compensation.options import Choice, options

ASKED_BEFORE_A_RULE = {"regime", "statistical_year", "label_ratios", "age_on"}  # which text, which figures, which ratio
ASKED_AFTER_A_RULE = {"capped_years", "deductible"}  # who gets it, who bears it


def asked_by(choice):
    for law in instruments().values():
        yield from settlement(law, choice).asked
        for head in law.heads:
            yield from ready(law, head, choice).asked


def test_there_are_twenty_four_and_each_is_asked_somewhere():
    found = set(asked_by(Choice()))
    for name, option in options().items():
        for answer in option.answers:
            found |= set(asked_by(Choice(**{name: answer})))
    assert len(options()) == 24
    assert found | ASKED_BEFORE_A_RULE | ASKED_AFTER_A_RULE == set(options())


@pytest.mark.parametrize("option", options().values(), ids=lambda option: option.name)
def test_each_question_has_words_answers_a_citation_and_a_source(option):
    assert len(option.answers) >= 2
    assert all(words.zh and words.en for words in (option.words, option.citation, *option.answers.values()))
    assert option.source and option.verified


@pytest.mark.parametrize("option", options().values(), ids=lambda option: option.name)
def test_every_head_can_be_read_under_every_answer(option):
    for answer in option.answers:
        assert list(asked_by(Choice(**{option.name: answer})))


def test_an_answer_is_read_as_it_is_written_and_an_unknown_one_is_refused():
    assert Choice(day_divisor="360").day_divisor == 360
    with pytest.raises(ValueError, match="day_divisor: allowed 365, 360, 261"):
        Choice(day_divisor="366")
    with pytest.raises(ValueError, match="no such question"):
        Choice(hour="noon")


def test_a_choice_remembers_what_was_asked_of_it():
    choice = Choice(rounding="yuan_down")
    assert choice.asked_for == {}
    assert choice.rounding == "yuan_down"
    assert choice.asked_for == {"rounding": "yuan_down"}
    assert choice.but(sixties="flat").asked_for == {}
