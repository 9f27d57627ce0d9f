"""What is wrong with a text, as a sentence in the reader's language, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Fault(Exception):
    """One thing that is wrong: `key` names its sentence, `about` fills it, `start` and `end` say where in the text.

    `field` is the field of the definition that the text stands in, "" where there is only the text.
    """

    key: str
    about: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)  # names are by language
    start: int = 0
    end: int = 0
    field: str = ""

    def said_in(self, language: str) -> str:
        """The sentence, in zh or en."""
        told = sentences()[self.key]
        about = {name: each if isinstance(each, str) else each[language] for name, each in self.about.items()}
        says = told[language].format_map(about)
        nearest = about.get("nearest")
        return says + sentences()["nearest"][language].format(nearest=nearest) if nearest else says

    def at(self, start: int, end: int) -> "Fault":
        """The same, there."""
        return replace(self, start=start, end=end)

    def in_field(self, name: str) -> "Fault":
        """The same, in this field of a definition."""
        return replace(self, field=name)

    def __str__(self) -> str:
        return self.said_in("en")


def unknown(key: str, word: str, known: Iterable[str], **about: str | Mapping[str, str]) -> Fault:
    """A word that is not among those known, with the one that may have been meant."""
    known = list(known)
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return Fault(key, {"word": word, "known": ", ".join(known), "nearest": near[0] if near else "", **about})


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by its key and language."""
    told: dict[str, dict[str, str]] = yaml.safe_load((files(__package__) / "faults.yaml").read_text("utf-8"))
    return told
