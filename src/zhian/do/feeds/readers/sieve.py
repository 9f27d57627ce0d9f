"""Rows of text go in; facts for the lake come out, and the rows that are kept back with what is wrong with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from .cells import MACROS
from .checks import MISSHAPEN, TWICE, checks
from .homes import Files, homeless
from .keys import Hashed, keys
from .layouts import Layout
from .pieces import LINE, Piece
from .place import Place
from .relations import Relations, literals
from .typing_faults import missing, unreadable

MEMORY = "1GB"
REJECTED = pa.schema([(LINE, pa.int64()), ("fault", pa.string()), ("place", pa.string()), ("rank", pa.int64())])


@dataclass(frozen=True, slots=True)
class Sieved:
    """What became of a piece: rows = taken + duplicates + rejected, each row once."""

    rows: int
    taken: int
    duplicates: int
    rejected: int
    facts: Mapping[str, pa.Table]  # table of facts → its rows
    faults: pa.Table  # line, fault, place, rank: every fault of every rejected row
    warnings: Counter[tuple[str, str]] = field(default_factory=Counter)  # (check, place) → rows


class Sieve:
    """Takes the pieces of one source, one after the other, and remembers which rows it has seen."""

    def __init__(self, layout: Layout, place: Place, hashed: Hashed, *, files: Files | None = None) -> None:
        """`files` are the Parquet files by table in which that must lie to which a row belongs."""
        self.layout, self.place, self.hashed, self.files = layout, place, hashed, files or {}
        self.base = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})
        self.base.execute(MACROS)
        self.base.execute(literals(place))
        self.base.execute("create table seen (key varchar primary key, content ubigint)")

    def __enter__(self) -> "Sieve":
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def take(self, piece: Piece) -> Sieved:
        """Read, check and part a piece."""
        self._open_fault_book()
        self._note_misshapen(piece)
        rows = piece.rows.num_rows + len(piece.misshapen)
        facts: dict[str, pa.Table] = {}
        duplicates = 0
        if piece.rows.num_rows:
            relations = Relations(self.base, self.layout, piece.rows.column_names)
            relations.read(piece.rows)
            self._note_faults(relations)
            keys(self.base, self.layout.table, self.place.hospital, self.hashed)
            for sql in homeless(self.base, self.layout, self.files):
                self.base.execute(f"insert into faults {sql}")
            duplicates = self._part()
            facts = dict(relations.facts(self.place.hospital))
        faults = self._faults()
        rejected = self._count("select count(distinct line) from faults where is_fault")
        taken = rows - rejected - duplicates
        return Sieved(rows, taken, duplicates, rejected, facts, faults, self._warnings())

    def _open_fault_book(self) -> None:
        self.base.execute(
            "create or replace temp table faults"
            " (line bigint, fault varchar, place varchar, rank bigint, is_fault bool)"
        )

    def _note_misshapen(self, piece: Piece) -> None:
        for line in piece.misshapen:
            self.base.execute("insert into faults values (?, ?, '', null, true)", [line, MISSHAPEN])

    def _note_faults(self, relations: Relations) -> None:
        for sql in (*unreadable(relations), *missing(relations), *self._checked(relations)):
            self.base.execute(f"insert into faults {sql}")

    def _checked(self, relations: Relations) -> Iterator[str]:
        for table in relations.tables:
            for check in checks(table):
                if relations.can_tell(table, check.columns):
                    yield relations.wrong(table, check)

    def _part(self) -> int:
        """Which rows are good: without a fault, and the first with their key. Says how many are there twice alike."""
        self.base.execute("""
            create or replace temp table first_of as
            select line, key, content, row_number() over (partition by key order by line) as turn,
                   first_value(content) over (partition by key order by line) as first_content
            from keys where line not in (select line from faults where is_fault)""")
        self.base.execute(f"""
            create or replace temp table parted as
            select line, first_of.key, first_of.content,
              case when seen.key is null and turn = 1 then 'good'
                   when first_of.content = coalesce(seen.content, first_content) then 'duplicate'
                   else '{TWICE}' end as fate
            from first_of left join seen using (key)""")
        self.base.execute(
            f"insert into faults select line, '{TWICE}', '', null, true from parted where fate = '{TWICE}'"
        )
        self.base.execute("insert into seen select key, content from parted where fate = 'good'")
        self.base.execute("create or replace temp table good as select line from parted where fate = 'good'")
        return self._count("select count(*) from parted where fate = 'duplicate'")

    def _faults(self) -> pa.Table:
        found = self.base.sql("select line, fault, place, rank from faults where is_fault order by line, fault")
        return found.to_arrow_table().cast(REJECTED)

    def _warnings(self) -> Counter[tuple[str, str]]:
        """Of rows that were taken."""
        found = self.base.execute("""
            select fault, place, count(distinct line) from faults
            where not is_fault and line not in (select line from faults where is_fault) group by all""").fetchall()
        return Counter({(fault, place): rows for fault, place, rows in found})

    def _count(self, sql: str) -> int:
        [(found,)] = self.base.execute(sql).fetchall()
        return found
