"""Searching among the definitions."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhian.engines.indicators.definition import Definition
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department

from .definitions import CHECKED, OWN, all_sets, editions, holds, name_of, own_definitions


@dataclass(frozen=True)
class Asked:
    """What is looked for: words, a set, where the numbers come from."""

    q: str = ""
    board: str = ""
    data: str = ""


@dataclass(frozen=True)
class Entry:
    """A definition as the catalogue lists it."""

    definition: Definition
    name: str
    boards: Sequence[str]
    is_in_force: bool
    is_own: bool

    @property
    def source(self) -> str:
        return self.definition.source.title

    @property
    def is_verified(self) -> bool:
        return self.is_own or self.definition.source.verified in CHECKED


def entries(hospital: Department | None, asked: Asked) -> list[Entry]:
    """What fits, by code and edition."""
    own = {each.key for each in own_definitions(hospital)}
    sets = all_sets(hospital)
    found = [
        Entry(
            each,
            name_of(each),
            [of.title for of in sets if of.key != OWN and any(each.code == one.code for one in of.definitions)],
            holds(each, today()),
            each.key in own,
        )
        for each in editions(hospital)
        if _fits(each, asked)
    ]
    if asked.board:
        codes = {each.code for of in sets if of.key == asked.board for each in of.definitions}
        found = [entry for entry in found if entry.definition.code in codes]
    return sorted(found, key=lambda entry: (entry.definition.code, entry.definition.edition))


def _fits(definition: Definition, asked: Asked) -> bool:
    if asked.data and (asked.data == "manual") != definition.is_manual:
        return False
    words = f"{definition.code} {' '.join(definition.names.values())} {definition.source.title}".casefold()
    return all(word in words for word in asked.q.casefold().split())
