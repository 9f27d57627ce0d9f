"""Answering: what was told becomes values, or sentences on what is wrong; what is not asked is dropped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .conditions import is_asked
from .items import CHOOSING, Item, Questionnaire
from .sentences import Sentence, Wrong
from .sentences import sentence as _
from .values import Shapes, is_blank, read

MOST_REPEATS = 50


@dataclass
class Answered:
    """The values by link id, ready to be kept as JSON, and what is wrong with which question."""

    values: dict[str, Any] = field(default_factory=dict)
    wrongs: dict[str, Sentence] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return not self.wrongs


def answer(questionnaire: Questionnaire, told: Mapping[str, Any], *, shapes: Shapes | None = None) -> Answered:
    """Read the answers in the order of the questions.

    A condition sees only answers to questions that are asked themselves; answers to others are dropped in silence,
    since a form still carries what was typed before another answer made it superfluous.
    """
    found = Answered()
    questions = questionnaire.questions()
    for link_id in told:
        if link_id not in questions:
            found.wrongs[str(link_id)] = _("There is no such question.")
    for item in _asked(questionnaire.items, found.values):
        if item.is_question:
            _take(item, told.get(item.link_id), found, shapes or {})
    return found


def enabled_items(questionnaire: Questionnaire, values: Mapping[str, Any]) -> Iterator[Item]:
    """The items that these answers leave to be asked, groups and words included."""
    return _asked(questionnaire.items, values)


def _asked(items: tuple[Item, ...], values: Mapping[str, Any]) -> Iterator[Item]:
    """One after the other, so that each answer counts for the conditions that come after it."""
    for item in items:
        if is_asked(item, values):
            yield item
            yield from _asked(item.items, values)


def _take(item: Item, told: Any, found: Answered, shapes: Shapes) -> None:
    try:
        value = _read_all(item, told, shapes) if item.repeats else None if is_blank(told) else read(item, told, shapes)
    except Wrong as wrong:
        found.wrongs[item.link_id] = wrong.sentence
        return
    if value is not None:
        found.values[item.link_id] = value
    elif item.required:
        found.wrongs[item.link_id] = _("This is required.")


def _read_all(item: Item, told: Any, shapes: Shapes) -> list[Any] | None:
    told = told if isinstance(told, list) else [told]
    values = [read(item, one, shapes) for one in told if not is_blank(one)]
    if item.type in CHOOSING:
        values = [value for at, value in enumerate(values) if value not in values[:at]]
    if len(values) > MOST_REPEATS:
        raise Wrong(_("At most %(most)s answers.", most=MOST_REPEATS))
    return values or None
