"""The demo's two hospitals and their departments, from hospital.yaml."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from .data import read

PROFESSIONS = ("doctors", "nurses", "therapists", "technicians", "pharmacists", "engineers", "officers")


@dataclass(frozen=True)
class Unit:
    """A department: what lies in it, who works in it, and what its patients are like."""

    code: str
    name: str
    hospital: str
    beds: int
    traits: frozenset[str]
    ages: tuple[int, int]
    sex: str
    diagnoses: tuple[str, ...]
    strength: tuple[tuple[str, int], ...]  # how many of each profession

    @property
    def is_clinical(self) -> bool:
        """Whether it treats patients itself, and so has a head nurse."""
        return bool(self.traits & {"ward", "newborn", "critical", "emergency", "operating", "outpatient"})

    @property
    def is_office(self) -> bool:
        return "office" in self.traits

    def fits(self, where: str | list[str]) -> bool:
        """Whether a story told of these traits or codes can happen here."""
        asked = {where} if isinstance(where, str) else set(where)
        return bool(asked & (self.traits | {self.code}))


@dataclass(frozen=True)
class Hospital:
    code: str
    name: str
    units: tuple[Unit, ...]

    @property
    def beds(self) -> int:
        return sum(unit.beds for unit in self.units)

    def unit(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)


@cache
def group() -> dict[str, str]:
    """The health commission above both hospitals: its code and name."""
    return read("hospital.yaml")["group"]


@cache
def hospitals() -> tuple[Hospital, ...]:
    """The teaching hospital first, then the small one."""
    return tuple(_hospital(row) for row in read("hospital.yaml")["hospitals"])


def _hospital(row: dict[str, Any]) -> Hospital:
    return Hospital(row["code"], row["name"], tuple(_unit(unit, row["code"]) for unit in row["departments"]))


def _unit(row: dict[str, Any], hospital: str) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        hospital=hospital,
        beds=row["beds"],
        traits=frozenset(row["traits"]),
        ages=tuple(row.get("ages", (20, 80))),
        sex=row.get("sex", "男女"),
        diagnoses=tuple(row.get("diagnoses", ())),
        strength=tuple((kind, row[kind]) for kind in PROFESSIONS if kind in row),
    )
