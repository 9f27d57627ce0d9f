"""What every engine does: compiles definitions, reads the files of one snapshot, and makes values of what it counts."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, Self

from sqlglot import exp

from .. import facts
from ..compiling import Compiled, Part, Relation, Scan, Wish, compiled, parts, rows_of, scans
from ..definition import Definition
from ..months import Months, moved
from ..numbers import Cell, Cells, Numbers
from ..values import COLUMN_MISSING, NO_FACTS, Value, pooled, values

BY_DEPARTMENT = ("department",)


class Snapshot(Protocol):
    """Where the files of facts lie; a snapshot of a lake is one."""

    def hospitals(self, table: str) -> list[str]: ...
    def months(self, table: str, hospital: str | None = None) -> list[str]: ...
    def files(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> list[str]: ...


class HasSnapshot(Protocol):
    """What has a snapshot: a lake."""

    @property
    def snapshot(self) -> Snapshot: ...


class Engine(AbstractContextManager["Engine"], ABC):
    """Measures over the snapshot that was in force when it was opened: `with DuckDB(lake) as engine:`."""

    dialect: str

    def __init__(self, lake: HasSnapshot) -> None:
        self.snapshot = lake.snapshot
        self._viewed: dict[str, list[str]] = {}  # the files of each table that has been made readable

    @abstractmethod
    def answer(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement in this engine's own SQL."""

    @abstractmethod
    def view(self, table: str, files: Sequence[str]) -> None:
        """Makes these Parquet files the table of this name."""

    def __enter__(self) -> Self:
        return self

    def measure(
        self,
        definitions: Iterable[Definition],
        period: Months,
        by: Sequence[str] = BY_DEPARTMENT,
        *,
        switches: Mapping[str, bool] | None = None,
        hospital: str | None = None,
        monthly: bool = True,
        among: Iterable[Definition] = (),
    ) -> list[Value]:
        """Every value of these definitions in these months, by department and for the whole hospital.

        Beside "department", `by` may hold expressions whose words divide the rows: "sex", "age_band(age)". Without
        `monthly` there is one value for all months together. Parts of composites are also looked for `among` others.
        All definitions over the same table are counted in one scan of it.
        """
        wanted = [each.switched(switches or {}) for each in definitions]
        others = [each.switched(switches or {}) for each in among]
        needed = {each.key: each for each in [*_parts_of(wanted, [*wanted, *others]), *wanted]}
        single = [compiled(each) for each in needed.values() if each.type != "composite"]
        numbers = self._numbers(single, period, by, hospital, monthly)
        found = self._values(single, numbers, period, tuple(by), hospital, monthly)
        for each in wanted:
            if each.type == "composite":
                of_parts = [found.get(part.key, []) for part in _parts_of([each], needed.values())]
                found[each.key] = pooled(each, of_parts)
        return [value for each in wanted for value in found[each.key]]

    def rows(
        self,
        definition: Definition,
        part: str = "numerator",
        *,
        period: Months,
        department: str | None = None,
        hospital: str | None = None,
        switches: Mapping[str, bool] | None = None,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """The very rows that were counted as numerator or denominator: the same condition over the same rows.

        Where something is added up instead of counted, `amount` says how much of each.
        """
        wanted = next((each for each in parts(definition.switched(switches or {})) if each.role == part), None)
        if wanted is None:
            return []
        relation = Relation(wanted.table, wanted.anchor, period.since, period.until, hospital)
        statement = rows_of(wanted, relation, department)
        names = ["hospital", "month", *facts.table(wanted.table).columns, *(["amount"] if wanted.amount else [])]
        self._open(statement, relation)
        told = self.answer((statement.limit(limit) if limit else statement).sql(self.dialect))
        return [dict(zip(names, row, strict=True)) for row in told]

    def open(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> None:
        """Makes a table readable, of these places only."""
        files = self.snapshot.files(table, hospital, months)
        if self._viewed.get(table) != files:
            self.view(table, files)
            self._viewed[table] = files

    # Counting

    def _numbers(
        self, definitions: Sequence[Compiled], period: Months, by: Sequence[str], hospital: str | None, monthly: bool
    ) -> dict[tuple[str, str], Numbers]:
        """What every part of every definition comes to, by cell."""
        earlier = max((cohort.begins for each in definitions if (cohort := each.definition.cohort)), default=0)
        wider = period.begun_earlier(earlier)
        strata = [each for each in by if each != "department"]
        counted = [part for each in definitions for part in each.parts]
        asked = [part for each in definitions for _, *both in each.fillings for part in both]
        wish = Wish(wider.since, wider.until, hospital, "department" in by, tuple(strata), monthly)
        if not strata:  # then both are counted in the same scan
            return self._all_of(scans([*counted, *asked], wish))
        whole = replace(wish, strata=(), departments=False)
        return self._all_of([*scans(counted, wish), *scans(asked, whole)])

    def _all_of(self, wanted: Iterable[Scan]) -> dict[tuple[str, str], Numbers]:
        return {who: numbers for scan in wanted for who, numbers in self._scanned(scan).items()}

    def _scanned(self, scan: Scan) -> dict[tuple[str, str], Numbers]:
        self._open(scan.statement, scan.relation)
        first = min(scan.numbers.values())
        told = self.answer(scan.statement.sql(self.dialect, copy=False))
        found = {_cell(row, first): row for row in (*told, *(_whole_hospitals(told, first) if scan.adds_up else ()))}
        cells = Cells.sorted(cell for cell in found if cell.department != "")
        rows = [found[cell] for cell in cells.order]
        columns = {place: [row[place] for row in rows] for place in set(scan.numbers.values())}
        return {who: Numbers(cells, columns[place]) for who, place in scan.numbers.items()}

    def _open(self, statement: exp.Expr, relation: Relation) -> None:
        """Makes the tables of a statement readable: no more files than it needs."""
        months = Months(relation.since, relation.until).names if relation.confined else None
        named = {each.name for each in statement.find_all(exp.Table)} & facts.tables().keys()
        for table in sorted(named):
            self.open(table, relation.hospital, months)

    # Values

    def _values(
        self,
        definitions: Sequence[Compiled],
        numbers: Mapping[tuple[str, str], Numbers],
        period: Months,
        by: tuple[str, ...],
        hospital: str | None,
        monthly: bool,
    ) -> dict[str, list[Value]]:
        hospitals = [hospital] if hospital else self._hospitals()
        known = self._known(hospitals)
        found = {}
        for each in definitions:
            of_roles = {part.role: numbers[who] for part in each.parts if (who := (part.key, part.role)) in numbers}
            why = _Why(each, numbers, known)
            found[each.definition.key] = values(
                each.definition, of_roles, why, period=period, hospitals=hospitals, by=by, monthly=monthly
            )
        return found

    def _hospitals(self) -> list[str]:
        return sorted({each for table in facts.tables() for each in self.snapshot.hospitals(table)})

    def _known(self, hospitals: Iterable[str]) -> dict[str, set[tuple[str, date]]]:
        """The months of which the lake has facts, by table and hospital."""
        known: dict[str, set[tuple[str, date]]] = defaultdict(set)
        for table in facts.tables():
            for hospital in hospitals:
                months = self.snapshot.months(table, hospital)
                known[table] |= {(hospital, date.fromisoformat(f"{month}-01")) for month in months}
        return known


class _Why:
    """Why nothing can be said of a hospital and month: no facts, or a column too seldom filled."""

    def __init__(
        self,
        of: Compiled,
        numbers: Mapping[tuple[str, str], Numbers],
        known: Mapping[str, Collection[tuple[str, date]]],
    ) -> None:
        self.of, self.numbers, self.known = of, numbers, known
        self.elsewhere = [each for each in of.parts if each.anchor not in ("", facts.table(each.table).dated)]

    def __call__(self, hospital: str, month: date) -> str:
        if self.of.definition.is_manual:
            return ""
        cohort = self.of.definition.cohort
        months = [moved(month, -by) for by in range(cohort.ends + 1, cohort.begins + 1)] if cohort else [month]
        reasons = [self._of_month(hospital, each) for each in months]
        return "" if "" in reasons else reasons[0]

    def _of_month(self, hospital: str, month: date) -> str:
        cell = Cell(hospital, None, month)
        if self.elsewhere:  # rows lie in other months than they count in: there are facts where there are rows
            unknown = any(self._number(part, cell) is None for part in self.elsewhere)
        else:
            unknown = any((hospital, month) not in self.known[table] for table in self.of.tables)
        if unknown:
            return NO_FACTS
        for rule, filled, asked in self.of.fillings:
            there, needed = self._number(filled, cell), self._number(asked, cell)
            if needed and (not there or there < rule.filled * needed):
                return COLUMN_MISSING
        return ""

    def _number(self, part: Part, cell: Cell) -> float | None:
        found = self.numbers.get((part.key, part.role))
        return found.at(cell) if found else None


def _cell(row: tuple[Any, ...], first: int) -> Cell:
    """Where the numbers of a row belong; rows of none, or under the hospital's own code, are of department ""."""
    whole, hospital, department, month = row[:4]
    known = "" if department in (None, hospital) else department
    return Cell(hospital, None if whole else known, month, row[4:first])


def _whole_hospitals(rows: Iterable[tuple[Any, ...]], first: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the whole hospitals: the sums of the numbers in all of theirs, also in those of no department."""
    together: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        together[1, row[1], None, *row[3:first]].append(row[first:])
    for keys, numbers in together.items():
        yield (*keys, *map(_sum, zip(*numbers, strict=True)))


def _sum(column: Iterable[float | None]) -> float | None:
    known = [number for number in column if number is not None]
    return sum(known) if known else None


def _parts_of(composites: Iterable[Definition], among: Iterable[Definition]) -> list[Definition]:
    """The definitions that composites are made of: the edition named, else the same as theirs, else the newest."""
    by_key = {each.key: each for each in among}
    newest = {each.code: each for each in sorted(by_key.values(), key=lambda each: each.edition)}
    found = []
    for composite in composites:
        for part in composite.parts:
            same = by_key.get(f"{part}@{composite.edition}")
            definition = by_key.get(part) or same or newest.get(part)
            if definition:
                found.append(definition)
    return found


__all__ = ["Engine", "Part", "Snapshot"]
