"""The words in which an indicator is written: tables, columns with their codes, functions; for whoever writes one."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhian.engines.indicators import facts
from zhian.engines.indicators.language import FUNCTIONS

from .definitions import in_words


@dataclass(frozen=True)
class Column:
    name: str
    words: str
    codes: str


@dataclass(frozen=True)
class Table:
    name: str
    words: str
    columns: Sequence[Column]


@dataclass(frozen=True)
class Words:
    tables: Sequence[Table]
    functions: Sequence[tuple[str, str]]


def words_to_use() -> Words:
    """Every table with its columns, and every function with what it says."""
    found = [
        Table(each.name, in_words(each.names), [_column(column) for column in each.columns.values()])
        for each in facts.tables().values()
    ]
    return Words(found, [(each.usage, in_words(each.says)) for each in FUNCTIONS.values()])


def _column(column: facts.Column) -> Column:
    codes = ", ".join(f"'{word}'" for word in facts.codes(column.of)) if column.of else ""
    return Column(column.name, in_words(column.names), codes)
