"""Cells that cannot be read as what their column tells, and cells that must not be empty: SQL that finds them."""

from collections.abc import Iterator

from .cells import literal, quoted
from .checks import MISSING, UNREADABLE
from .layouts import Field
from .relations import Relations


def unreadable(relations: Relations) -> Iterator[str]:
    """Something stands in the cell, and no fact comes out of it. One statement for all columns: each costs its plan."""
    wrong = [
        f"case when {_stands(field)} and {_says_nothing(field)} then {literal(field.source)} end"
        for field in relations.fields
    ]
    if wrong:
        places = f"list_filter([{', '.join(wrong)}], lambda place: place is not null)"
        yield f"""
            select line, '{UNREADABLE}', unnest(places), null, true
            from (select line, {places} as places from cleaned join read using (line)) where len(places) > 0"""


def _stands(field: Field) -> str:
    return f"cleaned.{quoted(field.source)} is not null"


def _says_nothing(field: Field) -> str:
    return " and ".join(f"read.{quoted(fact)} is null" for fact in field.to)


def missing(relations: Relations) -> Iterator[str]:
    """A fact without which a row says nothing."""
    for name, place in relations.required.items():
        unless = f"line not in (select line from faults where place = {literal(place)})"
        yield (
            f"select line, '{MISSING}', {literal(place)}, null, true"
            f" from {relations.table} where {quoted(name)} is null and {unless}"
        )
