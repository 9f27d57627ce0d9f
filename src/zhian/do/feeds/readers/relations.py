"""A piece as tables in SQL: cells read, a relation for each table of facts, and from these the rows for the lake."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

import duckdb
import pyarrow as pa
import yaml

from zhian.engines.indicators.facts import Column
from zhian.engines.indicators.facts import table as table_of

from .cells import DUCK, cleaned, literal, quoted, typed
from .checks import Check
from .homes import FINDS, NEEDED
from .layouts import Field, Layout
from .pieces import LINE
from .place import Place

GROUPS = {"diagnosis": "code", "procedure": "code", "ward_move": "entered_at"}  # group → there is one where it is told
REQUIRED_OF_STAY = ("record_number", "admitted_at", "discharged_at", "department", "sex", "leaving", "principal")
FIRST_DIAGNOSIS = {"principal": "diagnosis.1.code", "principal_on_admission": "diagnosis.1.on_admission"}
# What the front page does not say in one cell, and follows from others.
FOLLOWS = {
    "days": "coalesce({days}, greatest(1,"
    " date_diff('day', cast({admitted_at} as date), cast({discharged_at} as date))))",
    "age": "coalesce({age}, date_diff('year', {born_on}, cast({admitted_at} as date))"
    " - cast(strftime({admitted_at}, '%m%d') < strftime({born_on}, '%m%d') as int))",
    "age_days": "coalesce({age_days}, case when date_diff('day', {born_on}, cast({admitted_at} as date)) < 365"
    " then date_diff('day', {born_on}, cast({admitted_at} as date)) end)",
    "drug_cost": "coalesce({drug_cost}, coalesce({western_drug_cost}, {patent_drug_cost}, {herbal_drug_cost}) * 0"
    " + coalesce({western_drug_cost}, 0) + coalesce({patent_drug_cost}, 0) + coalesce({herbal_drug_cost}, 0))",
}


def literals(place: Place) -> str:
    """What checks know of the world, as variables of SQL."""
    places = dict(place.departments)
    known = ", ".join(literal(code) for code in sorted(set(places.values())))
    others = ", ".join(literal(code) for code in place.other_hospitals)
    cases = " ".join(f"when {literal(said)} then {literal(code)}" for said, code in places.items())
    ours = f"case written {cases} else written end" if cases else "written"
    return f"""
        set variable today = date {literal(place.today)};
        set variable departments = [{known}]::varchar[];
        set variable other_hospitals = [{others}]::varchar[];
        create macro known_department(code) as
          len(getvariable('departments')) = 0 or list_contains(getvariable('departments'), code);
        create macro department_of(written) as {ours};
    """


class Relations:
    """What the sieve asks of a piece."""

    def __init__(self, base: duckdb.DuckDBPyConnection, layout: Layout, header: Sequence[str]) -> None:
        self.base, self.layout, self.table = base, layout, layout.table
        self.fields = [field for name, field in layout.fields.items() if name in header and field.to]
        self.told = {fact: field for field in self.fields for fact in field.to}

    @property
    def tables(self) -> Sequence[str]:
        return [self.table, *(self.groups if self._is_page else ())]

    @property
    def _is_page(self) -> bool:
        """Whether a row tells of a stay with all that belongs to it."""
        return self.table == "stay" and not self.layout.completes

    @cached_property
    def groups(self) -> Sequence[str]:
        return [group for group, key in GROUPS.items() if any(key in told for told in self._ranks(group).values())]

    @cached_property
    def required(self) -> Mapping[str, str]:
        return required_of(self.layout)

    def read(self, rows: pa.Table) -> None:
        """Makes `cleaned`, `read`, the relation of each table, and `identity`."""
        self.base.register("cleaned", self._cleaned(rows))
        cells = [f"{self._typed(fact, field)} as {quoted(fact)}" for fact, field in self.told.items()]
        self.base.execute(f"create or replace temp table read as select {', '.join(['line', *cells])} from cleaned")
        if self._is_page:
            for group in self.groups:
                self.base.execute(f"create or replace temp table {group} as {self._group(group)}")
        self.base.execute(f"create or replace temp table {self.table} as {self._own()}")
        self.base.execute(f"create or replace temp table identity as {self._identity()}")

    def _cleaned(self, rows: pa.Table) -> pa.Table:
        """The cells that tell something, without what means nothing."""
        cells = {field.source: cleaned(rows[field.source], self._column(field.to[0])) for field in self.fields}
        return pa.table({LINE: rows[LINE], **cells})

    def can_tell(self, table: str, columns: Sequence[str]) -> bool:
        """Whether the source tells what a check looks at first: what is not there at all is not wrong."""
        if self.layout.completes and any(name.startswith("stay.") for name in columns):
            return False
        is_group = table in GROUPS and table != self.table
        return is_group or any(fact_of(table, name) in self.told or name in FOLLOWS for name in columns)

    def wrong(self, table: str, check: Check) -> str:
        """SQL for the faults that a check finds."""
        is_group = table in GROUPS and table != self.table
        place = f"case rank {self._group_places(table, check.columns[0])} end" if is_group else ""
        place = place or literal(self.layout.column_of(fact_of(table, check.columns[0])))
        joined = f"{table} join stay using (line)" if is_group else table
        rank, is_fault = "rank" if is_group else "null", literal(check.is_fault)
        return f"select line, {literal(check.code)}, {place}, {rank}, {is_fault} from {joined} where {check.when}"

    def facts(self, hospital: str) -> Iterator[tuple[str, pa.Table]]:
        """The good rows of each table, in the columns that the lake takes."""
        for table in () if self.layout.completes else self.tables:
            columns = ", ".join(self._kept(table, column) for column in self._columns(table))
            joined = f"{table} join keys using (line) join good using (line)"
            if table in GROUPS:
                joined += " join stay using (line)"
            found = self.base.sql(f"select {literal(hospital)} as hospital, {columns} from {joined}")
            yield table, found.to_arrow_table()
        if self.layout.completes:
            yield self.table, self._said_more(hospital)
        self.base.unregister("cleaned")

    def _said_more(self, hospital: str) -> pa.Table:
        """What the good rows say of those that lie in the lake, with the key of these."""
        of = table_of(self.table)
        told = [name for name in of.columns if f"{self.table}.{name}" in self.told and name not in FINDS[self.table]]
        columns = [f"home.{quoted(name)}" for name in of.key] + [f"{self.table}.{quoted(name)}" for name in told]
        joined = f"{self.table} join home using (line) join good using (line)"
        found = self.base.sql(f"select {literal(hospital)} as hospital, {', '.join(columns)} from {joined}")
        return found.to_arrow_table()

    def _group_places(self, table: str, name: str) -> str:
        cases = {rank: self.layout.column_of(f"{table}.{rank}.{name}") for rank in self._ranks(table)}
        return " ".join(f"when {rank} then {literal(column)}" for rank, column in cases.items())

    def _ranks(self, table: str) -> Mapping[int, Sequence[str]]:
        return self.layout.ranks(table)

    def _typed(self, fact: str, field: Field) -> str:
        sql = typed(self._column(fact), field, self.layout)
        return f"department_of({sql})" if fact.endswith("department") else sql

    def _column(self, fact: str) -> Column:
        table, *_rank, name = fact.split(".")
        return page()[name] if table == "page" else table_of(table).columns[name]

    def _columns(self, table: str) -> Sequence[Column]:
        return [column for column in table_of(table).columns.values() if not column.made]

    def _group(self, table: str) -> str:
        """One row for each place of a repeated group in which something is told."""
        names = [column.name for column in self._columns(table) if column.name not in ("stay", "rank")]
        made = [self._member(table, rank, names) for rank in sorted(self._ranks(table))]
        key = GROUPS[table]
        return (
            f"select line, told.* from (select line, unnest([{', '.join(made)}]) as told from read)"
            f" where told.{key} is not null"
        )

    def _member(self, table: str, rank: int, names: Sequence[str]) -> str:
        columns = table_of(table).columns
        cells = [f"{name}: {self._value(f'{table}.{rank}.{name}', columns[name])}" for name in names]
        return "{" + ", ".join([f"rank: {rank}", *cells]).replace("department:", "unit:") + "}"

    def _value(self, fact: str, column: Column) -> str:
        return quoted(fact) if fact in self.told else f"null::{DUCK[column.type]}"

    def _own(self) -> str:
        """The relation of the source's own table: its columns, those of the page, and what follows from them."""
        plain = {
            column.name: self._value(f"{self.table}.{column.name}", column) for column in self._columns(self.table)
        }
        plain |= {name: self._value(f"page.{name}", column) for name, column in page().items()}
        if self._is_page:
            plain |= {name: self._value(fact, self._column(fact)) for name, fact in FIRST_DIAGNOSIS.items()}
            plain |= {name: sql.format_map(plain) for name, sql in FOLLOWS.items()}
            plain |= {"has_twice": self._has_twice(), "icu_hours": self._icu_hours(plain["icu_hours"])}
        cells = [f"{sql} as {quoted(name)}" for name, sql in plain.items()]
        return f"select {', '.join(['line', *cells])} from read"

    def _has_twice(self) -> str:
        codes = [fact for fact in self.told if fact.startswith("diagnosis.") and fact.endswith(".code")]
        listed = f"list_filter([{', '.join(map(quoted, codes))}]::varchar[], lambda code: code is not null)"
        return f"len({listed}) > list_unique({listed})"

    def _icu_hours(self, told: str) -> str:
        if "ward_move" not in self.groups:
            return told
        hours = "sum(epoch(left_at) - epoch(entered_at)) // 3600"
        return f"coalesce({told}, (select cast({hours} as bigint) from ward_move where ward_move.line = read.line))"

    def _identity(self) -> str:
        """What the keys are made of, as text."""
        table = table_of(self.table)
        names = table.key
        if self.layout.completes and table.of:  # nobody else knows the place of a procedure in its stay
            names = ("record_number", "admission", "left_on", *FINDS[self.table])
        own = [f"cast({quoted(name)} as varchar)" for name in names if name != "stay"]
        left = f"strftime({'discharged_at' if self._is_page else 'left_on'}, '%Y-%m-%d')"
        joined = f"concat_ws('|', {', '.join(own)})" if own and self.table != "stay" else "''"
        content = ", ".join(quoted(fact) for fact in self.told) or "line"
        return (
            "select line, coalesce(record_number, '') as record_number, coalesce(cast(admission as varchar), '') as"
            f" admission, coalesce({left}, '') as discharged_on, {joined} as own, content"
            f" from {self.table} join (select line, hash({content}) as content from read) using (line)"
        )

    def _kept(self, table: str, column: Column) -> str:
        name = quoted(column.name)
        match column.name:
            case "stay" | "patient":
                return f"keys.{name}"
            case "infection" | "incident" if column.type == "key":
                return f"keys.key as {name}"
            case "line":
                return "cast(content >> 1 as bigint) as line" if f"{table}.line" not in self.told else f"{table}.{name}"
            case "department" if table in ("diagnosis", "procedure"):
                return "stay.department"
            case "department" if table == "ward_move":
                return "coalesce(ward_move.unit, stay.department) as department"
            case "intensive" if table == "ward_move":
                return "true as intensive"
        return f"{table}.{name}"


def required_of(layout: Layout) -> Mapping[str, str]:
    """What must be told in every row: column of its relation → the source's column that ought to tell it."""
    if layout.completes:
        names = ["record_number"] if "stay" in table_of(layout.table).key else []
        names += NEEDED[layout.table]
    elif layout.table == "stay":
        names = list(REQUIRED_OF_STAY)
    else:
        columns = table_of(layout.table).columns.values()
        names = [each.name for each in columns if not (each.optional or each.made) and each.type != "key"]
        names = [name for name in names if name != "line"]
        if "stay" in table_of(layout.table).key:
            names.append("record_number")
    return {name: layout.column_of(fact_of(layout.table, name)) for name in names}


def fact_of(table: str, name: str) -> str:
    """The fact that a column of a relation stands for, as checks name it: `stay.sex` in a diagnosis is its stay's."""
    if name.startswith("stay.") or name in FIRST_DIAGNOSIS:
        return FIRST_DIAGNOSIS.get(name, name)
    return f"{table}.{name}" if name in table_of(table).columns else f"page.{name}"


@cache
def page() -> Mapping[str, Column]:
    """The facts of the page that never reach the lake, by name."""
    told = yaml.safe_load((files(__package__) / "page.yaml").read_text("utf-8"))
    return {name: Column(name, about["type"], {"zh": about["zh"], "en": about["en"]}) for name, about in told.items()}
