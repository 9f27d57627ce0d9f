"""What may be written in a field, in words: each refusal says it, and so do the comments of the blank document."""

from collections.abc import Callable

from ..words import Words
from .field import FIRST_DAY, LAST_DAY, LONGEST_TEXT, Field


def allowed(known: Field) -> Words:
    """What may be written in a field."""
    return ALLOWED[known.kind](known)


def allowed_keys(known: Field) -> Words:
    """Which fields there are in a group."""
    zh, en = "、".join(f.words.zh for f in known.fields.values()), ", ".join(known.fields)
    return Words(f"没有这一项；可以写：{zh}", f"there is no such field; there are {en}")


def _allowed_heads(f: Field) -> Words:
    return Words("项目名称和" + ("比例" if f.of == "ratio" else "金额"), f"a {f.of} for each head")


ALLOWED: dict[str, Callable[[Field], Words]] = {
    "text": lambda f: Words(
        f"不超过{LONGEST_TEXT}字的可见文字", f"a text of at most {LONGEST_TEXT} visible characters"
    ),
    "money": lambda f: Words(
        f'{f.low}至{f.high:,}元，最多两位小数，写作文字如 "1234.56"',
        f'{f.low} to {f.high:,} yuan with at most two decimals, as text like "1234.56"',
    ),
    "ratio": lambda f: Words('0至1，写作文字如 "0.7" 或 "70%"', '0 to 1, as text like "0.7" or "70%"'),
    "share": lambda f: Words('0至1，如 "0.4"、"40%" 或 "1/3"', '0 to 1, like "0.4", "40%" or "1/3"'),
    "years": lambda f: Words('0至6年，最多一位小数，写作文字如 "2.5"', '0 to 6 years, one decimal, as text like "2.5"'),
    "whole": lambda f: Words(f"{f.low}至{f.high}的整数", f"a whole number from {f.low} to {f.high}"),
    "level": lambda f: Words(f"{f.low}至{f.high}的整数，或一级至十级", f"a whole number from {f.low} to {f.high}"),
    "date": lambda f: Words(
        f"{FIRST_DAY}至{LAST_DAY}的日期，如 2003-05-01", f"a day from {FIRST_DAY} to {LAST_DAY}, like 2003-05-01"
    ),
    "yes_no": lambda f: Words("是或否", "yes or no"),
    "one_of": lambda f: Words(
        f"只能是：{'、'.join(words.zh for words in f.answers.values())}", f"one of {', '.join(f.answers)}"
    ),
    "group": lambda f: Words(
        f"分项填写：{'、'.join(x.words.zh for x in f.fields.values())}", f"fields: {', '.join(f.fields)}"
    ),
    "list": lambda f: Words(f"列表，最多{f.most}项", f"a list of at most {f.most} rows"),
    "heads": _allowed_heads,
    "options": lambda f: Words("问题和选择", "a question and its answer"),
    "series": lambda f: Words("数据名称和数值", "a series and its value"),
}
TWICE = Words("同一项写了两次", "the same field is written twice")
