"""A lake of an older edition of the tables is brought up: each file written anew with the columns of today."""

from collections.abc import Mapping

import pyarrow.parquet as pq

from ..facts import edition, table
from .draft import Draft, columns, kind, word

# How a column of an edition is worked out from the columns of the edition before: {edition: {table: {column: SQL}}}.
# A column that is not named here keeps its value, and is empty where it is new.
RECIPES: Mapping[int, Mapping[str, Mapping[str, str]]] = {}


def bring_up(draft: Draft) -> None:
    """Writes every file whose columns are not those of this edition."""
    recipes = _recipes(draft.start.edition)
    for place in sorted(draft.parts):
        path = draft.now.path(place)
        ours, there = table(place.table), pq.read_schema(path).names
        recipe = recipes.get(place.table, {})
        if recipe or there != columns(ours):
            kept = {each: f'"{each}"' if each in there else "NULL" for each in columns(ours)}
            today = ", ".join(
                f'CAST({told} AS {kind(ours, each)}) AS "{each}"' for each, told in {**kept, **recipe}.items()
            )
            draft.write(place, f"SELECT {today} FROM read_parquet({word(path)}, hive_partitioning = false)")


def _recipes(since: int) -> dict[str, dict[str, str]]:
    together: dict[str, dict[str, str]] = {}
    for each in range(since + 1, edition() + 1):
        for name, recipe in RECIPES.get(each, {}).items():
            together.setdefault(name, {}).update(recipe)
    return together
