"""Search in Chinese: by two characters, by one, by number, in every kind of record, and only what may be read."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import given
from zhian.kernel.records.deeds import readable_by
from zhian.kernel.records.models import Record
from zhian.kernel.records.search import matching, words_of
from zhian.kernel.records.services import edit


def found(words, person=None):
    records = readable_by(person) if person else Record.objects.all()
    return {record.title for record in records.filter(matching(words))}


@pytest.fixture
def reports(nina):
    given.a_fall(by=nina, title="夜间如厕时跌倒", account="巡视护士听见声响到场，右髋部着地。")
    given.a_fall(by=nina, title="输液泵流速异常", account="去甲肾上腺素 8 mg 短时过量。")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("跌倒", "夜间如厕时跌倒"),
        ("如厕时跌", "夜间如厕时跌倒"),
        ("髋部", "夜间如厕时跌倒"),
        ("泵", "输液泵流速异常"),
        ("常", "输液泵流速异常"),
        ("流速 肾上腺素", "输液泵流速异常"),
        ("MG", "输液泵流速异常"),
        ("00002", "输液泵流速异常"),
        ("AE-", None),
    ],
)
def test_what_is_found(reports, words, title):
    expected = {title} if title else {"夜间如厕时跌倒", "输液泵流速异常"}
    assert found(words) == expected


@pytest.mark.parametrize(
    "words", ["倒跌", "泵跌", "跌倒 输液泵", "", "！？", "' OR 1=1 --", '"', "NEAR(", "a:b & !", "\\", "*"]
)
def test_what_is_not_found_and_never_breaks(reports, words):
    assert found(words) == set()


def test_only_what_may_be_read_is_found(reports, nina, oscar):
    assert found("跌倒", nina) == {"夜间如厕时跌倒"}
    assert found("跌倒", oscar) == set()


def test_a_changed_word_is_found_and_the_old_one_no_more(nina):
    fall = given.a_fall(by=nina, title="夜间跌倒")
    edit(fall, actor=nina, version=fall.version, changes={"title": "床旁坠床"})
    assert found("坠床") == {"床旁坠床"}
    assert found("夜间") == set()


def test_words_are_overlapping_pairs():
    assert words_of("跌倒坠床 AE-17") == ["跌倒", "倒坠", "坠床", "床", "ae", "17"]


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None)
@for_all(words=st.text(max_size=30))
def test_no_query_breaks_the_search(words):
    assert list(Record.objects.filter(matching(words))) == []
