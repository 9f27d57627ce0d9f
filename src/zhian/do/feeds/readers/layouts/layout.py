"""A layout: the columns of a source, each with the fact that it tells; read from YAML, or made from a saved mapping."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

SHIPPED = ("hqms", "performance")
ENOUGH = 0.6  # of a header's columns are known: then the file is of this layout


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the source. `to` are facts: stay.sex, diagnosis.3.code, page.record_number; none where unused."""

    source: str
    names: Mapping[str, str] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    codes: str = ""  # a set of the layout's own
    personal: bool = False
    confidence: str = "high"
    words: Mapping[str, str] = field(default_factory=dict)  # how this source writes our words
    days: str = ""  # day_first or month_first, where days are not written with the year first
    factor: str = ""  # by which its numbers are multiplied, a decimal number


@dataclass(frozen=True)
class Layout:
    """`table` is what a row tells of; a front page tells of a stay with its diagnoses, procedures and ward moves.

    A layout that `completes` makes no rows: it says more of those that lie in the lake.
    """

    name: str
    titles: Mapping[str, str]
    table: str
    fields: Mapping[str, Field]
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # set → what stands there → our word
    source: Mapping[str, str] = field(default_factory=dict)
    completes: bool = False

    @cached_property
    def columns(self) -> Mapping[str, Field]:
        """Fact → the column that tells it."""
        return {fact: column for column in self.fields.values() for fact in column.to}

    def column_of(self, fact: str) -> str:
        """What the fact's column is called in the source; the fact itself where no column tells it."""
        return self.columns[fact].source if fact in self.columns else fact

    def ranks(self, table: str) -> Mapping[int, Sequence[str]]:
        """Of a repeated group: rank → the columns of that table that it tells."""
        found: dict[int, list[str]] = {}
        for fact in self.columns:
            parts = fact.split(".")
            if parts[0] == table and len(parts) == 3:
                found.setdefault(int(parts[1]), []).append(parts[2])
        return found


def layouts() -> Mapping[str, Layout]:
    """Those that ship with the program, by name."""
    return _shipped()


def recognised(header: Sequence[str]) -> Layout | None:
    """The shipped layout to which this header belongs, or none."""
    known = ((len(set(header) & set(layout.fields)) / max(len(header), 1), layout) for layout in layouts().values())
    share, layout = max(known, key=lambda pair: pair[0])
    return layout if share >= ENOUGH else None


def layout(told: Mapping[str, Any]) -> Layout:
    """A layout as YAML tells it."""
    fields = {field.source: field for source, about in told["fields"].items() for field in _fields(source, about)}
    return Layout(told["name"], told["titles"], told.get("table", "stay"), fields, told["codes"], told["source"])


@cache
def _shipped() -> Mapping[str, Layout]:
    folder = files(__package__)
    return {name: layout(yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))) for name in SHIPPED}


def _fields(source: str, about: Mapping[str, Any]) -> Iterator[Field]:
    """One field; where it repeats, each of them: C06X01C, C06X02C … are the second diagnosis, the third …"""
    names = {"zh": about["zh"], "en": about["en"]}
    facts = about.get("to", ())
    facts = (facts,) if isinstance(facts, str) else tuple(facts)
    told = (about.get("codes", ""), about.get("personal", False), about.get("confidence", "high"))
    for number in range(1, about.get("repeats", 1) + 1):
        name = source.replace("X01", f"X{number:02}") if "repeats" in about else source
        to = tuple(fact.format(number + 1) for fact in facts) if number == 1 or "{}" in "".join(facts) else ()
        yield Field(name, names, to, *told)
