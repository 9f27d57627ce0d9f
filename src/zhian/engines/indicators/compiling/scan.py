"""Many numbers over the same rows in one scan: each a conditional aggregate, counted once however many ask for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from .. import facts
from ..language import Fault, read
from ..language.tree import column, filled, named, number, word
from .parts import Part
from .relation import Relation, settled


@dataclass(frozen=True)
class Scan:
    """One statement and how to read its rows: whole, hospital, department, month, the strata, then the numbers.

    `whole` is 1 in the row of the whole hospital; a month is null in that of all months. Where the numbers add up there
    is no such row: the hospital's numbers are the sums over its rows. `numbers` says for each part, by its key and
    role, in which column its number stands.
    """

    relation: Relation
    statement: exp.Select
    numbers: Mapping[tuple[str, str], int]
    adds_up: bool


@dataclass(frozen=True)
class Wish:
    """Which months, of which hospital (None: all), and by what the rows are to be divided."""

    since: date
    until: date
    hospital: str | None = None
    departments: bool = True
    strata: tuple[str, ...] = ()
    monthly: bool = True


def scans(wanted: Iterable[Part], wish: Wish) -> Iterator[Scan]:
    """As few statements as there are tables and ways of dating their rows, for all these numbers."""
    together: dict[tuple[str, str, bool], list[Part]] = {}
    for part in wanted:
        dated = part.anchor if part.anchor != facts.table(part.table).dated else ""
        together.setdefault((part.table, dated, part.adds_up), []).append(part)
    for (table, anchor, adds_up), found in together.items():
        strata = _strata(wish.strata, table)
        if strata is not None:
            relation = Relation(table, anchor, wish.since, wish.until, wish.hospital)
            keys = _Keys(wish.departments, strata, wish.monthly or adds_up)
            yield _scan(relation, found, keys, adds_up=adds_up)


def rows_of(part: Part, relation: Relation, department: str | None = None) -> exp.Select:
    """The very rows that a part counts, with what is added up of each as `amount`."""
    chosen: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier(part.table, quoted=True))]
    looked = [part.counted] + ([part.amount] if part.amount is not None else [])
    if part.amount is not None:
        chosen.append(exp.alias_(settled(part.amount), "amount", quoted=True))
    statement = relation.selecting(chosen, looking_at=looked).where(settled(part.counted))
    if part.amount is not None:
        statement = statement.where(settled(filled(part.amount)))
    if department is not None:
        of_department = exp.EQ(this=column(part.table, "department"), expression=exp.Literal.string(department))
        statement = statement.where(of_department)
    return statement


@dataclass(frozen=True)
class _Keys:
    """By what the rows are divided."""

    departments: bool
    strata: Sequence[exp.Expr]
    monthly: bool

    def columns(self, relation: Relation) -> list[exp.Expr]:
        """The keys of a row of facts; null where the rows are not divided by one."""
        table = relation.table
        found: dict[str, exp.Expr] = {each: column(table, each) for each in ("hospital", "department")}
        found |= {"month": relation.month} | {f"s{place}": settled(tree) for place, tree in enumerate(self.strata)}
        return [named(name, found[name] if self._has(name) else exp.null()) for name in self.names]

    @property
    def places(self) -> list[exp.Expr]:
        """Where they stand in a statement, behind `whole`."""
        return [number(place) for place, name in enumerate(self.names, 2) if self._has(name)]

    @property
    def names(self) -> list[str]:
        return ["hospital", "department", "month", *(f"s{place}" for place in range(len(self.strata)))]

    @property
    def sets(self) -> exp.GroupingSets:
        """By department, and for the whole hospital."""
        wanted = [[name for name in self.names if self._divides(name) and name != "department"]]
        if self.departments:
            wanted.append([name for name in self.names if self._divides(name)])
        return exp.GroupingSets(expressions=[exp.Tuple(expressions=[_plain(name) for name in each]) for each in wanted])

    @property
    def shown(self) -> list[exp.Expr]:
        """Whether it is the whole hospital, and the keys; null where the rows are not divided by one."""
        whole = exp.func("GROUPING", _plain("department")) if self.departments else number(1)
        keys = [_plain(name) if self._divides(name) else named(name, exp.null()) for name in self.names]
        return [named("whole", whole), *keys]

    def _has(self, name: str) -> bool:
        return self.departments or name != "department"

    def _divides(self, name: str) -> bool:
        return self._has(name) and (self.monthly or name != "month")


def _scan(relation: Relation, found: Sequence[Part], keys: _Keys, *, adds_up: bool) -> Scan:
    written: dict[tuple[str, exp.Expr], int] = {}  # each once, however many ask for it
    places = {(part.key, part.role): written.setdefault(_written(part), len(written)) for part in found}
    numbers = [named(f"n{place}", tree) for (_, tree), place in written.items()]
    if adds_up:
        statement = _added(relation, keys, numbers, _looked(found, keys))
    else:
        statement = _reckoned(relation, keys, numbers, [how for how, _ in written], _looked(found, keys))
    first = 1 + len(keys.names)
    return Scan(relation, statement, {who: first + place for who, place in places.items()}, adds_up)


def _added(relation: Relation, keys: _Keys, numbers: list[exp.Expr], looked: list[exp.Expr]) -> exp.Select:
    """What adds up is counted in the smallest cells, in one pass over the rows."""
    chosen = [named("whole", number(0)), *keys.columns(relation), *numbers]
    return relation.selecting(chosen, looking_at=looked).group_by(*keys.places, copy=False)


def _reckoned(
    relation: Relation, keys: _Keys, values: list[exp.Expr], how: list[str], looked: list[exp.Expr]
) -> exp.Select:
    """What does not is reckoned for each set of rows by itself, from the values that count."""
    cells = relation.selecting([*keys.columns(relation), *values], looking_at=looked)
    if set(how) == {"distinct"}:
        cells = cells.distinct(copy=False)
    numbers = [named(value.alias, WHOLE[each](_plain(value.alias))) for each, value in zip(how, values, strict=True)]
    return exp.select(*keys.shown, *numbers).from_(cells.subquery("cells", copy=False), copy=False).group_by(keys.sets)


WHOLE: Mapping[str, Callable[[exp.Expr], exp.Expr]] = {
    "median": lambda value: exp.Median(this=value),
    "distinct": lambda value: exp.Count(this=exp.Distinct(expressions=[value])),
}


def _written(part: Part) -> tuple[str, exp.Expr]:
    """What a part comes to in a cell, or how it is reckoned and from which values."""
    return ("sum", _aggregate(part)) if part.adds_up else (part.how, _chosen(part))


def _aggregate(part: Part) -> exp.Expr:
    """By a CASE inside: an engine skips rows in it twice as fast as behind a FILTER."""
    if part.amount is not None:
        return exp.Sum(this=_chosen(part))
    if part.counted == exp.true():
        return exp.Count(this=exp.Star())
    return exp.Count(this=_filled_alone(part.counted) or _chosen(part))


def _chosen(part: Part) -> exp.Expr:
    """What counts of a row: its amount, or that it is there."""
    amount = number(1) if part.amount is None else settled(part.amount)
    return amount if part.counted == exp.true() else _where(settled(part.counted), amount)


def _filled_alone(counted: exp.Expr) -> exp.Expr | None:
    """The column, where all that is asked of a row is that it is filled: what COUNT does by itself."""
    asked = counted.this if isinstance(counted, exp.Not) else None
    found = asked.this.unnest() if isinstance(asked, exp.Is) and isinstance(asked.expression, exp.Null) else None
    return found.copy() if isinstance(found, exp.Column) else None


def _looked(found: Iterable[Part], keys: _Keys) -> list[exp.Expr]:
    return [*keys.strata, *(tree for part in found for tree in (part.counted, part.amount) if tree is not None)]


def _strata(wanted: Sequence[str], table: str) -> list[exp.Expr] | None:
    """The strata over the rows of this table, None where it does not know them."""
    try:
        trees = [read(text, table, "any", of_its_stay=True) for text in wanted]
    except Fault:
        return None
    return [exp.Coalesce(this=exp.cast(tree, exp.DataType.Type.TEXT), expressions=[word("")]) for tree in trees]


def _plain(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))


def _where(condition: exp.Expr, amount: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=amount)])
