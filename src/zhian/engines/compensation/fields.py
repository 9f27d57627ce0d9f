"""The fields of a case document, declared once: its reader, its errors and its schema come from the declaration."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

from . import handwriting
from .facts import CASE
from .options import options
from .stored import stored
from .words import Words

LONGEST_TEXT = 200
MOST_FAULTS = 100  # that one refusal lists
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode categories; rare names may be of a private or a newer plane
DECIMAL = re.compile(r"[0-9]{1,13}(\.[0-9]{1,12})?")
LARGEST = 10**13
MOST_PARTS = 1000  # into which hospitals divide what they owe
FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a document: where, what was written, what is allowed there."""

    field: str
    value: str
    allowed: Words

    def said_in(self, language: str) -> str:
        return f"{self.field} = {self.value}: {self.allowed.said_in(language)}"


class CaseError(ValueError):
    """A document cannot be read. `faults` says everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.said_in("en") for fault in faults))

    def said_in(self, language: str) -> str:
        return "\n".join(fault.said_in(language) for fault in self.faults)


class _Wrong(Exception):
    def __init__(self, zh: str, en: str):
        self.allowed = Words(zh, en)


@dataclass(frozen=True)
class Field:
    """A field: what it is called, of what kind it is, what is allowed."""

    name: str
    words: Words
    kind: str
    low: int = 0
    high: int = 100_000_000
    most: int = 0
    of: str = ""
    required: bool = False
    answers: Mapping[str, Words] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)  # other words for an answer
    fields: Mapping[str, "Field"] = field(default_factory=dict)

    @property
    def allowed(self) -> Words:
        """What may be written here."""
        return ALLOWED[self.kind](self)

    def named(self, key: Any) -> str | None:
        """The English key of a key in either language."""
        key = "on" if key is True else key  # YAML reads a bare `on` as true
        if key in self.fields:
            return str(key)
        return next((name for name, f in self.fields.items() if key == f.words.zh), None)


@cache
def document() -> Field:
    """The declaration of a whole case document."""
    told = stored(files(__package__) / "fields.yaml")
    return _declared("", {"zh": "案件", "en": "case", "is": "group", "fields": told})


def _declared(name: str, told: Mapping[str, Any]) -> Field:
    answers = {key: Words(*words) for key, words in told.get("answers", {}).items()}
    if told["is"] == "fact":
        answers = {words.zh: words for words in CASE[told["fact"]].codes.values()}
    fields = {key: _declared(key, about) for key, about in told.get("fields", {}).items()}
    kind = "one_of" if told["is"] == "fact" else told["is"]
    bounds = {key: told[key] for key in ("low", "high", "most", "of", "required", "also") if key in told}
    return Field(name, Words(told["zh"], told["en"]), kind, answers=answers, fields=fields, **bounds)


def read(value: Any, known: Field | None = None, where: str = "") -> Any:
    """The document in its own types: money and ratios as Fractions, dates as dates. Raises CaseError."""
    faults: list[Fault] = []
    result = _read(known or document(), value, where, faults)
    if faults:
        raise CaseError(faults[:MOST_FAULTS])
    return result


def fault(where: str, value: Any, allowed: Words) -> Fault:
    return Fault(_visible(where, 120) or "case", _visible(_written(value), 60) or '""', allowed)


def _visible(text: str, longest: int) -> str:
    """As it may be repeated to a person: not too long, and nothing that a screen would obey."""
    shown = "".join("�" if category(c) in UNSEEN else c for c in text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _written(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return f"[…] × {len(value)}"
    if type(value) is int and abs(value) >= LARGEST:
        return "≥ 10^13"
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / value.denominator:f}"
    return "—" if value is None else str(value)


def _read(known: Field, value: Any, where: str, faults: list[Fault]) -> Any:
    if known.kind == "group":
        return _group(known, value, where, faults)
    if known.kind == "list":
        return _rows(known, value, where, faults)
    if known.kind in MAPS:
        return _map(known, value, where, faults)
    try:
        return READERS[known.kind](known, value)
    except _Wrong as wrong:
        faults.append(fault(where, value, wrong.allowed))
        return None


def _group(known: Field, value: Any, where: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        faults.append(fault(where, value, known.allowed))
        return {}
    told = {}
    for key, inner in value.items():
        name, path = known.named(key), f"{where}.{key}".strip(".")
        if name is None or name in told:
            faults.append(fault(path, inner, _keys(known) if name is None else TWICE))
        elif inner is not None:
            told[name] = _read(known.fields[name], inner, path, faults)
    for name, f in known.fields.items():
        if f.required and name not in told:
            faults.append(Fault(f"{where}.{name}".strip("."), "—", f.allowed))
    return told


def _rows(known: Field, value: Any, where: str, faults: list[Fault]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > known.most:
        faults.append(fault(where, value, known.allowed))
        return []
    return [_group(known, row, f"{where}[{k}]", faults) for k, row in enumerate(value, 1)]


def _map(known: Field, value: Any, where: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) > 100:
        faults.append(fault(where, value, known.allowed))
        return {}
    told = {}
    for key, inner in value.items():
        if inner is None:
            continue
        try:
            told[str(key)[:LONGEST_TEXT]] = MAPS[known.kind](known, key, inner)
        except _Wrong as wrong:
            faults.append(fault(f"{where}.{key}", inner, wrong.allowed))
    return told


def _text(known: Field, value: Any) -> str:
    """Short, and without characters that nobody sees: commands to the screen, halves of a pair, breaks of line."""
    text = value.strip() if isinstance(value, str) else ""
    if not isinstance(value, str) or len(text) > LONGEST_TEXT or any(category(c) in UNSEEN for c in text):
        raise _Wrong(*known.allowed)
    return text


def _money(known: Field, value: Any) -> Fraction:
    amount = _decimal(known, handwriting.amount(value) if isinstance(value, str) else value)
    if not known.low <= amount <= known.high or (amount * 100).denominator != 1:
        raise _Wrong(*known.allowed)
    return amount


def _decimal(known: Field, value: Any) -> Fraction:
    written = value if isinstance(value, str) else ""
    if type(value) is int and 0 <= value < LARGEST:
        written = str(value)
    if not DECIMAL.fullmatch(written):
        raise _Wrong(*known.allowed)
    return Fraction(written)


def _ratio(known: Field, value: Any) -> Fraction:
    share = _part_of_one(known, value)
    if (share * 10_000).denominator != 1:
        raise _Wrong(*known.allowed)
    return share


def _part_of_one(known: Field, value: Any) -> Fraction:
    written = handwriting.amount(value) if isinstance(value, str) else value
    is_percent = isinstance(written, str) and written.endswith("%")
    share = _decimal(known, written[:-1]) / 100 if is_percent else _decimal(known, written)
    if share > 1:
        raise _Wrong(*known.allowed)
    return share


def _share(known: Field, value: Any) -> Fraction:
    """A ratio, or a vulgar fraction: three hospitals answer for a third each."""
    part, _, whole = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not whole:
        return _part_of_one(known, value)
    if not (part.isdecimal() and whole.isdecimal() and 0 <= int(part) <= int(whole) <= MOST_PARTS and int(whole)):
        raise _Wrong(*known.allowed)
    return Fraction(int(part), int(whole))


def _years(known: Field, value: Any) -> Fraction:
    years = _decimal(known, value)
    if years > 6 or (years * 10).denominator != 1:
        raise _Wrong(*known.allowed)
    return years


def _whole(known: Field, value: Any) -> int:
    number = _decimal(known, value)
    if number.denominator != 1 or not known.low <= number <= known.high:
        raise _Wrong(*known.allowed)
    return int(number)


def _level(known: Field, value: Any) -> int:
    return _whole(known, handwriting.level(value) if isinstance(value, str) else value)


def _date(known: Field, value: Any) -> date:
    if isinstance(value, str) and len(written := handwriting.day(value)) == 10:
        try:
            value = date.fromisoformat(written)
        except ValueError:
            raise _Wrong(*known.allowed) from None
    if type(value) is not date or not FIRST_DAY <= value <= LAST_DAY:
        raise _Wrong(*known.allowed)
    return value


def _yes_no(known: Field, value: Any) -> bool:
    said = {True: True, False: False, "是": True, "否": False, "yes": True, "no": False}
    if not isinstance(value, bool | str) or value not in said:
        raise _Wrong(*known.allowed)
    return said[value]


def _one_of(known: Field, value: Any) -> str:
    written = [value, plain := handwriting.answer(value), known.also.get(plain)] if isinstance(value, str) else []
    for key, words in known.answers.items():
        if any(each in (key, *words) for each in written):
            return key
    raise _Wrong(*known.allowed)


def _head(known: Field, key: Any, value: Any) -> Fraction:
    each = replace(known, kind=known.of)
    return _ratio(each, value) if known.of == "ratio" else _money(each, value)


def _figure(known: Field, key: Any, value: Any) -> Fraction:
    return _money(replace(known, kind="money"), value)


def _option(known: Field, key: Any, value: Any) -> Any:
    if key not in options():
        raise _Wrong(f"只能是：{'、'.join(options())}", f"one of {', '.join(options())}")
    try:
        return options()[key].read(value)
    except ValueError:
        answers = [str(answer) for answer in options()[key].answers]
        raise _Wrong(f"只能是：{'、'.join(answers)}", f"one of {', '.join(answers)}") from None


TWICE = Words("同一项写了两次", "the same field is written twice")
READERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text, "money": _money, "ratio": _ratio, "share": _share, "years": _years, "whole": _whole,
    "level": _level, "date": _date, "yes_no": _yes_no, "one_of": _one_of,
}  # fmt: skip
MAPS: dict[str, Callable[[Field, Any, Any], Any]] = {
    "heads": _head,
    "options": _option,
    "series": _figure,
}


def _keys(known: Field) -> Words:
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


def schema() -> dict[str, Any]:
    """The JSON Schema of a case document."""
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "compensation case"}
    return about | _schema(document())


def _schema(f: Field) -> dict[str, Any]:
    said = {"title": f.words.zh, "description": f"{f.words.en}: {f.allowed.en}"} if f.name else {}
    if f.kind in ("group", "list"):
        inner = {name: _schema(x) for name, x in f.fields.items()}
        group: dict[str, Any] = {"type": "object", "properties": inner, "additionalProperties": False}
        if required := [name for name, x in f.fields.items() if x.required]:
            group["required"] = required
        return said | ({"type": "array", "maxItems": f.most, "items": group} if f.kind == "list" else group)
    return said | SCHEMAS[f.kind](f)


_NUMBER = r"^\d{1,13}(\.\d{1,12})?%?$"
SCHEMAS: dict[str, Callable[[Field], dict[str, Any]]] = {
    "text": lambda f: {"type": "string", "maxLength": LONGEST_TEXT},
    "money": lambda f: {"type": ["string", "integer"], "pattern": r"^\d{1,13}(\.\d{1,2})?$", "minimum": f.low},
    "ratio": lambda f: {"type": ["string", "integer"], "pattern": _NUMBER, "minimum": 0, "maximum": 1},
    "share": lambda f: {"type": ["string", "integer"], "minimum": 0, "maximum": 1},
    "years": lambda f: {"type": ["string", "integer"], "pattern": r"^\d(\.\d)?$", "minimum": 0, "maximum": 6},
    "whole": lambda f: {"type": "integer", "minimum": f.low, "maximum": f.high},
    "level": lambda f: {"type": "integer", "minimum": f.low, "maximum": f.high},
    "date": lambda f: {"type": "string", "format": "date"},
    "yes_no": lambda f: {"type": "boolean"},
    "one_of": lambda f: {"enum": list(f.answers)},
    "heads": lambda f: {"type": "object", "additionalProperties": {"type": ["string", "integer"], "pattern": _NUMBER}},
    "series": lambda f: {"type": "object", "additionalProperties": {"type": ["string", "integer"], "pattern": _NUMBER}},
    "options": lambda f: {
        "type": "object",
        "properties": {name: {"enum": list(o.answers), "title": o.words.zh} for name, o in options().items()},
        "additionalProperties": False,
    },
}
