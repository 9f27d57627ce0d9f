"""A file of FHIR as sheets of rows: a layout and its pieces for each table of facts, however large the file is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from ..layouts import Field, Layout
from ..pieces import LINE, Piece
from .known import Known
from .resources import resources
from .rows import BESIDE, COLUMNS, Row, Rows

ROWS = 5000  # of a piece


class Sheets:
    """What the resources of a file tell together. Close it: the resources lie on the disk until then."""

    def __init__(self, path: Path, zone: str = "Asia/Shanghai", first: int | None = None) -> None:
        """With `first`, only so many of its resources, to look at."""
        self.path, self.zone, self.first = path, ZoneInfo(zone), first
        self.told: Counter[str] = Counter()  # kind → of how many something came

    def pieces(self, table: str) -> Iterator[Piece]:
        """The rows of a table. Raises Unreadable where the file is no FHIR."""
        rows = self._rows.of(table)
        header = COLUMNS[table]
        while some := list(islice(rows, ROWS)):
            self.told.update(kind for kind, _line, _row in some if kind)
            yield _piece(header, [(line, row) for _kind, line, row in some if row])

    def left(self) -> Mapping[str, int]:
        """Kind → how many resources told nothing that has a place here, once all tables were read."""
        counts = self._rows.known.counts
        return {
            kind: rest for kind in sorted(counts) if kind not in BESIDE and (rest := counts[kind] - self.told[kind])
        }

    def close(self) -> None:
        if "_rows" in self.__dict__:
            self._rows.known.close()

    @cached_property
    def _rows(self) -> Rows:
        known = Known(self.path.parent)
        known.keep(islice(resources(self.path), self.first))
        return Rows(known, self.zone)


def layout_of(table: str, header: Sequence[str]) -> Layout:
    """Every fact under its own name."""
    titles = {"zh": "FHIR", "en": "FHIR"}
    fields = {
        name: Field(name, {"zh": name, "en": name}, (name,), personal=name.startswith("page.")) for name in header
    }
    return Layout("fhir", titles, table, fields)


def _piece(header: Sequence[str], rows: Sequence[tuple[int, Row]]) -> Piece:
    columns = {name: pa.array([row.get(name, "") for _line, row in rows], pa.string()) for name in header}
    return Piece(pa.table({LINE: pa.array([line for line, _row in rows], pa.int64()), **columns}))
