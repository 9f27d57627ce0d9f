"""What a part of an expression means: its type, its SQL, and where it stands in the text."""

from dataclasses import dataclass
from typing import Any

from sqlglot import exp

FAMILIES = {
    "key": "text",
    "text": "text",
    "code": "text",
    "icd10": "text",
    "icd9": "text",
    "written": "text",
    "flag": "flag",
    "integer": "number",
    "money": "number",
    "number": "number",
    "day": "time",
    "moment": "time",
    "null": "null",
}
PLAIN = ("text", "flag", "number", "time")
# What a function or a field may take: which types.
TAKEN: dict[str, frozenset[str]] = {
    "icd": frozenset({"icd10", "icd9"}),
    "written": frozenset({"written"}),
    "moment": frozenset({"moment"}),
    "ordered": frozenset({"integer", "money", "number", "day", "moment"}),
    "any": frozenset(FAMILIES) - {"null"},
    **{plain: frozenset(each for each, family in FAMILIES.items() if family == plain) for plain in PLAIN},
}
NAMES = {
    "icd": {"zh": "诊断或手术编码", "en": "a code of a diagnosis or procedure"},
    "written": {"zh": "带引号的词", "en": "a word in quotation marks"},
    "written_number": {"zh": "整数", "en": "a whole number"},
    "moment": {"zh": "时刻", "en": "a moment"},
    "ordered": {"zh": "数或时间", "en": "a number or a time"},
    "any": {"zh": "值", "en": "a value"},
    "text": {"zh": "文字", "en": "a text"},
    "flag": {"zh": "是或否的条件", "en": "a condition"},
    "number": {"zh": "数", "en": "a number"},
    "time": {"zh": "日期或时刻", "en": "a day or a moment"},
    "null": {"zh": "空值", "en": "null"},
}


@dataclass(frozen=True)
class Meaning:
    """`type` as in the tables of facts, "written" for a word in quotation marks; `codes` names the set of a code."""

    type: str
    sql: exp.Expr
    start: int = 0
    end: int = 0
    codes: str = ""
    names: Any = None  # of the column, by language
    written: str = ""

    @property
    def family(self) -> str:
        return FAMILIES[self.type]
