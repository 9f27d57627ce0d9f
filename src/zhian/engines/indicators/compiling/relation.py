"""The rows that are counted: a table with what is reached from it, the same for counting and for showing them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from sqlglot import exp

from .. import facts
from ..language import Gathered
from ..language.tree import column, day, every, named


@dataclass(frozen=True)
class Relation:
    """The rows of `table` from month `since` to month `until`, of one hospital or all.

    `anchor` is the column whose month counts; "" where a row counts in the month in which it lies.
    """

    table: str
    anchor: str
    since: date
    until: date
    hospital: str | None = None

    @property
    def month(self) -> exp.Expr:
        """The first day of the month that a row counts in."""
        if self._lies_as_dated:
            return column(self.table, "month")
        return day(exp.TimestampTrunc(this=column(self.table, self.anchor), unit=exp.var("MONTH")))

    def selecting(self, chosen: Iterable[exp.Expr], *, looking_at: Iterable[exp.Expr]) -> exp.Select:
        """A statement over these rows with all that the trees look at joined; what they gather must be `settled`."""
        looked = list(looking_at)
        statement = exp.Select().select(*chosen, copy=False).from_(_named(self.table), copy=False)
        statement.where(self._inside(self.table, self.month), copy=False)
        for table, found in _by_table(looked).items():
            gathered = _alias(table)
            statement.with_(gathered, as_=self._gathering(table, found), copy=False)
            on = _same_stay(self.table, gathered)
            statement.join(_named(gathered), on=on, join_type="left", copy=False)
        if self.table != "stay" and _reaches_stay(looked):
            statement = self._with_stay(statement, self.table)
        return statement

    @property
    def confined(self) -> bool:
        """Whether no file of another month need be opened."""
        return self._lies_with_its_stay or (self._lies_as_dated and "stay" not in facts.table(self.table).columns)

    @property
    def _lies_as_dated(self) -> bool:
        table = facts.table(self.table)
        return self.anchor in ("", table.dated)

    @property
    def _lies_with_its_stay(self) -> bool:
        """Whether all rows of the same stay lie in the same months, so that no others need be read."""
        return self._lies_as_dated and "stay" in (self.table, facts.table(self.table).of)

    def _inside(self, table: str, month: exp.Expr) -> exp.Expr:
        between = exp.Between(this=month, low=_day(self.since), high=_day(self.until))
        if self.hospital is None:
            return between
        return every(between, exp.EQ(this=column(table, "hospital"), expression=exp.Literal.string(self.hospital)))

    def _gathering(self, table: str, found: list[Gathered]) -> exp.Select:
        """One row for each stay with all that is gathered from a table; rows that nothing asks for are passed over."""
        wanted = [each.args["where"] for each in found]
        values = [named(name(each), _of_those(each.this.copy(), each.args["where"].copy())) for each in found]
        statement = exp.Select().select(*_stay_of(table), *values, copy=False).from_(_named(table), copy=False)
        statement.where(exp.or_(*wanted), copy=False).group_by(*_stay_of(table), copy=False)
        if self._lies_with_its_stay:
            statement.where(self._inside(table, column(table, "month")), copy=False)
        return self._with_stay(statement, table) if _reaches_stay(wanted + [each.this for each in found]) else statement

    def _with_stay(self, statement: exp.Select, table: str) -> exp.Select:
        on = _same_stay(table, "stay")
        if self._lies_with_its_stay:
            on = every(on, self._inside("stay", column("stay", "month")))
        return statement.join(_named("stay"), on=on, join_type="left", copy=False)


def settled(tree: exp.Expr) -> exp.Expr:
    """The tree with a column in the place of each thing gathered."""
    return tree.transform(lambda node: _settled(node) if isinstance(node, Gathered) else node)


def _settled(gathered: Gathered) -> exp.Expr:
    found = column(_alias(gathered.args["table"].name), name(gathered))
    otherwise = gathered.args.get("otherwise")
    return exp.Coalesce(this=found, expressions=[otherwise.copy()]) if otherwise is not None else found


def _of_those(aggregate: exp.Expr, where: exp.Expr) -> exp.Expr:
    """Whether there is any row is told by the condition itself; a FILTER would take longer."""
    if isinstance(aggregate, exp.LogicalOr):
        return exp.LogicalOr(this=where)
    return exp.Filter(this=aggregate, expression=exp.Where(this=where))


def name(gathered: Gathered) -> str:
    """The same for the same thing, so that it is gathered once however many ask for it."""
    return f"g{blake2b(repr(gathered).encode(), digest_size=6).hexdigest()}"


def _by_table(trees: Iterable[exp.Expr]) -> dict[str, list[Gathered]]:
    found: dict[str, dict[str, Gathered]] = {}
    for tree in trees:
        for each in tree.find_all(Gathered):
            found.setdefault(each.args["table"].name, {})[name(each)] = each
    return {table: list(each.values()) for table, each in sorted(found.items())}


def _reaches_stay(trees: Iterable[exp.Expr]) -> bool:
    """Whether the row's stay is looked at outside of what is gathered, which sees to its own."""
    return any(_column_of_stay(tree) for tree in trees)


def _column_of_stay(tree: exp.Expr) -> bool:
    found = tree.walk(prune=lambda node: isinstance(node, Gathered))
    return any(isinstance(node, exp.Column) and node.table == "stay" for node in found)


def _same_stay(left: str, right: str) -> exp.Expr:
    both = zip(_stay_of(left), _stay_of(right), strict=True)
    return every(*(exp.EQ(this=one, expression=other) for one, other in both))


def _stay_of(table: str) -> list[exp.Expr]:
    return [column(table, "hospital"), column(table, "stay")]


def _alias(table: str) -> str:
    return f"of_{table}"


def _named(table: str) -> exp.Table:
    return exp.to_table(exp.to_identifier(table, quoted=True).sql())


def _day(value: date) -> exp.Expr:
    return day(exp.Literal.string(value.isoformat()))
