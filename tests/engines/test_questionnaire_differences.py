"""Two editions of a questionnaire: what is new, what is gone, what is asked in other words."""

from zhian.engines.questionnaires import described, differences, load

BEFORE = """
id: FALL
version: 1
zh: 跌倒
items:
- {id: place, zh: 地点, options: {bed: 床旁, hall: 走廊}}
- {id: seen, zh: 有人看见吗, type: boolean}
- {id: shoes, zh: 鞋, max_length: 20}
"""
AFTER = """
id: FALL
version: 2
zh: 跌倒
items:
- {id: seen, zh: 有人看见吗, type: boolean}
- {id: place, zh: 地点, help: [在哪里], options: {bed: 床旁, hall: 走廊, bath: 浴室}}
- {id: light, zh: 照明, max_length: 20}
"""


def test_each_difference_is_told_once_in_the_order_of_the_newer():
    found = [(each.link_id, each.one is None, each.other is None) for each in differences(load(BEFORE), load(AFTER))]
    assert found == [("place", False, False), ("light", True, False), ("shoes", False, True)]


def test_the_same_does_not_differ():
    assert list(differences(load(BEFORE), load(BEFORE))) == []


def test_an_item_is_described_in_lines():
    place = load(AFTER).questions()["place"]
    assert described(place, "zh-hans") == ["地点", "在哪里", "床旁", "走廊", "浴室"]
