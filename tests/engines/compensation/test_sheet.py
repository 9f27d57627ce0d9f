"""An assessment set out for people: amounts, languages, nothing left out that was told."""

from fractions import Fraction

import pytest

from zhian.engines.compensation.examples import NAMES, example
from zhian.engines.compensation.options import options
from zhian.engines.compensation.procedure import gates
from zhian.engines.compensation.setting_out import answer, bare, grouped
from zhian.engines.compensation.setting_out.setting import Setting, percent


@pytest.fixture(scope="module")
def founding():
    return answer(example("grade4"))


@pytest.mark.parametrize(
    ("ratio", "said"), [("0", "0%"), ("0.5", "50%"), ("1", "100%"), ("0.3333", "33.33%"), ("0.075", "7.5%")]
)
def test_a_ratio_is_said_in_per_cent(ratio, said):
    assert percent(Fraction(ratio)) == said


def test_amounts_are_grouped_for_people_and_bare_for_programs():
    assert grouped(Fraction("1234567.5")) == "1,234,567.50"
    assert bare(Fraction("1234567.5")) == "1234567.50"
    assert grouped(None) == ""


def test_the_sheet_adds_up_as_the_award_does(founding):
    for regime in founding.sheet(money=bare).regimes:
        award = founding.assessment.awards[regime.key]
        assert Fraction(regime.payable) == award.payable
        assert sum(Fraction(line.amount) for line in regime.lines) == award.gross
        assert Fraction(regime.low) <= Fraction(regime.payable) <= Fraction(regime.high)


def test_a_head_whose_figure_is_missing_has_no_amount_and_the_verdict_says_so():
    document = example("disability") | {"places": {"act": "云岭", "court": "云岭"}, "figures": {}}
    sheet = answer(document).sheet()
    line = next(line for line in sheet.regimes[0].lines if line.key == "disability")
    assert (line.amount, line.owed, line.numbers) == ("", "", "") and line.words.count("缺少云岭2023年") == 1
    assert "至少支持" in sheet.verdict and "残疾赔偿金" in sheet.verdict


def test_the_founding_question_is_answered(founding):
    sheet = founding.sheet()
    assert sheet.claimed == "500,000.00"
    assert "都不支持" in sheet.verdict
    assert [way.words[:3] for way in sheet.ways] == ["（a）", "（b）", "（c）", "（d）"]
    assert any(remark.check == "待核对" for remark in sheet.figures)
    assert sheet.procedure


def test_every_open_question_stands_on_it_with_what_another_answer_would_change(founding):
    told = {question.id: question for question in founding.sheet().options}
    assert list(told) == list(options())
    divisor = told["day_divisor"]
    assert [each.is_taken for each in divisor.answers] == [True, False, False]
    assert "A +" in divisor.answers[2].effect


def test_what_was_not_counted_says_why(founding):
    medical = founding.sheet().regimes[0].lines[0]
    assert [(each.asked, each.counted) for each in medical.excluded] == [("3,120.00", "0.00")]
    assert "原发病" in medical.excluded[0].why


def test_no_named_part_is_explained_twice(founding):
    for regime in founding.sheet().regimes:
        for line in regime.lines:
            words = [step.words for step in line.steps]
            assert len(words) == len(set(words))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_example_is_set_out_in_every_language(name, language):
    sheet = answer(example(name)).sheet(language)
    assert sheet.verdict
    assert {"zh-hans": "医疗费", "zh-hant": "醫療費", "en": "medical expenses"}[language] in {
        line.head for regime in sheet.regimes for line in regime.lines
    }


def test_the_law_that_governs_stands_first(founding):
    assert [regime.key for regime in founding.sheet().regimes] == ["A", "B"]
    assert [regime.key for regime in answer(example("disability")).sheet().regimes] == ["B", "A"]


def test_every_fact_of_a_case_stands_on_it():
    told = {fact.name: fact.value for fact in answer(example("disability")).sheet().facts}
    assert told["伤残 2"] == "伤残等级 10"
    assert told["责任程度"] == "同等"
    assert told["损害发生日"] == "2023-03-06"


def test_an_english_reader_is_told_what_a_source_is_and_still_sees_the_original(founding):
    english, chinese = founding.sheet("en"), founding.sheet()
    (told,) = {each.source for each in english.procedure if "第四十三条" in each.source}
    assert told == "Medical Accident Regulation (2002): 医疗事故处理条例 第四十三条"
    assert "医疗事故处理条例 第四十三条" in {each.source for each in chinese.procedure}


def test_every_source_of_a_procedure_has_a_title_in_english():
    setting = Setting(answer(example("grade4")).assessment, "en", str)
    assert [gate.source for gate in gates() if setting.cited(gate.source) == gate.source] == []
