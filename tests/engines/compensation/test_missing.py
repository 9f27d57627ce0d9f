"""What to ask next: the fact that moves the amount most, and the range until it is known."""

from fractions import Fraction
from random import Random

import pytest

from zhian.engines.compensation.assess import assess
from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.claims import check_claim
from zhian.engines.compensation.missing import next_question, still_open

from .generator import case_document

DEATH = {
    "forum": "court",
    "places": {"act": "重庆", "court": "重庆"},
    "dates": {"act": "2023-06-01", "death": "2023-06-10", "debate_closed": "2024-06-01"},
    "patient": {"age": 40},
    "responsibility": {"ratio": "1"},
    "income": {"kind": "none"},
    "hospital_days": 0,
    "care": [],
    "receipts": [],
    "lost_days": 0,
    "mental": {"asked": "50000", "serious": True},
}


def test_of_all_that_is_not_known_the_dependants_of_a_dead_patient_move_most():
    question = next_question(read_case(DEATH))
    assert (question.field, question.low) == ("dependants", 47435 * 20 + 117446 // 2 + 50000)
    assert question.high - question.low == 31531 * 18  # one child that was just born
    assert question.words.zh.endswith("？") and question.words.en.endswith("?")


def test_responsibility_is_asked_before_everything_where_nobody_told_it():
    untold = {name: part for name, part in DEATH.items() if name != "responsibility"}
    assert next_question(read_case(untold)).field == "responsibility"


def test_questions_come_widest_first_and_the_range_holds_them_all():
    open_ = still_open(read_case({name: DEATH[name] for name in ("forum", "places", "dates")}))
    widths = [question.width for question in open_.questions]
    assert widths == sorted(widths, reverse=True) and len(widths) >= 4
    assert open_.low <= min(q.low for q in open_.questions) and max(q.high for q in open_.questions) <= open_.high


def test_a_complete_case_needs_no_question_and_its_range_is_one_amount():
    complete = DEATH | {"dependants": [{"name": "子", "age": 10, "supporters": 2}], "other": []}
    open_ = still_open(read_case(complete))
    assert (open_.questions, open_.low) == ((), open_.high)


def test_what_was_answered_is_asked_no_more():
    answered = DEATH | {"dependants": []}
    assert next_question(read_case(answered)) is None


def test_a_question_counts_under_the_regime_that_it_moves_most():
    founding = {
        "dates": {"act": "2003-05-01"},
        "places": {"act": "重庆"},
        "accident": {"grade": "四级"},
        "receipts": [],
    }
    question = next_question(read_case(founding | {"responsibility": {"ratio": "1"}, "dependants": []}))
    assert (question.field, question.regime) == ("injuries", "B")  # the Regulation governs and gives grade 4 nothing


def test_a_figure_that_is_not_published_is_asked_for_between_the_extremes_that_are():
    elsewhere = DEATH | {"places": {"act": "青海", "court": "青海"}, "dependants": []}
    question = next_question(read_case(elsewhere))
    assert question.field == "figures.urban_income" and "缺少青海2023年城镇居民人均可支配收入" in question.words.zh
    rest = 50_000 + Fraction(104_802, 2)  # mental, and the funeral by the nearest wage of 2023
    assert (question.low, question.high) == (Fraction("34750.34") * 20 + rest, 89_477 * 20 + rest)


@pytest.mark.parametrize("seed", range(12))
def test_any_case_however_little_it_says_has_its_questions_and_its_claim_checked(seed):
    random = Random(seed)
    whole = case_document(random)
    document = {name: part for name, part in whole.items() if random.random() < 0.6}
    case = read_case(document | {"claim": {"heads": {"medical": "1000"}, "stated_total": "1200"}})
    found = assess(case)
    open_, claim = still_open(case, found), check_claim(case, found)
    assert open_.low <= open_.high and all(question.width > 0 for question in open_.questions)
    assert claim.verdict.zh and len(claim.sums) >= 1 and claim.is_supported == (not claim.ways)
