"""A snapshot: which files are the lake at one moment. It never changes, so whoever reads one is never disturbed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote


class Place(NamedTuple):
    """Where the rows of a table for one hospital and month (`2026-01`) lie together in one file."""

    table: str
    hospital: str
    month: str

    @property
    def folder(self) -> str:
        return f"{self.table}/hospital={quote(self.hospital, safe='')}/month={self.month}"


class Part(NamedTuple):
    """A file, named by the hash of its content, and how many rows it has."""

    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of every table. `root` is a folder or the address of an object store."""

    root: str
    number: int = 0
    edition: int = 0
    parts: Mapping[Place, Part] = field(default_factory=dict)

    def tables(self) -> list[str]:
        """The tables of which something is known."""
        return sorted({place.table for place in self.parts})

    def hospitals(self, table: str) -> list[str]:
        return sorted({place.hospital for place in self.places(table)})

    def months(self, table: str, hospital: str | None = None) -> list[str]:
        """The months (`2026-01`) of which a table knows, oldest first; published ones may have no rows."""
        return sorted({place.month for place in self.places(table, hospital)})

    def rows(self, table: str) -> int:
        return sum(self.parts[place].rows for place in self.places(table))

    def files(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> list[str]:
        """The paths of a table's files: for DuckDB's read_parquet and for Spark alike."""
        return [self.path(place) for place in self.places(table, hospital, months)]

    def places(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> list[Place]:
        """Where a table's rows lie, by hospital and month; of one hospital or of some months only where named."""
        wanted = None if months is None else set(months)
        return sorted(
            place
            for place in self.parts
            if place.table == table and hospital in (None, place.hospital) and (wanted is None or place.month in wanted)
        )

    def path(self, place: Place) -> str:
        return f"{self.root}/{place.folder}/{self.parts[place].file}"

    def text(self) -> str:
        """As it is kept in its file."""
        parts = [[*place, *part] for place, part in sorted(self.parts.items())]
        return json.dumps({"number": self.number, "edition": self.edition, "parts": parts}, ensure_ascii=False)

    @classmethod
    def of(cls, root: str, text: str) -> "Snapshot":
        """Read from its file."""
        told = json.loads(text)
        parts = {Place(*row[:3]): Part(*row[3:]) for row in told["parts"]}
        return cls(root, told["number"], told["edition"], parts)
