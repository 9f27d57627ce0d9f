"""What a definition counts: each of its sums as a condition on rows of one table and what is done with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from .. import facts
from ..definition import Definition, Filled
from ..language import columns, read
from ..language.tree import column, double, every, filled, word

WHOLE = ("median", "distinct")  # what cannot be added up from parts


@dataclass(frozen=True)
class Part:
    """One number of a definition: `role` says which; over the rows of `table` for which `counted` is true.

    `how` is count, sum, distinct or median; all but count are of `amount`. `anchor` dates the rows, "" as they lie.
    """

    key: str
    role: str
    table: str
    anchor: str
    counted: exp.Expr
    how: str = "count"
    amount: exp.Expr | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the hospital's number is the sum of its departments'."""
        return self.how not in WHOLE


def parts(definition: Definition) -> list[Part]:
    """The numerator and denominator of a definition, and for manual ones the entries. A composite has none."""
    if definition.type == "composite":
        return []
    return [part for part in (_entered(definition) if definition.is_manual else _computed(definition)) if part]


@dataclass(frozen=True)
class Compiled:
    """A definition with its parts, every table that it looks at, and what must be filled.

    A filling is the rule, the rows in which the column is filled and the rows in which it should be.
    """

    definition: Definition
    parts: Sequence[Part]
    tables: frozenset[str]
    fillings: Sequence[tuple[Filled, Part, Part]]


def compiled(definition: Definition) -> Compiled:
    found = parts(definition)
    trees = [tree for part in found for tree in (part.counted, part.amount) if tree]
    looked = frozenset(each for tree in trees for each in columns(tree))
    tables = frozenset(part.table for part in found) | {table for table, _ in looked}
    return Compiled(definition, found, tables, [] if definition.is_manual else list(_fillings(definition, looked)))


# Types


def _computed(definition: Definition) -> list[Part | None]:
    return [
        _numerator(definition),
        None if definition.type in ("count", "count_distinct") else _denominator(definition),
    ]


def _numerator(definition: Definition) -> Part:
    """A numerator over the denominator's own table lies within it; over another table it stands for itself."""
    elsewhere = definition.numerator_of not in ("", definition.of)
    table = definition.numerator_of or definition.of
    own = _tree(definition.numerator, table)
    counted = own if elsewhere else every(_base(definition), own)
    anchor = definition.numerator_anchor or ("" if elsewhere else definition.anchor)
    how, amount = _above(definition, table)
    return Part(definition.key, "numerator", table, anchor, counted, how, amount)


def _above(definition: Definition, table: str) -> tuple[str, exp.Expr | None]:
    match definition.type:
        case "mean":
            return "sum", _amount(definition.observation, table)
        case "weighted_mean":
            product = exp.Mul(this=_amount(definition.observation, table), expression=_amount(definition.weight, table))
            return "sum", product
        case "median":
            return "median", _amount(definition.observation, table)
    return _counting(definition, definition.numerator_sum, table)


def _denominator(definition: Definition) -> Part:
    counted, table = _base(definition), definition.of
    how, amount = _below(definition, table)
    if definition.type in ("mean", "median"):
        counted = every(
            counted, _tree(definition.numerator, table), filled(_tree(definition.observation, table, "number"))
        )
    elif definition.exceptions:
        counted = every(counted, _not_excepted(definition))
    return Part(definition.key, "denominator", table, definition.anchor, counted, how, amount)


def _below(definition: Definition, table: str) -> tuple[str, exp.Expr | None]:
    match definition.type:
        case "mean" | "median":
            return "count", None
        case "weighted_mean":
            weight = _amount(definition.weight, table)
            return "sum", exp.Case().when(filled(_tree(definition.observation, table, "number")), weight)
        case "observed_expected":
            return "sum", _amount(definition.expected, table)
    return _counting(definition, definition.denominator_sum, table)


def _counting(definition: Definition, added: str, table: str) -> tuple[str, exp.Expr | None]:
    if added:
        return "sum", _amount(added, table)
    if definition.distinct:
        return "distinct", _tree(definition.distinct, table, "any")
    return "count", None


# Rows


def _base(definition: Definition) -> exp.Expr:
    """The rows of the denominator before exceptions. What is not known to be excluded stays in."""
    table = definition.of
    inside = [_tree(text, table) for text in (definition.population, definition.denominator)]
    left = [exp.Not(this=_known(_tree(each.when, table))) for each in definition.exclusions]
    return every(*inside, *left)


def _not_excepted(definition: Definition) -> exp.Expr:
    """Rows with an exception leave the denominator, unless they are in the numerator after all."""
    table = definition.of
    excepted = exp.or_(*(_known(_tree(each.when, table)) for each in definition.exceptions))
    return exp.or_(_known(_tree(definition.numerator, table)), exp.Not(this=exp.paren(excepted)))


def _known(condition: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=condition, expressions=[exp.false()])


def _amount(text: str, table: str) -> exp.Expr:
    return double(_tree(text, table, "number"))


def _tree(text: str, table: str, wants: str = "flag") -> exp.Expr:
    return _read(text, table, wants).copy()


_read = lru_cache(maxsize=4096)(read)


# What was typed in


def _entered(definition: Definition) -> list[Part | None]:
    """A manual definition is one over the entries: those under its code and edition in which nothing is missing."""
    typed = ("numerator",) if definition.type in ("count", "count_distinct") else ("numerator", "denominator")
    named = every(
        exp.EQ(this=column("entry", "indicator"), expression=word(definition.code)),
        exp.EQ(this=column("entry", "edition"), expression=word(definition.edition)),
        *(filled(column("entry", each)) for each in typed),
    )
    sums = [
        Part(definition.key, each, "entry", "", named.copy(), "sum", double(column("entry", each))) for each in typed
    ]
    return [*sums, Part(definition.key, "entries", "entry", "", named)]


# What must be filled


def _fillings(definition: Definition, looked: Iterable[tuple[str, str]]) -> Iterator[tuple[Filled, Part, Part]]:
    """Beside what the definition asks for: every column that not every source has must be filled at least once."""
    asked = {_table_and_column(each, definition): each for each in definition.availability}
    for place, (table, name) in enumerate(sorted(asked.keys() | set(filter(_optional, looked)))):
        rule = asked.get((table, name), Filled(f"{table}.{name}", 0))
        when = _tree(rule.when, table)
        there = every(when, filled(column(table, name)))
        if (table, name) not in asked or rule.filled:
            yield (
                rule,
                Part(definition.key, f"filled.{place}", table, "", there),
                Part(definition.key, f"asked.{place}", table, "", when),
            )


def _table_and_column(filled: Filled, definition: Definition) -> tuple[str, str]:
    table, _, name = filled.column.rpartition(".")
    return table or definition.of, name


def _optional(looked: tuple[str, str]) -> bool:
    """Whether not every source has a column; those made by the lake are not asked."""
    table, name = looked
    found = facts.table(table).columns[name]
    return found.optional and not found.made
