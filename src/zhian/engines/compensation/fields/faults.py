"""What is wrong with a document, said so that it can be put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import category

from ..words import Words

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode categories; rare names may be of a private or a newer plane
LARGEST = 10**13


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a document: where, what was written, what is allowed there."""

    field: str
    value: str
    allowed: Words

    def said_in(self, language: str) -> str:
        return f"{self.field} = {self.value}: {self.allowed.said_in(language)}"


class CaseError(ValueError):
    """A document cannot be read. `faults` says everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.said_in("en") for fault in faults))

    def said_in(self, language: str) -> str:
        return "\n".join(fault.said_in(language) for fault in self.faults)


def fault(where: str, value: Any, allowed: Words) -> Fault:
    """A fault that may be shown: long values are cut, and nothing in them is obeyed by a screen."""
    return Fault(_visible(where, 120) or "case", _visible(_written(value), 60) or '""', allowed)


def _visible(text: str, longest: int) -> str:
    """As it may be repeated to a person: not too long, and nothing that a screen would obey."""
    shown = "".join("�" if category(c) in UNSEEN else c for c in text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _written(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return f"[…] × {len(value)}"
    if type(value) is int and abs(value) >= LARGEST:
        return "≥ 10^13"
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / value.denominator:f}"
    return "—" if value is None else str(value)
