"""Writing to a lake: everything that is brought becomes visible at once at the end, or nothing does."""

from collections.abc import Iterable

import pyarrow as pa

from ..facts import table
from . import linking, merging, migrating
from .draft import Draft, columns, listed, word
from .errors import LakeError
from .merging import Rows
from .snapshots import Place, Snapshot
from .verdicts import Merged


class Writing:
    """What may be done with a lake while it is held. Stays come first, then what belongs to them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        draft.run("CREATE TEMP TABLE stirred (hospital VARCHAR, patient VARCHAR)")
        draft.run("CREATE TEMP TABLE taken (hospital VARCHAR, stay VARCHAR, month DATE, answered VARCHAR[])")

    def merge(self, name: str, rows: Rows) -> Merged:
        """Takes rows into a table by its key: new, changed or the same as what lies there.

        The columns are `hospital` and those of the table that are not made. Optional ones may be left out: what they
        said stays then, as it does where all their cells are empty. What is brought of stays that came in this writing
        (diagnoses, procedures …) replaces what they had in that table. Rows of a stay that is not in the lake are not
        taken, and counted as homeless.
        """
        return merging.merge(self._draft, name, rows)

    def complete(self, name: str, rows: Rows) -> Merged:
        """Says more of rows that lie there: `hospital`, the key, and optional columns. An empty cell says nothing.

        Rows that do not lie there are not taken, and counted as homeless; nothing else of a row changes.
        """
        return merging.complete(self._draft, name, rows)

    def replace(self, name: str, rows: Rows, hospital: str, months: Iterable[str]) -> int:
        """Whole months (`2026-01`) of a hospital anew, also with nothing in them; how many rows they have now.

        Raises LakeError where a row is of another hospital or month, or a key comes twice.
        """
        ours, wanted = table(name), sorted(set(months))
        if ours.of or name == "stay":
            raise ValueError(f"{name}: stays and what belongs to them are merged")
        draft = self._draft
        brought = merging.stage(draft, ours, rows)
        inside = f"hospital = {word(hospital)} AND list_contains({wanted}, strftime(month, '%Y-%m'))"
        [(fitting,)] = draft.run(f"SELECT count(*) FROM incoming WHERE {inside}")
        if fitting != brought:
            raise LakeError(
                f"{ours.names['zh']}（{name}）：有 {brought - fitting} 行重复，或不属于 {hospital} 的 {wanted} 月份。",
                f"{name}: {brought - fitting} rows come twice, or are not of {hospital} in {wanted}.",
            )
        for month in wanted:
            rest = f"SELECT {listed(columns(ours))} FROM incoming WHERE strftime(month, '%Y-%m') = {word(month)}"
            draft.write(Place(name, hospital, month), rest, known=True)
        return brought

    def fill(self, column: str, rows: pa.Table) -> int:
        """Says of stays what no source has said of them: rows of hospital, stay and the column, which is `kept`.

        What was said stays as it is. How many stays are told of.
        """
        if not table("stay").columns[column].kept:
            raise ValueError(f"{column}: what a source may say again is merged")
        return merging.fill(self._draft, column, rows)

    def lay(self, name: str, rows: pa.Table, hospital: str, month: str) -> None:
        """A finished month as it is: every column of the table there and in its order, also those that are made."""
        self._draft.lay(Place(name, hospital, month), rows.to_batches())

    def bring_up(self) -> None:
        """Makes a lake of an older edition one of this edition."""
        migrating.bring_up(self._draft)

    @property
    def snapshot(self) -> Snapshot:
        """The lake as it will be, to be read before it is in force; with everything that is made from what came."""
        self.finish()
        return self._draft.now

    def finish(self) -> None:
        """Works out what is made from everything that came."""
        linking.link(self._draft)
