"""What floors above show on every record's page: they register a panel, and the page knows none of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zhian.kernel.records.models import Record

from .requests import Request

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of the page: `of` gives its context for this record and reader, or None where it has nothing to show."""

    template: str
    of: Callable[[Record, Request], Context | None]
    order: int = 50
    is_wide: bool = False  # below the facts, else at the side


PANELS: list[Panel] = []


def register(panel: Panel) -> None:
    PANELS.append(panel)
    PANELS.sort(key=lambda known: known.order)


def panels(record: Record, request: Request, *, is_wide: bool) -> Iterator[tuple[str, Context]]:
    """Template and context of each panel of the one column or the other that has something to show."""
    for panel in PANELS:
        if panel.is_wide == is_wide and (context := panel.of(record, request)) is not None:
            yield panel.template, context
