"""A chart with its title and the sentence that says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhian.kernel.web.charts import Bar

from .counting import share


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    says: str
    parts: Sequence[Any] = ()  # bars, stacks or rows, as the drawing wants them
    total: float = 0  # of all that was counted, what has no part of its own too
    columns: Sequence[str] = ()
    note: str = ""
    is_unverified: bool = False  # something that it says was not read in the primary text


def nothing() -> str:
    return _("Nothing to count here.")


def most(bars: Sequence[Bar], total: float) -> str:
    """Which part is the largest, in a sentence."""
    if not total or not bars:
        return nothing()
    top = max(bars, key=lambda bar: bar.value)
    return _("Most: %(label)s, %(count)s of %(total)s (%(share)s %%).") % {
        "label": top.label,
        "count": top.words,
        "total": f"{total:g}",
        "share": round(share(top.value, total) or 0),
    }
