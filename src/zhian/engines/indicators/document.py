"""The YAML document of an indicator: read into its `Definition`, checked, and written again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

import yaml

from . import facts
from .definition import CHOICES, SOURCES, Definition
from .keys import EXPRESSIONS, DefinitionError, as_keys, of_text
from .language import Fault, check
from .language.faults import unknown

NEEDED: Mapping[str, tuple[str, ...]] = {  # what a type needs, and no other type may have
    "mean": ("observation",),
    "weighted_mean": ("observation", "weight"),
    "median": ("observation",),
    "observed_expected": ("expected",),
    "composite": ("parts",),
    "count_distinct": ("distinct",),
    "cohort": ("cohort",),
}
ANYWHERE = ("distinct",)  # what other types may have as well
BOUNDS: Mapping[str, tuple[float, float]] = {  # between which a number means something, by its field
    "unit.factor": (0.001, 1e9),
    "unit.decimals": (0, 6),
    "minimum_denominator": (0, 1e6),
    "follow_up": (0, 60),
    "chart.baseline": (0, 600),
}
CODE = re.compile(r"\w[\w&.-]{0,39}")  # stands in addresses and file names
EDITION = re.compile(r"\w[\w.-]{0,19}")
LONGEST_NAME = 100  # characters


def read(text: str, *, is_ours: bool = False) -> Definition:
    """The definition that a document describes. Raises DefinitionError with everything that is wrong.

    Our own documents are read ten times as fast, without a guard against what only strangers write.
    """
    definition = of_text(text, is_ours=is_ours)
    faults = [
        *_of_names(definition),
        *_of_choices(definition),
        *_of_bounds(definition),
        *_of_type(definition),
        *_of_tables(definition),
    ] or list(_of_expressions(definition))
    if faults:
        raise DefinitionError(faults)
    return definition


def faults_of(text: str) -> tuple[Fault, ...]:
    """What is wrong with a document, nothing where it can be measured: to be shown beside the text."""
    try:
        read(text)
    except DefinitionError as error:
        return error.faults
    return ()


def written(definition: Definition) -> str:
    """The document of a definition: what differs from the rule, under the keys that `read` knows."""
    return yaml.safe_dump(as_keys(definition), allow_unicode=True, sort_keys=False, width=120)


# What a definition must be


def _of_names(definition: Definition) -> Iterator[Fault]:
    for name, pattern in (("code", CODE), ("edition", EDITION)):
        told = getattr(definition, name)
        if not pattern.fullmatch(told):
            yield Fault("not_a_code", {"word": told[:LONGEST_NAME]}, field=name)
    for language, told in definition.names.items():
        if len(told) > LONGEST_NAME:
            yield Fault("name_too_long", {"limit": str(LONGEST_NAME)}, field=f"names.{language}")


def _of_bounds(definition: Definition) -> Iterator[Fault]:
    """A number without bounds can be written with so many decimals that no machine can hold it."""
    for name, (low, high) in BOUNDS.items():
        told = attrgetter(name)(definition)
        if not low <= told <= high:
            about = {"word": str(told), "low": f"{low:.10g}", "high": f"{high:.10g}"}
            yield Fault("out_of_bounds", about, field=name)


def _of_choices(definition: Definition) -> Iterator[Fault]:
    for name, known in CHOICES.items():
        if getattr(definition, name) not in known:
            yield unknown("not_among", getattr(definition, name), known).in_field(name)
    kind, _, table = definition.data.partition(":")
    if kind not in SOURCES or (table and table not in facts.tables()):
        yield unknown("not_among", definition.data, SOURCES).in_field("data")


def _of_type(definition: Definition) -> Iterator[Fault]:
    needed = NEEDED.get(definition.type, ())
    for name in dict.fromkeys(each for names in NEEDED.values() for each in names):
        given = bool(getattr(definition, name))
        if name in needed and not given and not definition.is_manual:
            yield Fault("missing", {"word": name}, field=name)
        if given and name not in (*needed, *ANYWHERE):
            yield Fault("not_needed", {"type": definition.type, "word": name}, field=name)
    if definition.code in (part.partition("@")[0] for part in definition.parts):
        yield Fault("part_of_itself", {"word": definition.code}, field="parts")


def _of_tables(definition: Definition) -> Iterator[Fault]:
    """The tables, and the columns that date their rows."""
    for name, anchored in (("of", "anchor"), ("numerator_of", "numerator_anchor")):
        table, anchor = getattr(definition, name), getattr(definition, anchored)
        if table and table not in facts.tables():
            yield unknown("unknown_table", table, facts.tables()).in_field(name)
        elif anchor:
            found = facts.table(table or definition.of).columns.get(anchor)
            if not found or found.type not in ("day", "moment"):
                about = {"word": anchor, "table": facts.table(table or definition.of).names}
                yield Fault("not_a_column", about, field=anchored)


def _of_expressions(definition: Definition) -> Iterator[Fault]:
    for field, text, table, wants in expressions(definition):
        fault = check(text, table, wants)
        if fault:
            yield fault.in_field(field)
    for name, switch in definition.switches.items():
        switched = replace(definition, switches={}, **switch.changes)
        for fault in _of_expressions(switched):
            if fault.field.partition(".")[0] in switch.changes:
                yield fault.in_field(f"switches.{name}.{fault.field}")


def expressions(definition: Definition) -> Iterator[tuple[str, str, str, str]]:
    """Every expression of a definition: its field, its text, over which table's rows, what it must be."""
    for field, (table, wants) in EXPRESSIONS.items():
        if text := getattr(definition, field):
            yield field, text, getattr(definition, table) or definition.of, wants
    for field in ("exclusions", "exceptions"):
        for place, left in enumerate(getattr(definition, field)):
            yield f"{field}.{place}.when", left.when, definition.of, "flag"
    for place, stratum in enumerate(definition.stratifiers):
        yield f"stratifiers.{place}", stratum, definition.of, "any"
    for place, filled in enumerate(definition.availability):
        table, _, column = filled.column.rpartition(".")
        yield f"availability.{place}.column", column, table or definition.of, "any"
        yield f"availability.{place}.when", filled.when, table or definition.of, "flag"
