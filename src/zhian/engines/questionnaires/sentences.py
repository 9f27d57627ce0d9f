"""What is wrong, as a sentence whose words can be translated by whoever shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """English words with gaps, and what belongs into them."""

    words: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words % self.given


def sentence(words: str, /, **given: Any) -> Sentence:
    """Imported as `_`, so that the words are gathered for translation."""
    return Sentence(words, given)


class Wrong(ValueError):
    """One value does not fit; `sentence` says why."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(str(said))
        self.sentence = said


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a questionnaire, and where: the line of the text (0 where there is none) and the item."""

    sentence: Sentence
    line: int = 0
    item: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.item) if part)
        return f"{place}: {self.sentence}" if place else str(self.sentence)


class Faulty(ValueError):
    """A questionnaire that cannot be used; `faults` says why, `source` where it came from."""

    def __init__(self, faults: Iterable[Fault], source: str = "") -> None:
        self.faults = list({str(fault): fault for fault in faults}.values())
        self.source = source
        super().__init__("\n".join(f"{source}: {fault}" if source else str(fault) for fault in self.faults))
