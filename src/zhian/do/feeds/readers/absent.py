"""Columns without which no row of a file can be taken."""

from collections.abc import Sequence

from .layouts import Layout
from .relations import required_of


def absent(layout: Layout, header: Sequence[str]) -> list[str]:
    """The required ones that the first line does not name."""
    return [place for place in required_of(layout).values() if place not in header]
