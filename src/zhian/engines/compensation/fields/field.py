"""A field of a case document as `fields.yaml` declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ..facts import CASE
from ..stored import stored
from ..words import Words

LONGEST_TEXT = 200
FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Field:
    """A field: what it is called, of what kind it is, what is allowed."""

    name: str
    words: Words
    kind: str
    low: int = 0
    high: int = 100_000_000
    most: int = 0
    of: str = ""
    required: bool = False
    answers: Mapping[str, Words] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)  # other words for an answer
    fields: Mapping[str, "Field"] = field(default_factory=dict)

    def named(self, key: Any) -> str | None:
        """The English key of a key in either language."""
        key = "on" if key is True else key  # YAML reads a bare `on` as true
        if key in self.fields:
            return str(key)
        return next((name for name, f in self.fields.items() if key == f.words.zh), None)


@cache
def document() -> Field:
    """The declaration of a whole case document."""
    told = stored(files(__package__) / "fields.yaml")
    return _declared("", {"zh": "案件", "en": "case", "is": "group", "fields": told})


def _declared(name: str, told: Mapping[str, Any]) -> Field:
    answers = {key: Words(*words) for key, words in told.get("answers", {}).items()}
    if told["is"] == "fact":
        answers = {words.zh: words for words in CASE[told["fact"]].codes.values()}
    fields = {key: _declared(key, about) for key, about in told.get("fields", {}).items()}
    kind = "one_of" if told["is"] == "fact" else told["is"]
    bounds = {key: told[key] for key in ("low", "high", "most", "of", "required", "also") if key in told}
    return Field(name, Words(told["zh"], told["en"]), kind, answers=answers, fields=fields, **bounds)
