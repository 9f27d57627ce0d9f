"""What a reporter answers to the questions of the category: no more than the account itself says."""

import re
from functools import cache
from typing import Any

from .data import read
from .narratives import Narrative


def answers_to(narrative: Narrative) -> dict[str, Any]:
    """Answers by question; empty for categories whose questions the demo leaves open."""
    book = _book().get(narrative.category, {})
    by_harm = book.get("by_harm", {})
    certain = by_harm.get(narrative.kind) or by_harm.get(narrative.harm, {})
    said = ((question, _said(narrative, choices)) for question, choices in book.get("words", {}).items())
    return {**certain, **{question: value for question, value in said if value is not None}}


def _said(narrative: Narrative, choices: list[list[Any]]) -> Any:
    text = narrative.title + narrative.account
    return next((value for words, value in choices if re.search(words, text)), None)


@cache
def _book() -> dict[str, Any]:
    return read("narratives", "answers.yaml")
