"""Data is kept in simplified characters and read in traditional ones where the reader writes those."""

import pytest

from zhian.engines import clocks, questionnaires
from zhian.engines.chinese import written_in


@pytest.mark.parametrize("language", ["zh-hant", "zh-Hant", "zh-TW", "zh-hk"])
def test_whoever_writes_traditional_characters_reads_them(language):
    assert written_in(language, "护士发现软件报错") == "護士發現軟件報錯"


def test_words_of_the_law_are_not_taken_for_software():
    assert written_in("zh-hant", "须履行的程序，支持的项目") == "須履行的程序，支持的項目"


@pytest.mark.parametrize("language", ["zh-hans", "zh", "en"])
def test_all_others_read_what_is_kept(language):
    assert written_in(language, "护士") == "护士"


def test_the_words_of_deadlines_and_of_questions_follow_the_reader():
    assert clocks.Words("书面报告", "written report").said_in("zh-hant") == "書面報告"
    words = {"zh": "当时在做什么", "en": "What the patient was doing"}
    assert questionnaires.in_language(words, "zh-hant") == "當時在做什麼"
    assert questionnaires.in_language(words, "zh-hans") == "当时在做什么"
    assert questionnaires.in_language(words, "en") == "What the patient was doing"


def test_words_that_somebody_wrote_in_traditional_characters_stay():
    assert questionnaires.in_language({"zh": "软件", "zh-hant": "軟件"}, "zh-hant") == "軟件"
