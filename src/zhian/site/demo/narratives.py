"""Tells incidents: templates with slots become accounts that fit the department, the patient, the hour and the harm."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from random import Random
from types import SimpleNamespace
from typing import Any

from .data import read
from .hospital import Unit

BOOKS = ("medication", "falls", "tubes", "nursing", "treatment", "safety")
CLOCK = re.compile(r"(\d\d:\d\d)(?=[一-龥])")  # a time of day that runs into the next word
NUMBERS = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True)
class Remedy:
    """One measure: its kind, what is done, and what was said when it was done."""

    kind: str
    what: str
    proof: str


@dataclass(frozen=True)
class Narrative:
    """One invented incident in words, with the words for everything that follows from it."""

    category: str
    kind: str
    title: str
    account: str
    done: str
    place: str
    harm: str
    grade: int
    finding: str
    remedies: tuple[Remedy, ...]
    feedback: str
    question: str  # what the quality office asks when it sends the report back
    answer: str  # what the reporter then adds
    doubt: str  # why a verification is refused
    effect: str  # what the verifier saw when it is accepted
    sex: str  # of the patient; empty where none is concerned
    age: int
    repair: str  # what it was put right with, such as MED.lookalike


@dataclass(frozen=True)
class Story:
    """A template, and where and when it can happen."""

    category: str
    key: str
    told: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def shift(self) -> str:
        return self.told.get("shift", "any")

    def fits(self, unit: Unit) -> bool:
        youngest, oldest = self._ages(unit)
        where = self.told.get("where", _category(self.category)["where"])
        return unit.fits(where) and youngest <= oldest and self.told.get("sex", "") in unit.sex

    def tell(self, unit: Unit, at: datetime, rng: Random, **fixed: Any) -> Narrative:
        """One incident after this template; `fixed` settles a slot that would be drawn."""
        category, told = _category(self.category), self.told
        outcome = _outcomes(self.category)[rng.choice(told.get("outcomes", category["outcomes"]))]
        slots = _Slots(rng, {**self._patient(unit, rng), "at": at.strftime("%H:%M"), "outcome": _row(outcome), **fixed})
        repair = category["repairs"][told["repair"]]
        remedies = tuple(slots.remedy(action) for action in repair["actions"])
        return Narrative(
            category=self.category,
            kind=told.get("kind", "near_miss" if outcome["grade"] == 4 else "incident"),
            title=slots.fill(told["title"]),
            account=slots.fill(told["account"] + outcome["says"]),
            done=slots.fill(told.get("done", "") + outcome.get("done", "")),
            place=told.get("place", ""),
            harm=outcome["harm"],
            grade=outcome["grade"],
            finding=slots.fill(repair["finding"]),
            remedies=remedies,
            feedback=slots.choose("feedback").replace(
                "{done}", f"「{remedies[0].what}」等 {len(remedies)} 项措施已完成。"
            ),
            question=slots.fill(rng.choice([*category.get("questions", ()), *_shared()["questions"]])),
            answer=slots.choose("answers"),
            doubt=slots.fill(rng.choice([*category.get("doubts", ()), *_shared()["doubts"]])),
            effect=slots.choose("effects"),
            sex=slots.drawn["sex"] if "{patient}" in told["account"] else "",
            age=slots.drawn["age"],
            repair=f"{self.category}.{told['repair']}",
        )

    def _ages(self, unit: Unit) -> tuple[int, int]:
        youngest, oldest = self.told.get("age", unit.ages)
        return max(youngest, unit.ages[0]), min(oldest, unit.ages[1])

    def _patient(self, unit: Unit, rng: Random) -> dict[str, Any]:
        sex = self.told.get("sex") or rng.choice(unit.sex)
        age = rng.randint(*self._ages(unit))
        diagnosis = rng.choice(unit.diagnoses or ("",))
        return {
            "sex": sex,
            "age": age,
            "patient": _patient_in_words(sex, age, rng),
            "diagnosis": diagnosis,
            "operation": diagnosis if diagnosis.endswith("术后") else f"{diagnosis}术后",
        }


class _Slots(string.Formatter):
    """Fills {slots}: a pool is drawn from once for each incident, {3-8} is a number between the two."""

    def __init__(self, rng: Random, known: Mapping[str, Any]) -> None:
        self.rng = rng
        self.drawn = dict(known)

    def fill(self, text: str) -> str:
        while "{" in text:  # what was drawn may hold slots of its own
            text = self.vformat(text, (), {})
        return CLOCK.sub(r"\1 ", text)

    def choose(self, shelf: str) -> str:
        return self.rng.choice(_shared()[shelf])

    def remedy(self, action: Mapping[str, str]) -> Remedy:
        kind, what = next(iter(action.items()))
        return Remedy(kind, self.fill(what), self.fill(action["proof"]))

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        if key not in self.drawn:
            self.drawn[str(key)] = self._draw(str(key))
        return self.drawn[str(key)]

    def _draw(self, key: str) -> Any:
        if numbers := NUMBERS.fullmatch(key):
            return self.rng.randint(int(numbers[1]), int(numbers[2]))
        return _row(self.rng.choice(_shared()["pools"][key]))


def stories(category: str) -> list[Story]:
    """Every template of a category."""
    return [
        Story(category, told.get("key", f"{category}-{number}"), told)
        for number, told in enumerate(_category(category)["stories"], start=1)
    ]


def reworded(narrative: Narrative, rng: Random) -> Narrative:
    """The same event as another colleague would tell it: other words, and not quite the same order."""
    account = narrative.account
    title = narrative.title
    for usual, others in _shared()["reworded"].items():
        other = rng.choice(others)
        account, title = account.replace(usual, other), title.replace(usual, other)
    sentences = [sentence for sentence in re.split(r"(?<=。)", account) if sentence]
    if len(sentences) > 2:  # what was said last is told before the middle
        sentences = [sentences[0], sentences[-1], *sentences[1:-1]]
    opening = rng.choice(_shared()["openings"])
    return replace(narrative, title=title, account=opening + "".join(sentences))


def shares() -> dict[str, float]:
    """How often each category is reported, in a hundred."""
    return {code: category["share"] for code, category in _categories().items()}


@cache
def lessons() -> dict[str, dict[str, str]]:
    """What others learnt, by the repair that it came from."""
    return read("narratives", "lessons.yaml")


def words(shelf: str) -> Any:
    """What people say that fits any incident: `comments`, `withdrawals`, `settled`, `reopenings`; and its `papers`."""
    return _shared()[shelf]


def pool(name: str) -> list[Any]:
    """The rows of a pool, for a pattern that is planted rather than drawn."""
    return [_row(row) for row in _shared()["pools"][name]]


def _patient_in_words(sex: str, age: int, rng: Random) -> str:
    if age == 0:
        return f"患儿，{sex}，生后 {rng.randint(1, 20)} 天"
    return f"{'患儿' if age < 14 else '患者'}，{sex}，{age}岁"


def _row(row: Any) -> Any:
    return SimpleNamespace(**row) if isinstance(row, Mapping) else row


def _outcomes(category: str) -> dict[str, Any]:
    return _shared()["outcomes"] | _category(category).get("results", {})


def _category(code: str) -> dict[str, Any]:
    return _categories()[code]


@cache
def _categories() -> dict[str, dict[str, Any]]:
    return {code: category for book in BOOKS for code, category in read("narratives", f"{book}.yaml").items()}


@cache
def _shared() -> dict[str, Any]:
    return read("narratives", "shared.yaml")
