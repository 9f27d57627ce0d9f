"""Many numbers over the same rows in one scan: each a conditional aggregate, counted once however many ask for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from .. import facts
from ..language import Fault, read
from ..language.tree import column, word
from .parts import Part
from .relation import Relation, settled


@dataclass(frozen=True)
class Scan:
    """One statement and how to read its rows: hospital, department, month, the strata, then the numbers.

    A department is null in the row of the whole hospital, a month in that of all months. `numbers` says for each part,
    by its key and role, in which column its number stands.
    """

    relation: Relation
    statement: exp.Select
    numbers: Mapping[tuple[str, str], int]


@dataclass
class _Numbers:
    """The aggregates of one statement, each once."""

    found: dict[tuple[str, exp.Expr, exp.Expr | None], str] = field(default_factory=dict)

    def place(self, part: Part) -> int:
        self.found.setdefault((part.how, part.counted, part.amount), f"n{len(self.found)}")
        return list(self.found).index((part.how, part.counted, part.amount))


def scans(
    wanted: Iterable[Part],
    *,
    since: date,
    until: date,
    hospital: str | None = None,
    departments: bool = True,
    strata: Sequence[str] = (),
    monthly: bool = True,
) -> Iterator[Scan]:
    """As few statements as there are tables and ways of dating their rows, for all these numbers."""
    together: dict[tuple[str, str, bool], list[Part]] = {}
    for part in wanted:
        dated = part.anchor if part.anchor != facts.table(part.table).dated else ""
        together.setdefault((part.table, dated, part.adds_up), []).append(part)
    for (table, anchor, adds_up), found in together.items():
        divided = _strata(strata, table)
        if divided is not None:
            relation = Relation(table, anchor, since, until, hospital)
            keys = _Keys(departments, divided, monthly or adds_up)
            yield (_added_up if adds_up else _grouped)(relation, found, keys)


def rows_of(part: Part, relation: Relation, department: str | None = None) -> exp.Select:
    """The very rows that a part counts, with what is added up of each as `amount`."""
    chosen: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier(part.table, quoted=True))]
    looked = [part.counted] + ([part.amount] if part.amount is not None else [])
    if part.amount is not None:
        chosen.append(exp.alias_(settled(part.amount), "amount", quoted=True))
    statement = relation.selecting(chosen, looking_at=looked).where(settled(part.counted))
    if department is not None:
        of_department = exp.EQ(this=column(part.table, "department"), expression=exp.Literal.string(department))
        statement = statement.where(of_department)
    return statement


@dataclass(frozen=True)
class _Keys:
    departments: bool
    strata: Sequence[exp.Expr]
    monthly: bool

    def columns(self, relation: Relation) -> list[exp.Expr]:
        found = {
            "hospital": column(relation.table, "hospital"),
            "department": _department(relation),
            "month": relation.month,
        }
        named = [exp.alias_(tree, name, quoted=True) for name, tree in found.items()]
        return named + [exp.alias_(settled(tree), f"s{place}", quoted=True) for place, tree in enumerate(self.strata)]

    @property
    def sets(self) -> exp.GroupingSets:
        """By department, and for the whole hospital."""
        month = ["month"] if self.monthly else []
        always = ["hospital", *month, *(f"s{place}" for place in range(len(self.strata)))]
        wanted = [always, ["department", *always]] if self.departments else [always]
        return exp.GroupingSets(expressions=[exp.Tuple(expressions=[_plain(name) for name in each]) for each in wanted])

    @property
    def names(self) -> list[str]:
        return ["hospital", "department", "month", *(f"s{place}" for place in range(len(self.strata)))]

    @property
    def shown(self) -> list[exp.Expr]:
        """What no set groups by does not come out by itself."""
        missing = {"department": self.departments, "month": self.monthly}
        return [
            _plain(name) if missing.get(name, True) else exp.alias_(exp.null(), name, quoted=True)
            for name in self.names
        ]


def _added_up(relation: Relation, found: Sequence[Part], keys: _Keys) -> Scan:
    """Counted in the smallest cells, in one pass over the rows; the hospital's numbers are added up from the cells."""
    numbers = _Numbers()
    places = {(part.key, part.role): numbers.place(part) for part in found}
    inner = [exp.alias_(_aggregate(*each), name, quoted=True) for each, name in numbers.found.items()]
    cells = relation.selecting([*keys.columns(relation), *inner], looking_at=_looked(found, keys))
    cells = cells.group_by(*(exp.Literal.number(place + 1) for place in range(len(keys.names))))
    sums = [exp.alias_(exp.Sum(this=_plain(name)), name, quoted=True) for name in numbers.found.values()]
    return _scan(relation, cells, keys, sums, places)


def _grouped(relation: Relation, found: Sequence[Part], keys: _Keys) -> Scan:
    """What cannot be added up is reckoned for each set of rows by itself, from the values that count."""
    numbers = _Numbers()
    places = {(part.key, part.role): numbers.place(part) for part in found}
    inner = [
        exp.alias_(exp.Case().when(settled(counted), settled(_of(amount))), name, quoted=True)
        for (_, counted, amount), name in numbers.found.items()
    ]
    values = relation.selecting([*keys.columns(relation), *inner], looking_at=_looked(found, keys))
    outer = [exp.alias_(OF_VALUES[how](_plain(name)), name, quoted=True) for (how, _, _), name in numbers.found.items()]
    return _scan(relation, values, keys, outer, places)


def _scan(
    relation: Relation,
    inner: exp.Select,
    keys: _Keys,
    numbers: Sequence[exp.Expr],
    places: Mapping[tuple[str, str], int],
) -> Scan:
    first = len(keys.names)
    statement = exp.select(*keys.shown, *numbers).from_("cells").group_by(keys.sets)
    for each in inner.ctes:
        statement = statement.with_(each.alias, as_=each.this)
    inner.set("with_", None)
    statement = statement.with_("cells", as_=inner)
    return Scan(relation, statement, {who: first + place for who, place in places.items()})


def _aggregate(how: str, counted: exp.Expr, amount: exp.Expr | None) -> exp.Expr:
    counting = exp.Count(this=exp.Star()) if amount is None else exp.Sum(this=settled(amount))
    if counted == exp.true():
        return counting
    return exp.Filter(this=counting, expression=exp.Where(this=settled(counted)))


OF_VALUES = {
    "median": lambda value: exp.Median(this=value),
    "distinct": lambda value: exp.Count(this=exp.Distinct(expressions=[value])),
}


def _looked(found: Iterable[Part], keys: _Keys) -> list[exp.Expr]:
    return [*keys.strata, *(tree for part in found for tree in (part.counted, part.amount) if tree is not None)]


def _strata(wanted: Sequence[str], table: str) -> list[exp.Expr] | None:
    """The strata over the rows of this table, None where it does not know them."""
    try:
        trees = [read(text, table, "any", of_its_stay=True) for text in wanted]
    except Fault:
        return None
    return [exp.Coalesce(this=exp.cast(tree, exp.DataType.Type.TEXT), expressions=[word("")]) for tree in trees]


def _department(relation: Relation) -> exp.Expr:
    """The department of a row, "" where it counts for the hospital alone: of none, or under the hospital's code."""
    department = column(relation.table, "department")
    own = exp.EQ(this=department.copy(), expression=column(relation.table, "hospital"))
    return (
        exp.Case().when(exp.or_(exp.Is(this=department.copy(), expression=exp.null()), own), word("")).else_(department)
    )


def _of(amount: exp.Expr | None) -> exp.Expr:
    return exp.true() if amount is None else amount


def _plain(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))
