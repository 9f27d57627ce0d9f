"""From a text to its typed tree: every name is looked up, every type is fitted, nothing else is let through."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat

from sqlglot import exp

from .. import facts
from ..facts import Column, Table
from .dialect import parse, place
from .faults import Fault, unknown
from .fitting import alike, fitting, misfit, see_that_it_has_an_order, word_like
from .functions import FUNCTIONS, GATHERED, WRITTEN, Function
from .meaning import Meaning
from .tree import Gathered, column, double, every, filled, number

COMPARED = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
RECKONED = (exp.Add, exp.Sub, exp.Mul)
NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?")


def read(text: str, table: str, wants: str = "flag", *, of_its_stay: bool = False) -> exp.Expr:
    """The typed tree of a text over the columns of a table; `wants` is what it must be: flag, number, text or any.

    Names that the table does not have may be those of a row's stay where `of_its_stay` says so. Raises Fault.
    """
    tree = parse(text)
    try:
        return fitting(Reading(facts.table(table), text, of_its_stay=of_its_stay).meaning(tree), wants).sql
    except Fault as fault:
        raise fault if fault.end else fault.at(0, len(text)) from None


def check(text: str, table: str, wants: str = "flag", *, of_its_stay: bool = False) -> Fault | None:
    """What is wrong with a text, the first thing only; None where it can be read."""
    try:
        read(text, table, wants, of_its_stay=of_its_stay)
    except Fault as fault:
        return fault
    return None


def columns(tree: exp.Expr) -> frozenset[tuple[str, str]]:
    """The columns that a typed tree looks at, as table and name."""
    return frozenset((each.table, each.name) for each in tree.find_all(exp.Column))


class Reading:
    """A row of a table, and what can be reached from it: its columns, its stay's, and the rows of the same stay."""

    def __init__(self, table: Table, text: str, *, inside: str = "", of_its_stay: bool = False) -> None:
        self.table = table
        self.of_its_stay = of_its_stay and "stay" in table.columns
        self.text = text
        self.inside = inside  # the function that gathers these rows, "" for the row itself

    def meaning(self, node: exp.Expr) -> Meaning:
        """What a part of the tree means. Raises Fault."""
        rule = RULES.get(type(node))
        start, end = place(node)
        if rule is None:
            raise Fault("not_offered", {"word": self.text[start:end] or node.key}, start, end)
        try:
            found = rule(self, node)
        except Fault as fault:
            raise fault if fault.end else fault.at(start, end) from None
        return replace(found, start=start, end=end)

    def flag(self, node: exp.Expr) -> exp.Expr:
        return fitting(self.meaning(node), "flag").sql

    def number(self, node: exp.Expr) -> exp.Expr:
        return double(fitting(self.meaning(node), "number").sql)


# Leaves


def _column(row: Reading, node: exp.Column) -> Meaning:
    whole = [part.name for part in node.parts]
    if len(whole) > 2:
        raise Fault("not_offered", {"word": ".".join(whole)})
    table = _reached(row, whole[0]) if len(whole) == 2 else row.table
    if row.of_its_stay and whole[-1] not in table.columns:
        table = facts.table("stay")
    found = table.columns.get(whole[-1])
    if not found:
        raise unknown("unknown_column", whole[-1], table.columns, table=table.names)
    return _of_column(table, found)


def _reached(row: Reading, name: str) -> Table:
    if name == row.table.name:
        return row.table
    if name == "stay" and "stay" in row.table.columns:
        return facts.table("stay")
    raise Fault("not_reached", {"word": name, "table": row.table.names})


def _of_column(table: Table, found: Column) -> Meaning:
    return Meaning(found.type, column(table.name, found.name), codes=found.of, names=found.names)


def _literal(row: Reading, node: exp.Literal) -> Meaning:
    if node.is_string:
        return Meaning("written", exp.Literal.string(node.name), written=node.name)
    if not NUMBER.fullmatch(node.name):
        raise Fault("number_too_long", {"word": node.name})
    if "." in node.name:
        return Meaning("number", double(number(node.name)))
    return Meaning("integer", number(node.name))


def _boolean(row: Reading, node: exp.Boolean) -> Meaning:
    return Meaning("flag", node.copy())


# Conditions


def _joined(row: Reading, node: exp.Connector) -> Meaning:
    """`and`, `or`: any number of them in a row, so that a long list is not a deep one."""
    parts = [row.flag(each) for each in node.flatten(unnest=False)]
    joined: exp.Expr = parts[0]
    for each in parts[1:]:
        joined = type(node)(this=joined, expression=each)
    return Meaning("flag", joined)


def _not(row: Reading, node: exp.Not) -> Meaning:
    return Meaning("flag", exp.Not(this=row.flag(node.this)))


def _is_null(row: Reading, node: exp.Is) -> Meaning:
    if not isinstance(node.expression, exp.Null):
        raise Fault("not_offered", {"word": "is"})
    return Meaning("flag", exp.Is(this=row.meaning(node.this).sql, expression=exp.null()))


def _compared(row: Reading, node: exp.Binary) -> Meaning:
    left, right = alike([row.meaning(node.this), row.meaning(node.expression)])
    if not isinstance(node, exp.EQ | exp.NEQ):
        see_that_it_has_an_order(left)
    return Meaning("flag", type(node)(this=left.sql, expression=right.sql))


def _between(row: Reading, node: exp.Between) -> Meaning:
    value, low, high = alike([row.meaning(each) for each in (node.this, node.args["low"], node.args["high"])])
    see_that_it_has_an_order(value)
    return Meaning("flag", exp.Between(this=value.sql, low=low.sql, high=high.sql))


def _among(row: Reading, node: exp.In) -> Meaning:
    listed = node.expressions
    if not listed:
        raise Fault("not_offered", {"word": "in"})
    value, *words = alike([row.meaning(each) for each in (node.this, *listed)])
    return Meaning("flag", exp.In(this=value.sql, expressions=[each.sql for each in words]))


# Numbers: always reckoned in doubles, so that neither engine overflows or divides whole numbers in its own way


def _reckoned(row: Reading, node: exp.Binary) -> Meaning:
    return Meaning("number", type(node)(this=row.number(node.this), expression=row.number(node.expression)))


def _divided(row: Reading, node: exp.Div) -> Meaning:
    if _constant(node.expression) == 0:
        raise Fault("divided_by_zero").at(*place(node.expression))
    below = exp.Nullif(this=row.number(node.expression), expression=double(number(0)))
    return Meaning("number", exp.Div(this=row.number(node.this), expression=below))


def _negated(row: Reading, node: exp.Neg) -> Meaning:
    return Meaning("number", exp.Neg(this=row.number(node.this)))


def _paren(row: Reading, node: exp.Paren) -> Meaning:
    inner = row.meaning(node.this)
    return replace(inner, sql=exp.paren(inner.sql))


def _constant(node: exp.Expr) -> float | None:
    """The number that a part always is, None where it depends on a row."""
    if isinstance(node, exp.Literal) and not node.is_string:
        return float(node.name)
    below = [_constant(each) for each in node.iter_expressions()]
    kind = CONSTANT.get(type(node))
    return kind(*below) if kind and below and None not in below else None


CONSTANT: Mapping[type[exp.Expr], Callable[..., float]] = {
    exp.Paren: lambda a: a,
    exp.Neg: lambda a: -a,
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
}


# Functions


def _called(row: Reading, node: exp.Anonymous) -> Meaning:
    name = node.name.lower()
    function = FUNCTIONS.get(name)
    if not function:
        raise unknown("unknown_function", name, FUNCTIONS)
    if function.gathers:
        return _gathered(row, function, node.expressions)
    given = _arguments(function, row, node.expressions, function.takes)
    return _giving(function, given, WRITTEN[name](*given))


def _gathered(row: Reading, function: Function, given: Sequence[exp.Expr]) -> Meaning:
    if row.inside:
        raise Fault("nested", {"word": row.inside})
    table = _rows(row, function, given)
    inner = Reading(table, row.text, inside=function.name)
    arguments = _arguments(function, inner, given[1:], function.takes[1:])
    value = arguments[0]
    conditional = function.takes[-1].startswith("flag") and len(arguments) == len(function.takes) - 1
    where: exp.Expr = arguments[-1].sql if conditional else exp.true()
    if function.name in ("first", "last"):
        where = every(where, filled(value.sql))
    aggregate, otherwise = GATHERED[function.name](value.sql.copy(), column(table.name, table.key[-1]))
    tree = Gathered(this=aggregate, table=exp.to_identifier(table.name), where=where.copy(), otherwise=otherwise)
    return _giving(function, [value, value], tree)


def _rows(row: Reading, function: Function, given: Sequence[exp.Expr]) -> Table:
    """The table that is gathered from: one whose rows belong to a stay."""
    named = given[0] if given else None
    if not isinstance(named, exp.Column) or named.table:
        raise Fault("table_first", {"word": function.name, "example": function.usage})
    at = place(named)
    if named.name not in facts.tables():
        raise unknown("unknown_table", named.name, facts.tables()).at(*at)
    table = facts.table(named.name)
    ordered = table.of == "stay" or function.name not in ("first", "last")
    if "stay" not in row.table.columns or "stay" not in table.columns or table.name == "stay" or not ordered:
        raise Fault("not_reached", {"word": named.name, "table": row.table.names}).at(*at)
    return table


def _arguments(function: Function, row: Reading, given: Sequence[exp.Expr], takes: Sequence[str]) -> list[Meaning]:
    """The arguments, each fitting what the function takes at its place."""
    endless = takes[-1] == "…"
    wanted = takes[:-1] if endless else takes
    needed = len([each for each in wanted if not each.endswith("?")])
    if len(given) < needed or (len(given) > len(wanted) and not endless):
        raise Fault("arguments", {"word": function.name, "usage": function.usage})
    each_wants = chain(wanted, repeat(wanted[-1]))
    meanings = [_argument(row, node, wants) for node, wants in zip(given, each_wants, strict=False)]
    same = [place for place, wants in enumerate(wanted) if wants == "like"]
    if same:
        first = same[0] - 1
        meanings[first:] = alike(meanings[first:])
    return meanings


def _argument(row: Reading, node: exp.Expr, wants: str) -> Meaning:
    found = row.meaning(node)
    wants = wants.rstrip("?")
    if wants == "written_number":
        if not (isinstance(node, exp.Literal) and found.type == "integer"):
            raise misfit(found, wants)
        return found
    if found.type == "written" and wants in ("time", "moment"):
        return word_like(found, Meaning("moment", found.sql))
    return fitting(found, "any" if wants == "like" else wants)


def _giving(function: Function, given: Sequence[Meaning], sql: exp.Expr) -> Meaning:
    place = {"first": 0, "second": 1}.get(function.gives)
    if place is None:
        return Meaning(function.gives, sql)
    like = given[place]
    return Meaning("text" if like.type == "written" else like.type, sql, codes=like.codes, names=like.names)


RULES: Mapping[type[exp.Expr], Callable[..., Meaning]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: _boolean,
    exp.Null: lambda row, node: Meaning("null", exp.null()),
    exp.And: _joined,
    exp.Or: _joined,
    exp.Not: _not,
    exp.Is: _is_null,
    exp.Between: _between,
    exp.In: _among,
    exp.Div: _divided,
    exp.Neg: _negated,
    exp.Paren: _paren,
    exp.Anonymous: _called,
    **dict.fromkeys(COMPARED, _compared),
    **dict.fromkeys(RECKONED, _reckoned),
}
