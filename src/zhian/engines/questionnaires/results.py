"""What follows from the answers: scores with their meaning, and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .answering import enabled_items
from .conditions import hold
from .items import Decision, Item, Questionnaire, Score, Words


@dataclass(frozen=True, slots=True)
class Result:
    """A score (`value` is a number) or a decision (`value` is a code), and what it means."""

    name: str
    words: Words
    value: float | int | str
    meaning: Words


def results(questionnaire: Questionnaire, values: Mapping[str, Any]) -> Iterator[Result]:
    """Those that the answers allow; a score without enough answers, a decision that is not reached are left out."""
    asked = {item.link_id: item for item in enabled_items(questionnaire, values) if item.is_question}
    for score in questionnaire.scores:
        if (total := _total(score, asked, values)) is not None:
            yield Result(score.name, score.words, total, _band(score, total))
    for decision in questionnaire.decisions:
        if case := _case(decision, values):
            yield Result(decision.name, decision.words, case.code, case.words)


def _total(score: Score, asked: Mapping[str, Item], values: Mapping[str, Any]) -> float | int | None:
    """The sum; None where it cannot be said. Questions that are not asked at all count neither way."""
    items = [asked[link_id] for link_id in score.of if link_id in asked]
    points = [_points(item, values[item.link_id]) for item in items if item.link_id in values]
    missing = len(items) - len(points)
    if not points or (missing and score.missing == "none"):
        return None
    total = sum(points)
    if missing and score.missing == "mean":
        total = total * len(items) / len(points)
    return _plain(round(total, 2))


def _points(item: Item, value: Any) -> float:
    if isinstance(value, list):
        return sum(_points(item, one) for one in value)
    if isinstance(value, dict):
        return float(value.get("value", 0))
    if option := item.option(value):
        return option.weight or 0
    return float(value) if isinstance(value, int | float) else 0


def _band(score: Score, total: float) -> Words:
    reached = [band for band in score.bands if band.least <= total]
    return max(reached, key=lambda band: band.least).words if reached else {}


def _case(decision: Decision, values: Mapping[str, Any]) -> Any:
    return next((case for case in decision.cases if hold(case.when, values)), None)


def _plain(total: float) -> float | int:
    return int(total) if total == int(total) else total
