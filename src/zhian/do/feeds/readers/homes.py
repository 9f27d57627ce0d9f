"""Where rows belong that come with a stay, or say more of a row: found in the lake, or kept back until it is there."""

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from zhian.engines.indicators.facts import table as table_of

from .cells import literal
from .checks import NO_ROW, NO_STAY
from .layouts import Layout

Files = Mapping[str, Sequence[str]]  # table → the Parquet files in which its rows lie
FINDS = {"stay": (), "procedure": ("code", "started_at"), "bed_day": ("department", "day")}  # a row, besides its stay
NEEDED = {"stay": (), "procedure": ("code",), "bed_day": ("department", "day")}  # of these, what cannot be lacking
COLUMNS = {
    "stay": "stay, patient, admitted_at, discharged_at",
    "procedure": "stay, rank, code, started_at",
    "bed_day": "department, day",
}
OF_STAY = "select line, stay from keys semi join there_stay using (stay)"
# An operation of which the source tells neither the admission nor the discharge lies in one stay of its patient.
STAY_OF_OPERATION = """
    select line, coalesce(keys.stay, s.stay) as stay from keys join procedure using (line)
    join there_stay s on s.stay = keys.stay or (keys.stay is null and s.patient = keys.patient
        and started_at between date_trunc('day', s.admitted_at) and s.discharged_at + interval 1 day)
    qualify row_number() over (partition by line order by s.admitted_at) = 1"""
# Of several alike on the day the one that is nearest in time; without a time the first.
OPERATION = """
    select line, of_stay.stay, p.rank from of_stay join procedure using (line)
    join there_procedure p on p.stay = of_stay.stay and p.code = procedure.code
        and coalesce(cast(p.started_at as date) = cast(procedure.started_at as date), true)
    qualify row_number() over (
        partition by line order by abs(epoch(p.started_at) - epoch(procedure.started_at)), p.rank) = 1"""
# Table whose rows are completed → what is looked for, one in the other: fault where it is not there, name, SQL.
HOMES = {
    "stay": ((NO_STAY, "home", OF_STAY),),
    "procedure": ((NO_STAY, "of_stay", STAY_OF_OPERATION), (NO_ROW, "home", OPERATION)),
    "bed_day": (
        (NO_ROW, "home", "select line, department, day from bed_day semi join there_bed_day using (department, day)"),
    ),
}


def looked_in(layout: Layout) -> Sequence[str]:
    """The tables in which a row of this layout must find what it belongs to."""
    if layout.completes:
        return [name for name in COLUMNS if name == layout.table or name == table_of(layout.table).of]
    return ["stay"] if table_of(layout.table).of == "stay" else []


def homeless(base: duckdb.DuckDBPyConnection, layout: Layout, files: Files) -> Iterator[str]:
    """SQL for the faults of rows whose home is not there. It makes `home`: line, and the key of what lies there."""
    if not (tables := looked_in(layout)):
        return
    for name in tables:
        _show(base, name, files.get(name, ()))
    place = literal(layout.column_of("page.record_number" if "stay" in tables else f"{layout.table}.department"))
    found = "keys"
    for fault, name, sql in HOMES[layout.table if layout.completes else "stay"]:
        base.execute(f"create or replace temp table {name} as {sql}")
        yield f"select line, '{fault}', {place}, null, true from {found} anti join {name} using (line)"
        found = name


def _show(base: duckdb.DuckDBPyConnection, name: str, files: Sequence[str]) -> None:
    """Those of its columns that are asked for, as `there_` and its name."""
    base.register(f"no_{name}", table_of(name).schema.empty_table())
    rows = f"read_parquet({list(files)}, union_by_name = true)" if files else f"no_{name}"
    base.execute(f"create or replace temp view there_{name} as select {COLUMNS[name]} from {rows}")
