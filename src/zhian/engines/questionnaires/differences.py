"""In which questions two editions of a questionnaire differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from .items import Item, Questionnaire, in_language


@dataclass(frozen=True, slots=True)
class Difference:
    """A question or group as the one and the other have it; None where one has it not."""

    link_id: str
    one: Item | None
    other: Item | None


def differences(one: Questionnaire, other: Questionnaire) -> Iterator[Difference]:
    """Each item that is not the same in both, in the order of the other, then what only the first has.

    An item stands for itself, not for what is below it; the order of the items counts for nothing.
    """
    ones = {item.link_id: item for item in one.walk()}
    others = {item.link_id: item for item in other.walk()}
    for link_id in [*others, *(link_id for link_id in ones if link_id not in others)]:
        before, after = ones.get(link_id), others.get(link_id)
        if before is None or after is None or _alone(before) != _alone(after):
            yield Difference(link_id, before, after)


def described(item: Item, language: str) -> list[str]:
    """An item in lines for reading: its words, its help, and each answer that it offers."""
    answers = [in_language(option.words, language) for option in item.options]
    units = [in_language(unit.words, language) for unit in item.units]
    lines = [in_language(item.words, language), in_language(item.help, language), *answers, *units]
    return [line for line in lines if line]


def _alone(item: Item) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in Item.__dataclass_fields__ if name != "items")
