"""What became of the rows of a file, added up piece by piece."""

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa

from ..readers import Sieved

Fault = tuple[str, str, str]  # table, fault, place


@dataclass
class Outcome:
    """Rows = taken + duplicates + quarantined, once all is done."""

    rows: int = 0
    taken: int = 0
    corrected: int = 0
    duplicates: int = 0
    quarantined: int = 0
    is_waited_for: bool = False  # rows came for which those of other files may wait
    months: set[str] = field(default_factory=set)
    faults: Counter[Fault] = field(default_factory=Counter)
    warnings: Counter[Fault] = field(default_factory=Counter)

    def add(self, table: str, sieved: Sieved) -> None:
        """What became of a piece."""
        self.rows += sieved.rows
        self.quarantined += sieved.rejected
        self.duplicates += sieved.duplicates
        self._note(table, sieved.faults)
        for (fault, place), rows in sieved.warnings.items():
            self.warnings[table, fault, place] += rows

    def add_left(self, table: str, count: int, faults: pa.Table) -> None:
        """Rows that stay in quarantine as they are."""
        self.quarantined += count
        self._note(table, faults)

    def _note(self, table: str, faults: pa.Table) -> None:
        for row in faults.group_by(["fault", "place"]).aggregate([("line", "count_distinct")]).to_pylist():
            self.faults[table, row["fault"], row["place"]] += row["line_count_distinct"]
