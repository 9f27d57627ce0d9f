"""Names in a narrative: found where they stand beside a title, and not in words that only look like them."""

import pytest

from zhian.engines.names import known_names, named_beside_titles

NAMED = {
    "张医生开错了剂量": ["张医生"],
    "当时王芳护士正在配药": ["王芳护士"],
    "护士李娟，未核对腕带。": ["护士李娟"],
    "欧阳主任到场后处理": ["欧阳主任"],
    "立即通知陈护士长和刘伟医生。": ["陈护士长", "刘伟医生"],
    "带教赵老师不在场": ["赵老师"],
    "由张强医生查看病人": ["张强医生"],
}
UNNAMED = [
    "管床医生未及时查看",
    "由于医生交接班，病人等了很久",
    "责任护士发现床栏未拉起",
    "马上护士到场，10分钟后医生到达",
    "主任医生和高年资护士在场",
    "没有任何医生到场，感谢护士的帮助",
    "值班护士长立即到场",
    "白班护士与夜班护士交接",
    "谢谢医生和护士",
    "提高护士意识，双方医生沟通",
    "每周护士培训",
    "病人从床上滑下，护士扶起后报告值班医生。",
    "周围护士听到声音",
    "The doctor on duty came at once.",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_name_beside_a_title_is_found(text):
    assert [found.name for found in named_beside_titles(text)] == NAMED[text]


@pytest.mark.parametrize("text", UNNAMED)
def test_what_only_looks_like_a_name_is_left_alone(text):
    assert named_beside_titles(text) == []


def test_it_says_what_to_write_instead():
    assert [found.instead for found in named_beside_titles("张医生和护士李娟。")] == ["值班医生", "当班护士"]


def test_people_who_are_known_are_found_without_a_title():
    people = [("李娟", "主管护师"), ("张强", "主治医师"), ("王", ""), ("Nina", "")]
    found = known_names("张强开药，Nina 说李娟没有核对，Ninas 和王不在。", people)
    assert [(each.name, each.instead) for each in found] == [
        ("张强", "值班医生"),
        ("Nina", "当班人员"),
        ("李娟", "当班护士"),
    ]


def test_each_name_is_told_once():
    assert len(named_beside_titles("张医生来了，张医生走了")) == 1
