"""Cells that cannot be read as what their column tells, and cells that must not be empty: SQL that finds them."""

from collections.abc import Iterator

from .cells import literal, quoted
from .checks import MISSING, UNREADABLE
from .relations import Relations


def unreadable(relations: Relations) -> Iterator[str]:
    """Something stands in the cell, and no fact comes out of it."""
    for field in relations.fields:
        nothing = " and ".join(f"{quoted(fact)} is null" for fact in field.to)
        yield (
            f"select line, '{UNREADABLE}', {literal(field.source)}, null, true"
            f" from cleaned join read using (line) where cleaned.{quoted(field.source)} is not null and {nothing}"
        )


def missing(relations: Relations) -> Iterator[str]:
    """A fact without which a row says nothing."""
    for name, place in relations.required.items():
        unless = f"line not in (select line from faults where place = {literal(place)})"
        yield (
            f"select line, '{MISSING}', {literal(place)}, null, true"
            f" from {relations.table} where {quoted(name)} is null and {unless}"
        )
