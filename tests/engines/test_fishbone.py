"""The fishbone: whatever is written on it, nothing overlaps and nothing leaves the picture."""

import re

from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.fishbone import LINE, WIDTH, Bone, fishbone, wrapped

TEXT = re.compile(r'<text class="(\S+)" text-anchor="(\w+)" x="([-\d.]+)" y="([-\d.]+)">([^<]*)</text>')
SIZE_BOX = re.compile(r'viewBox="0 0 (\d+) ([\d.]+)"')
MIXED = st.text(alphabet="夜间一名护士负责巡视，。 abcdefgh123W", min_size=1, max_size=60)


def boxes(svg):
    """Where each text stands: left, top, right, bottom; as wide as its letters can be."""
    for _use, anchor, x, y, text in TEXT.findall(svg):
        wide = sum(13 if ord(letter) > 0x2E80 else 7.8 for letter in text.replace("&amp;", "&"))
        left = float(x) - {"end": wide, "middle": wide / 2}[anchor]
        yield left, float(y) - LINE + 5, left + wide, float(y) + 3


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(st.lists(st.lists(MIXED, max_size=12), min_size=1, max_size=7), MIXED)
def test_causes_never_touch_each_other_nor_leave_the_picture(causes, effect):
    svg = fishbone(effect, [Bone(f"骨 {at}", texts) for at, texts in enumerate(causes)], title="t")
    height = float(SIZE_BOX.search(svg)[2])
    found = [box for box in boxes(svg) if box[2] > box[0]]
    assert all(box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height for box in found)
    assert not [pair for at, one in enumerate(found) for other in found[:at] if overlap(*(pair := (one, other)))]


@given(MIXED, st.integers(40, 300))
def test_wrapping_loses_no_letter(text, width):
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


def test_a_line_does_not_begin_with_a_comma():
    assert all(line[0] not in "，。" for line in wrapped("夜间一名护士，负责三十八名患者，巡视间隔超过两小时。", 65))


def test_what_people_write_cannot_become_markup():
    svg = fishbone("<script>", [Bone("<b>", ['"><script>alert(1)</script>'])], title="a & b")
    assert "<script" not in svg
    assert "&amp;" in svg


def test_a_bone_without_causes_is_still_there():
    assert ">环境<" in fishbone("跌倒", [Bone("环境")], title="t")
