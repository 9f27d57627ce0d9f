"""Texts that tell the same are found alike, by the words that few others have."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.similarity import Rarity, cosine, rarest, shared_phrases, vector

RARITY = Rarity(2000, {"the": 2000, "fall": 400, "morphine": 40})
texts = st.lists(st.sampled_from(["the", "fall", "morphine", "pump", "bed"]), max_size=12)


def test_a_word_of_every_text_says_nothing_and_a_rare_one_most():
    assert RARITY.weight("the") == 0
    assert RARITY.weight("pump") == pytest.approx(math.log(2001))
    assert RARITY.weight("pump") > RARITY.weight("morphine") > RARITY.weight("fall")


def test_where_nothing_was_counted_all_words_weigh_the_same():
    assert Rarity(0, {}).weight("the") == Rarity(0, {}).weight("pump") > 0


def test_texts_are_alike_by_their_rare_words():
    own = vector(["the", "morphine", "pump"], RARITY)
    assert cosine(own, vector(["morphine", "pump", "bed"], RARITY)) > cosine(own, vector(["the", "fall"], RARITY)) == 0


@given(texts, texts)
def test_likeness_is_between_none_and_the_same(one, other):
    first, second = vector(one, RARITY), vector(other, RARITY)
    assert 0 <= cosine(first, second) <= 1
    assert cosine(first, second) == pytest.approx(cosine(second, first))
    assert cosine(first, first) == pytest.approx(1 if first and any(first.values()) else 0)


def test_the_rarest_words_lead_as_long_as_they_lead_to_few():
    assert list(rarest(["the", "fall", "morphine", "pump"], RARITY, most=3, found_at_most=500)) == [
        "pump",
        "morphine",
        "fall",
    ]
    assert list(rarest(["the", "fall", "morphine"], RARITY, most=9, found_at_most=100)) == ["morphine"]
    assert list(rarest(["the"], RARITY, most=9, found_at_most=10)) == ["the"]


def test_shared_phrases_are_the_longest_and_the_most_telling_first():
    one, other = "夜间如厕时在卫生间门口滑倒，夜灯不亮。", "病人去厕所，夜灯不亮，在卫生间门口摔了。"
    weights = {"夜灯": 0.9, "灯不": 0.9, "不亮": 0.9, "卫生": 0.1}
    assert shared_phrases(one, other, weights) == ["夜灯不亮", "在卫生间门口"]


@given(st.text("跌倒夜灯ab ，", max_size=30), st.text("跌倒夜灯ab ，", max_size=30))
def test_every_shared_phrase_stands_in_both(one, other):
    for piece in shared_phrases(one, other, {}):
        assert piece in one and piece in other
