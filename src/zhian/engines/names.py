"""Names of people in a narrative: found by how Chinese names stand beside a title, without a list of who works here."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# The most frequent surnames, but for those that are as often another word (如 向, 管, 应).
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐")
# What stands beside a name, and what to write in its place. The longest first.
TITLES = {
    "护士长": "护士长",
    "副主任": "值班医生",
    "护理员": "当班护理员",
    "治疗师": "当班治疗师",
    "麻醉师": "麻醉医生",
    "主任": "科室负责人",
    "医生": "值班医生",
    "医师": "值班医生",
    "大夫": "值班医生",
    "护士": "当班护士",
    "护师": "当班护士",
    "药师": "当班药师",
    "技师": "当班技师",
    "护工": "当班护工",
    "院长": "院领导",
    "教授": "上级医生",
    "老师": "带教老师",
    "师傅": "当班人员",
}
TITLE = "|".join(TITLES)
NO_NAME = "上下时后前班床位等边围多级便续旧内外的了在是有和与及或请叫让由被把给对向为将到并也都就不无未各该此其某本"
# Words in which a surname stands as something else. They are taken out before names are looked for.
HARMLESS = re.compile(
    r"由于|对于|关于|等于|属于|至于|基于|鉴于|位于|处于|在于|于是|责任|任何|任务|感谢|谢谢|许多|也许|允许|"
    r"不曾|其余|余下|分钟|马上|提高|高年资|高级|高危|高压|双方|方便|方式|方案|方面|过程|流程|病程|课程|周围|"
    r"周边|每周|一周|两周|上周|本周|下周|白班|白天|陆续|黄疸|金额|文书|文件|严重|石膏|万一|容易|病史|时段|"
    r"阶段|手段|江水|毛巾|毛毯|雷同|康复|汤药|武警|夏天|秦岭|顾虑|顾及|钱款|收钱|付钱|常规"
)
BEFORE_TITLE = re.compile(
    rf"(?<!主)(?P<name>(?:{'|'.join(DOUBLE_SURNAMES)}|[{SURNAMES}])[^\W\d_a-zA-Z{NO_NAME}]{{0,2}}?)"
    rf"(?P<title>{TITLE})(?!长)"
)
AFTER_TITLE = re.compile(
    rf"(?P<title>{TITLE})(?P<name>(?:{'|'.join(DOUBLE_SURNAMES)}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}})"
    rf"(?=[，。、；：！？（）\s]|$)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text, and what to write instead."""

    name: str
    instead: str


def named_beside_titles(text: str) -> list[Named]:
    """Names that stand before or after a title (张医生, 护士李娟); each once, in the order of the text."""
    return _once(_beside_titles(text))


def known_names(text: str, people: Collection[tuple[str, str]]) -> list[Named]:
    """Which of these people, given as name and professional title, the text names."""
    found = [(text.find(name), Named(name, _instead(title))) for name, title in people if _stands_in(name, text)]
    return _once(named for _place, named in sorted(found, key=lambda each: each[0]))


def _beside_titles(text: str) -> Iterator[Named]:
    plain = HARMLESS.sub(lambda word: "·" * len(word[0]), text)
    for pattern in (BEFORE_TITLE, AFTER_TITLE):
        for found in pattern.finditer(plain):
            yield Named(found[0], TITLES[found["title"]])


def _stands_in(name: str, text: str) -> bool:
    if name.isascii():
        return len(name) > 2 and re.search(rf"\b{re.escape(name)}\b", text) is not None
    return len(name) > 1 and name in text


def _instead(title: str) -> str:
    """What to write for somebody of this professional title (主管护师, 主治医师)."""
    return next((role for word, role in TITLES.items() if word in title), "当班人员")


def _once(found: Iterator[Named]) -> list[Named]:
    return list({each.name: each for each in found}.values())
