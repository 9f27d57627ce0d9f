"""What tables of facts there are, which columns each has, and the words that a column may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from ..stored import stored

ARROW: Mapping[str, pa.DataType] = {
    "key": pa.string(),
    "text": pa.string(),
    "code": pa.string(),
    "icd10": pa.string(),
    "icd9": pa.string(),
    "flag": pa.bool_(),
    "integer": pa.int64(),
    "money": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
}
PLACES = (pa.field("hospital", pa.string()), pa.field("month", pa.date32()))  # every table has them


@dataclass(frozen=True, slots=True)
class Code:
    """A word that a column may hold, and the official code that it stands for on the front page ("" for none)."""

    word: str
    names: Mapping[str, str]  # by language: zh, en
    official: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact. `of` names the set of codes; `made` says that no source has it, the lake works it out;
    `kept` that it stays where a source that comes again says nothing of it."""

    name: str
    type: str
    names: Mapping[str, str]
    of: str = ""
    optional: bool = False
    made: bool = False
    kept: bool = False

    @property
    def arrow(self) -> pa.DataType:
        return ARROW[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, in the month of their column `dated`; rows `of` another table lie where its rows do.

    `known_by` says by which columns a row is the same one still where its key only says its place in a list.
    """

    name: str
    names: Mapping[str, str]
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    dated: str = ""
    of: str = ""
    known_by: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """As it lies in Parquet: hospital and month first, then the columns in their order."""
        return pa.schema([*PLACES, *(pa.field(column.name, column.arrow) for column in self.columns.values())])


def tables() -> Mapping[str, Table]:
    """Every table of facts by its name; what is worked out from facts is not among them."""
    return _read()[1]


def table(name: str) -> Table:
    """The table of this name, of facts or worked out. Raises KeyError where there is none."""
    return _read()[3].get(name) or tables()[name]


def codes(name: str) -> Mapping[str, Code]:
    """The words of a set of codes. Raises KeyError where there is none."""
    return _read()[0][name]


def edition() -> int:
    """The edition of the tables, which a lake keeps beside its rows."""
    return _read()[2]


@cache
def _read() -> tuple[Mapping[str, Mapping[str, Code]], Mapping[str, Table], int, Mapping[str, Table]]:
    told = stored(files(__package__) / "tables.yaml")
    sets = {name: {word: _code(word, about) for word, about in words.items()} for name, words in told["codes"].items()}
    of_facts, worked_out = (
        {name: _table(name, about) for name, about in told[kind].items()} for kind in ("tables", "worked_out")
    )
    return sets, of_facts, told["edition"], worked_out


def _code(word: str, about: dict[str, str]) -> Code:
    return Code(word, {"zh": about["zh"], "en": about["en"]}, about.get("official", ""))


def _table(name: str, about: dict[str, Any]) -> Table:
    columns = {each: _column(each, told) for each, told in about["columns"].items()}
    known_by = tuple(about.get("known_by", ()))
    return Table(
        name, about["says"], tuple(about["key"]), columns, about.get("dated", ""), about.get("of", ""), known_by
    )


def _column(name: str, about: dict[str, Any]) -> Column:
    names = {language: about[language] for language in ("zh", "en")}
    flags = {flag: about.get(flag, False) for flag in ("optional", "made", "kept")}
    return Column(name, about["type"], names, about.get("of", ""), **flags)
