"""One value as a person writes it, by the kind of its field: money and ratios exact, days real, answers known."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import category

from ..options import options
from ..words import Words
from . import handwriting
from .allowed import allowed
from .faults import LARGEST, UNSEEN
from .field import FIRST_DAY, LAST_DAY, LONGEST_TEXT, Field

DECIMAL = re.compile(r"[0-9]{1,13}(\.[0-9]{1,12})?")
MOST_PARTS = 1000  # into which hospitals divide what they owe


class Wrong(Exception):
    """A value that its field does not allow; what it does allow."""

    def __init__(self, allowed: Words):
        self.allowed = allowed


def _text(known: Field, value: Any) -> str:
    """Short, and without characters that nobody sees: commands to the screen, halves of a pair, breaks of line."""
    text = value.strip() if isinstance(value, str) else ""
    if not isinstance(value, str) or len(text) > LONGEST_TEXT or any(category(c) in UNSEEN for c in text):
        raise Wrong(allowed(known))
    return text


def _money(known: Field, value: Any) -> Fraction:
    amount = _decimal(known, handwriting.amount(value) if isinstance(value, str) else value)
    if not known.low <= amount <= known.high or (amount * 100).denominator != 1:
        raise Wrong(allowed(known))
    return amount


def _decimal(known: Field, value: Any) -> Fraction:
    written = value if isinstance(value, str) else ""
    if type(value) is int and 0 <= value < LARGEST:
        written = str(value)
    if not DECIMAL.fullmatch(written):
        raise Wrong(allowed(known))
    return Fraction(written)


def _ratio(known: Field, value: Any) -> Fraction:
    share = _part_of_one(known, value)
    if (share * 10_000).denominator != 1:
        raise Wrong(allowed(known))
    return share


def _part_of_one(known: Field, value: Any) -> Fraction:
    written = handwriting.amount(value) if isinstance(value, str) else value
    is_percent = isinstance(written, str) and written.endswith("%")
    share = _decimal(known, written[:-1]) / 100 if is_percent else _decimal(known, written)
    if share > 1:
        raise Wrong(allowed(known))
    return share


def _share(known: Field, value: Any) -> Fraction:
    """A ratio, or a vulgar fraction: three hospitals answer for a third each."""
    part, _, whole = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not whole:
        return _part_of_one(known, value)
    if not (part.isdecimal() and whole.isdecimal() and 0 <= int(part) <= int(whole) <= MOST_PARTS and int(whole)):
        raise Wrong(allowed(known))
    return Fraction(int(part), int(whole))


def _years(known: Field, value: Any) -> Fraction:
    years = _decimal(known, value)
    if years > 6 or (years * 10).denominator != 1:
        raise Wrong(allowed(known))
    return years


def _whole(known: Field, value: Any) -> int:
    number = _decimal(known, value)
    if number.denominator != 1 or not known.low <= number <= known.high:
        raise Wrong(allowed(known))
    return int(number)


def _level(known: Field, value: Any) -> int:
    return _whole(known, handwriting.level(value) if isinstance(value, str) else value)


def _date(known: Field, value: Any) -> date:
    if isinstance(value, str) and len(written := handwriting.day(value)) == 10:
        try:
            value = date.fromisoformat(written)
        except ValueError:
            raise Wrong(allowed(known)) from None
    if type(value) is not date or not FIRST_DAY <= value <= LAST_DAY:
        raise Wrong(allowed(known))
    return value


def _yes_no(known: Field, value: Any) -> bool:
    said = {True: True, False: False, "是": True, "否": False, "yes": True, "no": False}
    if not isinstance(value, bool | str) or value not in said:
        raise Wrong(allowed(known))
    return said[value]


def _one_of(known: Field, value: Any) -> str:
    written = [value, plain := handwriting.answer(value), known.also.get(plain)] if isinstance(value, str) else []
    for key, words in known.answers.items():
        if any(each in (key, *words) for each in written):
            return key
    raise Wrong(allowed(known))


def _head(known: Field, key: Any, value: Any) -> Fraction:
    each = replace(known, kind=known.of)
    return _ratio(each, value) if known.of == "ratio" else _money(each, value)


def _figure(known: Field, key: Any, value: Any) -> Fraction:
    return _money(replace(known, kind="money"), value)


def _option(known: Field, key: Any, value: Any) -> Any:
    if key not in options():
        raise Wrong(Words(f"只能是：{'、'.join(options())}", f"one of {', '.join(options())}"))
    try:
        return options()[key].read(value)
    except ValueError:
        answers = [str(answer) for answer in options()[key].answers]
        raise Wrong(Words(f"只能是：{'、'.join(answers)}", f"one of {', '.join(answers)}")) from None


READERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text, "money": _money, "ratio": _ratio, "share": _share, "years": _years, "whole": _whole,
    "level": _level, "date": _date, "yes_no": _yes_no, "one_of": _one_of,
}  # fmt: skip
MAPS: dict[str, Callable[[Field, Any, Any], Any]] = {
    "heads": _head,
    "options": _option,
    "series": _figure,
}
