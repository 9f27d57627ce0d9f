"""A table of any other system: the facts that its columns can tell, and the layout that a mapping makes of them."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from zhian.engines.indicators.facts import Column, tables
from zhian.engines.indicators.facts import table as table_of

from .homes import FINDS
from .layouts import Field, Layout
from .relations import GROUPS, page

KEYS_OF_PATIENTS = ("record_number", "admission", "born_on")
DIAGNOSES, PROCEDURES = 15, 10  # that a mapping offers places for
UNMAPPED = ("entry", "activity")  # typed in here, and nowhere else
COMPLEMENTS = {"more_of_stay": "stay", "more_of_procedure": "procedure", "more_of_bed_day": "bed_day"}


def mappable() -> list[str]:
    """What a line of a mapped table can tell of; what belongs to a stay comes with it."""
    return [*(name for name in tables() if name not in (*UNMAPPED, *GROUPS)), *COMPLEMENTS]


def tellable(table: str) -> Iterator[tuple[str, Column]]:
    """The facts that a column of such a table can tell, in their order."""
    if table in COMPLEMENTS:
        yield from _more_of(COMPLEMENTS[table])
        return
    columns = table_of(table).columns
    if "stay" in columns:
        yield from ((f"page.{name}", page()[name]) for name in KEYS_OF_PATIENTS[: 3 if table == "stay" else 2])
    told = ("stay", "patient", "principal", "principal_on_admission", "line")
    yield from ((f"{table}.{name}", column) for name, column in columns.items() if name not in told and not column.made)
    if table == "stay":
        yield from _group("diagnosis", ("code", "on_admission"), DIAGNOSES)
        yield from _group("procedure", ("code", "started_at", "grade", "incision", "healing"), PROCEDURES)


def called(fact: str) -> list[str]:
    """What other systems call a fact."""
    return _titles().get(fact, [])


def layout_of(
    name: str, table: str, columns: Mapping[str, str], cells: Mapping[str, Mapping[str, Any]] | None = None
) -> Layout:
    """The layout of a mapping: title there → fact; and how its cells are read: title → words, days, factor."""
    fields = {
        title: Field(
            title,
            {"zh": title, "en": title},
            (fact,),
            personal=fact.startswith("page."),
            **(cells or {}).get(title, {}),
        )
        for title, fact in columns.items()
    }
    titles = {"zh": name, "en": name}
    return Layout(name, titles, COMPLEMENTS.get(table, table), fields, completes=table in COMPLEMENTS)


def _more_of(table: str) -> Iterator[tuple[str, Column]]:
    """What finds a row that lies there, and what can be said of it besides."""
    of = table_of(table)
    if "stay" in of.key:
        yield from ((f"page.{name}", page()[name]) for name in ("record_number", "admission", "left_on"))
    finds = FINDS[table]
    yield from ((f"{table}.{name}", of.columns[name]) for name in finds)
    for name, column in of.columns.items():
        if column.optional and not column.made and name not in (*finds, "principal_on_admission"):
            yield f"{table}.{name}", column


def _group(table: str, names: tuple[str, ...], most: int) -> Iterator[tuple[str, Column]]:
    columns = table_of(table).columns
    for rank in range(1, most + 1):
        for name in names:
            column = columns[name]
            names_of = {language: f"{said} {rank}" for language, said in column.names.items()}
            yield f"{table}.{rank}.{name}", Column(column.name, column.type, names_of, column.of)


@cache
def _titles() -> Mapping[str, list[str]]:
    return yaml.safe_load((files(__package__) / "titles.yaml").read_text("utf-8"))
