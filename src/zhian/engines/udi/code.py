"""What a code on a device says once it was read, and the error of one that cannot be read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


def _(words: str) -> str:
    """Marks words for whoever shows and translates them."""
    return words


@dataclass(frozen=True, slots=True)
class Udi:
    """A code that was read: whose rules it follows, which product it names, and what it says of this one piece."""

    agency: str  # GS1, HIBCC or ICCBBA
    device: str  # the device identifier, such as the GTIN
    lot: str = ""
    serial: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    others: dict[str, str] = field(default_factory=dict)  # what else stands in it, by its identifier


class UdiError(ValueError):
    """A code that follows no rules, or breaks its own. `words` has gaps for `given`, so that it can be translated."""

    def __init__(self, words: str, **given: Any) -> None:
        super().__init__(words % given)
        self.words, self.given = words, given


class UnknownCode(UdiError):
    """A code of nobody whose rules are known here; other issuers exist, so it may be right."""

    def __init__(self) -> None:
        super().__init__(_("This is no code of GS1, HIBCC or ICCBBA."))
