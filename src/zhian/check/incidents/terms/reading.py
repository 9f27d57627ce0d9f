"""A list of terms from its file: codes that stay, words in English and Chinese, where it is from, whether checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import pgettext

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """One code with its words, an example, and what stands below it."""

    code: str
    en: str
    example_en: str = ""
    terms: tuple["Term", ...] = ()

    def __str__(self) -> str:
        return pgettext("term", self.en)

    @property
    def example(self) -> str:
        return pgettext("term", self.example_en) if self.example_en else ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A list with its source."""

    terms: tuple[Term, ...]
    source: str
    is_verified: bool
    valid_from: date

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def find(self, code: str) -> Term | None:
        """The term with this code, at whatever depth."""
        return next((term for term in _all(self.terms) if term.code == code), None)


def read(file: str) -> dict[str, Any]:
    """The plain content of a file beside this one."""
    return yaml.safe_load((HERE / file).read_text(encoding="utf-8"))


def terms_of(told: Mapping[str, Any]) -> Terms:
    return Terms(tuple(map(_term, told["terms"])), told["source"], told["verified"], told["valid_from"])


def _term(told: Mapping[str, Any]) -> Term:
    below = tuple(map(_term, told.get("bones", told.get("terms", ()))))
    return Term(told["code"], told["en"], told.get("example_en", ""), below)


def _all(terms: tuple[Term, ...]) -> Iterator[Term]:
    for term in terms:
        yield term
        yield from _all(term.terms)
