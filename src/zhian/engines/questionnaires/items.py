"""What a questionnaire is made of: the item tree of FHIR, with words in several languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhian.engines.chinese import written_in

Words = Mapping[str, str]  # language → text, such as {"zh": "跌倒", "en": "Fall"}

TYPES = (
    "group",
    "display",
    "boolean",
    "decimal",
    "integer",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "choice",
    "open-choice",
    "quantity",
)
SILENT = ("group", "display")  # ask nothing themselves
CHOOSING = ("choice", "open-choice")
REPEATING = ("choice", "string", "text")  # can be answered several times
NUMBERS = ("integer", "decimal", "quantity")
LIMITED = (*NUMBERS, "date", "dateTime", "time")  # may have a least and a most
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from. `weight` counts in scores."""

    code: str
    words: Words
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in which a quantity may be told: its code (UCUM where there is one) and how it is written."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Condition:
    """What another question must have been answered with."""

    question: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a group of items, or words between them.

    `when`: it is asked only where these conditions hold, all of them or, with `is_any`, one.
    `least`, `most`: limits of a number, or of a date or time in ISO 8601.
    `shape`: the name of a further rule for a string, which whoever uses the questionnaire brings, such as "udi".
    `is_key`: worth finding and counting.
    """

    link_id: str
    type: str
    words: Words
    help: Words = field(default_factory=dict)
    required: bool = False
    repeats: bool = False
    options: tuple[Option, ...] = ()
    units: tuple[Unit, ...] = ()
    when: tuple[Condition, ...] = ()
    is_any: bool = False
    initial: Value | None = None
    least: int | float | str | None = None
    most: int | float | str | None = None
    max_length: int | None = None
    shape: str = ""
    is_key: bool = False
    items: tuple["Item", ...] = ()

    @property
    def is_question(self) -> bool:
        return self.type not in SILENT

    def option(self, code: object) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Band:
    """What a score means from `least` on."""

    least: float
    words: Words


@dataclass(frozen=True, slots=True)
class Score:
    """The sum over some questions: weights of the options chosen, numbers as they are.

    `missing` says what an unanswered question does: "none" no score, "zero" counts nothing, "mean" as the others did.
    """

    name: str
    words: Words
    of: tuple[str, ...]
    missing: str = "none"
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One outcome of a decision, and the conditions, all of them, under which it is the one."""

    code: str
    words: Words
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the answers: the first case whose conditions hold."""

    name: str
    words: Words
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire in one version. `verified`: whether somebody compared it with its source."""

    name: str
    version: int
    words: Words
    items: tuple[Item, ...]
    scores: tuple[Score, ...] = ()
    decisions: tuple[Decision, ...] = ()
    valid_from: str = ""
    source: str = ""
    verified: bool = False
    notice: Words = field(default_factory=dict)

    def walk(self) -> Iterator[Item]:
        """Every item, in the order in which they are read."""
        return _walk(self.items)

    def questions(self) -> dict[str, Item]:
        return {item.link_id: item for item in self.walk() if item.is_question}


def in_language(words: Words, language: str) -> str:
    """The words in this language, or else the nearest that there is: zh-hans → zh → whatever came first."""
    for code in (language, language.split("-")[0], "zh"):
        if code in words:
            return words[code] if code == language else written_in(language, words[code])
    return next(iter(words.values()), "")


def _walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.items)
