"""Who gets what of the dependants' living costs: the sum is the rule's, this divides it among the persons."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from ...facts import TABLES
from ...options import Choice
from ...responsibility import divided
from . import medical_accident_2002, personal_injury_2003
from .ages import dependants_age
from .personal_injury_2003 import LONGEST_TERM
from .support import share

Person = SimpleNamespace


def by_person(
    regime: str,
    gross: Fraction,
    rows: Sequence[Mapping[str, Any]],
    figures: Mapping[str, Any],
    case: Any,
    option: Choice,
) -> list[Fraction]:
    """Each dependant's part of the sum, to the fen; together the whole.

    `figures`: the value behind each key that the head asked for, a list of them where each dependant has an own one.
    `case`: the facts, with `injuries`.
    """
    persons = [Person(**{name: Fraction(row[name]) for name in TABLES["dependants"].facts}) for row in rows]
    if regime == "A":
        parts = [
            medical_accident_2002.yearly_support(Person(**vars(person), subsistence=monthly), option)
            for person, monthly in zip(persons, figures["dependants.subsistence"], strict=True)
        ]
    else:
        lost = personal_injury_2003.lost_capacity(case, option)
        parts = _year_by_year(persons, lost, lambda person: _consumption(person, figures), option)
    return divided(gross, parts) if sum(parts) else [Fraction(0)] * len(parts)


def _consumption(person: Person, figures: Mapping[str, Any]) -> Fraction:
    """A year's consumption by the standard that holds for a person; one for all where the text knows only one."""
    kind = "rural" if person.rural and "figure.rural_consumption" in figures else "urban"
    return max(figures[f"figure.{kind}_consumption"], figures[f"home.{kind}_consumption"])


def _year_by_year(
    persons: list[Person], lost: Fraction, consumption: Callable[[Person], Fraction], option: Choice
) -> list[Fraction]:
    inside = lost if option.capacity == "inside" else Fraction(1)
    parts, whole = [Fraction(0)] * len(persons), [consumption(person) * inside for person in persons]
    for year in range(LONGEST_TERM):
        asked = [own * share(person, year, option) for own, person in zip(whole, persons, strict=True)]
        if not any(asked):  # nor in any later year
            break
        supported = [person for person, amount in zip(persons, asked, strict=True) if amount]
        cap = max((consumption(person) for person in supported if not person.rural), default=None)
        cap = max(map(consumption, supported), default=Fraction(0)) if cap is None else cap
        young = [dependants_age(person, option) + year < 18 for person in persons]
        parts = [part + more for part, more in zip(parts, within(cap, asked, young, option), strict=True)]
    return parts


def within(cap: Fraction, asked: list[Fraction], young: list[bool], option: Choice) -> list[Fraction]:
    """What each gets of one year: all that is asked, or the cap divided by the shares, or to minors first."""
    if sum(asked) <= cap:
        return asked
    if option.capped_years == "pro_rata":
        return [cap * amount / sum(asked) for amount in asked]
    first = _scaled(cap, [amount if minor else Fraction(0) for amount, minor in zip(asked, young, strict=True)])
    rest = [Fraction(0) if minor else amount for amount, minor in zip(asked, young, strict=True)]
    return [a + b for a, b in zip(first, _scaled(cap - sum(first), rest), strict=True)]


def _scaled(cap: Fraction, asked: list[Fraction]) -> list[Fraction]:
    return asked if sum(asked) <= cap else [cap * amount / sum(asked) for amount in asked]
