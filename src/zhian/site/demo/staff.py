"""The demo's people: 600 and 20 invented colleagues with their titles and duties, and one account for each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from random import Random
from typing import Any

from .data import read
from .hospital import Hospital, Unit, group, hospitals
from .names import Names

SEED = 20260
ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}
HOSPITAL_WIDE = {"quality_office", "safety_office", "committee", "leader", "auditor"} | ADMINISTRATORS


@dataclass(frozen=True)
class Person:
    """A colleague; each duty is a role and the code of the department that it covers."""

    number: str
    name: str
    sex: str
    title: str
    unit: str
    profession: str
    duties: tuple[tuple[str, str], ...]

    def holds(self, role: str) -> bool:
        return any(role == held for held, _ in self.duties)

    @property
    def is_administrator(self) -> bool:
        return bool(ADMINISTRATORS & {role for role, _ in self.duties})

    @property
    def is_printed(self) -> bool:
        """Whether the demo prints the account, so that its pages should not be empty."""
        return any(account.number == self.number for account in accounts())


@dataclass(frozen=True)
class Account:
    """A login that the demo prints: only the demo hospital has any."""

    number: str
    name: str
    role: str
    department: str
    password: str


@cache
def staff(seed: int = SEED) -> tuple[Person, ...]:
    """Everybody, in the order of their staff numbers."""
    rng = Random(f"{seed}:staff")
    names = Names(rng, frozenset(row["name"] for row in _book()["people"]))
    everybody = [_named(row, group()["code"]) for row in _posts(group()["code"])]
    for number, hospital in enumerate(hospitals(), start=1):
        everybody += _workforce(hospital, number * 1000, names)
    return tuple(sorted(everybody, key=lambda person: person.number))


@cache
def accounts() -> tuple[Account, ...]:
    """The logins that the demo prints, one or more for each role."""
    places = {unit.code: unit.name for hospital in hospitals() for unit in hospital.units}
    places[group()["code"]] = group()["name"]
    return tuple(
        Account(str(row["number"]), row["name"], row["account"], places[row["unit"]], _book()["password"])
        for row in _book()["people"]
        if "account" in row
    )


def _workforce(hospital: Hospital, first: int, names: Names) -> Iterator[Person]:
    known = [row for unit in hospital.units for row in _posts(unit.code)]
    yield from (_named(row, hospital.code) for row in known)
    numbers = count(first + len(known) + 1)
    for unit in hospital.units:
        for profession, strength in unit.strength:
            posts = _vacant(unit, profession, strength)
            for title, generation, roles in posts:
                yield _hired(str(next(numbers)), unit, profession, title, roles, names, generation)


def _vacant(unit: Unit, profession: str, strength: int) -> Iterator[tuple[str, str, list[str]]]:
    """The posts that nobody named in staff.yaml fills, the most senior first, each with its special roles."""
    filled = [row for row in _posts(unit.code) if row["profession"] == profession]
    wanted = _roles_needed(unit, profession)
    ladder = _ladder(profession, strength - len(filled))
    officer = next((place for place, (title, _) in enumerate(ladder) if place and title.startswith("主")), 1)
    for place, (title, generation) in enumerate(ladder):
        roles = [wanted["first"]] if place == 0 and wanted["first"] else []
        roles += ["department_quality"] if place == officer and wanted["officer"] else []
        yield title, generation, roles


def _roles_needed(unit: Unit, profession: str) -> dict[str, Any]:
    """Which duty the first of this profession takes, and whether one of them watches over quality."""
    held = {role for row in _posts(unit.code) for role in _special(row)}
    leads = unit.strength[0][0] == profession
    first = "head" if leads else "head_nurse" if profession == "nurses" and unit.is_clinical else ""
    watches = not unit.is_office and profession == ("nurses" if unit.is_clinical else unit.strength[0][0])
    return {"first": "" if first in held else first, "officer": watches and "department_quality" not in held}


def _ladder(profession: str, posts: int) -> list[tuple[str, str]]:
    """Titles for so many posts in the profession's proportions, senior first."""
    titles = _book()["professions"][profession]["titles"]
    edges = [sum(share for *_, share in titles[: place + 1]) / 100 for place in range(len(titles))]
    steps = (next(place for place, edge in enumerate(edges) if (post + 0.5) / posts <= edge) for post in range(posts))
    return [(titles[step][0], titles[step][1]) for step in steps]


def _hired(
    number: str, unit: Unit, profession: str, title: str, roles: list[str], names: Names, generation: str
) -> Person:
    sex = "男" if names.rng.random() * 100 < _book()["professions"][profession]["men"] else "女"
    roles = [*roles, *(["committee"] if "head" in roles and unit.code in _book()["committee"] else [])]
    duties = _duties(roles, profession, unit.code, unit.hospital)
    return Person(number, names.draw(sex, generation), sex, title, unit.code, profession, duties)


def _named(row: dict[str, Any], hospital: str) -> Person:
    duties = _duties(_special(row), row["profession"], row["unit"], hospital)
    return Person(str(row["number"]), row["name"], row["sex"], row["title"], row["unit"], row["profession"], duties)


def _duties(roles: list[str], profession: str, unit: str, hospital: str) -> tuple[tuple[str, str], ...]:
    everyday = [_book()["professions"][profession].get("duty"), _book()["offices"].get(unit)]
    held = dict.fromkeys([*roles, *filter(None, everyday)])  # in order, each once
    return tuple((role, hospital if role in HOSPITAL_WIDE else unit) for role in held)


def _special(row: dict[str, Any]) -> list[str]:
    own = [row["account"]] if "account" in row else []
    everyday = _book()["professions"][row["profession"]].get("duty")
    return [role for role in [*own, *row.get("also", [])] if role != everyday]


def _posts(unit: str) -> list[dict[str, Any]]:
    return [row for row in _book()["people"] if row["unit"] == unit]


@cache
def _book() -> dict[str, Any]:
    return read("staff.yaml")
