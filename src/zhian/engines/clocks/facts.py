"""The facts of an event that rules may speak of, each with its type and its words; nothing else is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from importlib.resources import files
from typing import Any, Literal

import yaml

from .periods import CHINA
from .words import NOTHING, Words

Type = Literal["choice", "yes_no", "number", "moment"]
MOST = 1_000_000
YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}


class FactsError(ValueError):
    """What was told of an event cannot be understood: which fact, and why."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is told of an event.

    `is_asked` means that a person decides it; the others are known from the record itself.
    """

    name: str
    type: Type
    label: Words
    choices: Mapping[Any, Words] = field(default_factory=dict)
    help: Words = NOTHING
    is_asked: bool = False

    def said(self, value: Any) -> Words:
        """The value in words."""
        if self.choices:
            return self.choices[value]
        if isinstance(value, datetime):
            return Words(*[f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"] * 2)
        return Words(str(value), str(value))

    def read(self, value: Any) -> Any:
        """The value in its own type. Raises FactsError where it cannot be one."""
        reader = {"choice": self._choice, "yes_no": self._choice, "number": self._number, "moment": self._moment}
        return reader[self.type](value)

    def _choice(self, value: Any) -> Any:
        by_text = {str(choice).lower(): choice for choice in self.choices}
        if str(value).lower() not in by_text:
            raise FactsError(f"{self.name}: {value!r} is none of {', '.join(map(str, self.choices))}")
        return by_text[str(value).lower()]

    def _number(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise FactsError(f"{self.name}: {value!r} is not a whole number from 0 to {MOST}")
        return value

    def _moment(self, value: Any) -> datetime:
        """With a zone; without one it is Chinese time, and a mere day begins at midnight."""
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            moment = None
        if isinstance(moment, date) and not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        if not isinstance(moment, datetime) or not 1990 <= moment.year <= 2200:
            raise FactsError(f"{self.name}: {value!r} is not a moment such as 2026-11-14 03:12")
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def read(told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an event in their own types; what is None is not known. Raises FactsError."""
    for name in told:
        if name not in FACTS:
            near = get_close_matches(str(name), FACTS, n=1)
            raise FactsError(f"{name}: there is no such fact" + (f"; {near[0]} is meant?" if near else ""))
    return {name: FACTS[name].read(value) for name, value in told.items() if value is not None}


def _load() -> dict[str, Fact]:
    told = yaml.safe_load(files(__package__).joinpath("facts.yaml").read_text(encoding="utf-8"))
    return {name: _fact(name, row) for name, row in told.items()}


def _fact(name: str, row: Mapping[str, Any]) -> Fact:
    choices = {value: Words.of(words) for value, words in row.get("choices", {}).items()}
    return Fact(
        name=name,
        type=row["type"],
        label=Words(row["zh"], row["en"]),
        choices=YES_NO if row["type"] == "yes_no" else choices,
        help=Words.of(row.get("help", "")),
        is_asked=row.get("asked", False),
    )


FACTS = _load()
