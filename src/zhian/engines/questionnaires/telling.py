"""Answers as people read them: each question with what was answered, in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .answering import enabled_items
from .items import Item, Questionnaire, in_language

YES_NO = {True: {"zh": "是", "en": "Yes"}, False: {"zh": "否", "en": "No"}}


@dataclass(frozen=True, slots=True)
class Told:
    """A question and its answer in words; `value` is the answer as it is kept."""

    item: Item
    label: str
    words: str
    value: Any


def tell(questionnaire: Questionnaire, values: Mapping[str, Any], language: str) -> Iterator[Told]:
    """Every question that was answered, in order."""
    for item in enabled_items(questionnaire, values):
        if item.is_question and item.link_id in values:
            value = values[item.link_id]
            yield Told(item, in_language(item.words, language), in_words(item, value, language), value)


def in_words(item: Item, value: Any, language: str) -> str:
    """One answer in words."""
    if isinstance(value, list):
        return ("、" if language.startswith("zh") else ", ").join(in_words(item, one, language) for one in value)
    if isinstance(value, bool):
        return in_language(YES_NO[value], language)
    if isinstance(value, dict):
        return str(value["text"]) if "text" in value else f"{value['value']} {_unit(item, value['unit'], language)}"
    if option := item.option(value):
        return in_language(option.words, language)
    if item.type == "dateTime":
        return str(value)[:16].replace("T", " ")
    if item.type == "time":
        return str(value)[:5]
    return f"{value} {in_language(item.units[0].words, language)}" if item.units else str(value)


def _unit(item: Item, code: str, language: str) -> str:
    return next((in_language(unit.words, language) for unit in item.units if unit.code == code), code)
