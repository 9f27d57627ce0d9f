"""Whether conditions hold over what was answered so far."""

import operator
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .items import Condition, Item

COMPARE = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def hold(conditions: Iterable[Condition], values: Mapping[str, Any], *, is_any: bool = False) -> bool:
    """Whether all conditions hold, or one of them; none at all always do."""
    found = [_holds(condition, values) for condition in conditions]
    return not found or (any(found) if is_any else all(found))


def is_asked(item: Item, values: Mapping[str, Any]) -> bool:
    """Whether the item's own conditions hold; its group's are looked at before."""
    return hold(item.when, values, is_any=item.is_any)


def _holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    """As FHIR has it: with several answers one that fits is enough, and nothing compares with no answer."""
    told = values.get(condition.question)
    answers = told if isinstance(told, list) else [] if told is None else [told]
    if condition.operator == "exists":
        return bool(answers) == bool(condition.value)
    return any(_fits(condition, _plain(answer)) for answer in answers)


def _fits(condition: Condition, answer: Any) -> bool:
    if condition.operator == "=":
        return bool(answer == condition.value)
    if condition.operator == "!=":
        return bool(answer != condition.value)
    return bool(COMPARE[condition.operator](*_comparable(answer, condition.value)))


def _comparable(one: Any, other: Any) -> tuple[Any, Any]:
    """Moments of different zones are compared as moments, everything else as it is."""
    if isinstance(one, str) and isinstance(other, str) and "T" in one and "T" in other:
        return datetime.fromisoformat(one), datetime.fromisoformat(other)
    return one, other


def _plain(answer: Any) -> Any:
    """A quantity counts by its number, words of one's own as themselves."""
    return answer.get("value", answer.get("text")) if isinstance(answer, dict) else answer
