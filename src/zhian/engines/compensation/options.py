"""The questions that the law leaves open: each with its answers in words, the first of them the default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .stored import stored
from .words import Words

Answer = str | int


@dataclass(frozen=True)
class Option:
    """A question that the law leaves open. The first answer is taken where nobody chooses."""

    name: str
    words: Words
    answers: Mapping[Answer, Words]
    citation: Words
    source: str
    verified: str  # a date, or 待核对

    @property
    def default(self) -> Answer:
        return next(iter(self.answers))

    @property
    def zh(self) -> str:
        return self.words.zh

    def read(self, answer: Any) -> Answer:
        """The answer as it is declared. Raises ValueError that says what is allowed."""
        for known in self.answers:
            if not isinstance(answer, bool) and answer in (known, str(known)):
                return known
        raise ValueError(f"{self.name}: allowed {', '.join(map(str, self.answers))}")


@cache
def options() -> Mapping[str, Option]:
    """Every open question by its name."""
    return {name: _option(name, about) for name, about in stored(files(__package__) / "options.yaml").items()}


def _option(name: str, about: Mapping[str, Any]) -> Option:
    answers = {answer: Words(*words) for answer, words in about["answers"].items()}
    return Option(
        name, Words(*about["words"]), answers, Words(*about["citation"]), about["source"], str(about["verified"])
    )


class Choice:
    """The answers that hold: read like `option.rounding`; it remembers which questions a rule asked."""

    def __init__(self, answers: Mapping[str, Answer] | None = None, **more: Answer):
        chosen = {**(answers or {}), **more}
        for name in chosen:
            if name not in options():
                raise ValueError(f"{name}: no such question; there are {', '.join(options())}")
        self._answers = {n: o.read(chosen[n]) if n in chosen else o.default for n, o in options().items()}
        self._asked: dict[str, Answer] = {}
        self._otherwise: dict[tuple[str, Answer], Choice] = {}

    def __getattr__(self, name: str) -> Answer:
        if name.startswith("_") or name not in self._answers:
            raise AttributeError(name)
        return self._asked.setdefault(name, self._answers[name])

    def __iter__(self) -> Iterator[tuple[str, Answer]]:
        return iter(self._answers.items())

    def answer(self, name: str) -> Answer:
        """An answer, without having asked for it."""
        return self._answers[name]

    def gives(self, answers: Mapping[str, Answer]) -> bool:
        """Whether all of these are among its answers."""
        return answers.items() <= self._answers.items()

    @property
    def asked_for(self) -> Mapping[str, Answer]:
        return dict(self._asked)

    def but(self, **more: Answer) -> "Choice":
        """The same answers but for these; nothing has been asked of it yet."""
        other = Choice.__new__(Choice)
        other._answers, other._asked, other._otherwise = {**self._answers, **more}, {}, {}
        return other

    def otherwise(self, name: str, answer: Answer) -> "Choice":
        """The same answers but for one; always the same choice, so that what was worked out under it is found again."""
        if (name, answer) not in self._otherwise:
            self._otherwise[name, answer] = self.but(**{name: answer})
        return self._otherwise[name, answer]
