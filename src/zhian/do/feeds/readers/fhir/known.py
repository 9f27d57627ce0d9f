"""Resources kept on the disk while a file is read: they refer to each other in any order, and may be gigabytes."""

import errno
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from .claims import encounter_of
from .resources import Resource
from .telling import reference

AT_HAND = 5000  # resources that were asked for last
BELONGING = {"encounter": "Encounter", "context": "Encounter", "subject": "Patient", "patient": "Patient"}
INSERT = "INSERT INTO resource VALUES (?, ?, ?, ?, ?)"


class Known:
    """By kind and id, or by what they belong to. The file has no name any more: it goes when this is closed."""

    def __init__(self, folder: Path) -> None:
        path = folder / "resources"
        path.unlink(missing_ok=True)
        self.base = sqlite3.connect(path)
        path.unlink()
        self.base.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
            CREATE TABLE resource (kind TEXT, id TEXT, belongs TEXT, line INTEGER, body TEXT);
        """)
        self.counts: Counter[str] = Counter()  # kind → how many
        self.last = 0  # line
        self.get = lru_cache(AT_HAND)(self._get)

    def keep(self, resources: Iterable[tuple[int, Resource]]) -> None:
        """Take all of them down. Raises OSError on a full disk."""
        with _room():
            self.base.executemany(INSERT, map(self._row, resources))
            self.base.executescript("""
                CREATE INDEX by_id ON resource (kind, id); CREATE INDEX by_belonging ON resource (kind, belongs);
            """)
            self.base.commit()

    def of_kind(self, *kinds: str) -> Iterator[tuple[int, Resource]]:
        """(line, resource) of each; of one that stands there twice the last."""
        for kind in kinds:
            for line, body in self.base.execute(
                "SELECT line, body FROM resource AS one WHERE kind = ? AND rowid ="
                " (SELECT max(rowid) FROM resource WHERE kind = one.kind AND id = one.id) ORDER BY rowid",
                [kind],
            ):
                yield line, json.loads(body)

    def belonging(self, kind: str, to: str, key: str) -> list[Resource]:
        """Those of an `Encounter`, or where they name none of a `Patient`, in the order of the file."""
        found = self.base.execute(
            "SELECT body FROM resource WHERE kind = ? AND belongs = ? ORDER BY rowid", [kind, f"{to}/{key}"]
        )
        return [json.loads(body) for (body,) in found]

    def close(self) -> None:
        self.base.close()

    def _get(self, kind: str, key: str) -> Resource:
        """The resource, or one that says nothing."""
        found = self.base.execute(
            "SELECT body FROM resource WHERE kind = ? AND id = ? ORDER BY rowid DESC LIMIT 1", [kind, key]
        ).fetchone()
        return json.loads(found[0]) if found else {}

    def _row(self, told: tuple[int, Resource]) -> tuple[str, str, str, int, str]:
        line, resource = told
        kind = str(resource.get("resourceType", ""))
        self.counts[kind] += 1
        self.last = line
        named = ((to, reference(resource.get(name))) for name, to in BELONGING.items())
        belongs = next((f"{to}/{key}" for to, key in named if key), "")  # the narrower first
        if kind == "Claim":
            belongs = f"Encounter/{encounter_of(resource)}"
        return kind, str(resource.get("id") or f"line-{line}"), belongs, line, json.dumps(resource)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        raise OSError(errno.ENOSPC, "No space left on device") from error
