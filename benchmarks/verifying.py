"""How long proving the log and the tables takes, beside reading all entries and hashing them, on the demo's log."""

import hashlib
import json
import time
from typing import Any

import django

django.setup()

from django.db import connection

from zhian.kernel.audit.models import Entry
from zhian.kernel.audit.sealing import seal
from zhian.kernel.audit.verification import verify

RUNS = 3
CHUNK = 2000


def run() -> dict[str, Any]:
    """The best of a few runs of each, in seconds."""
    seal()
    report = verify()
    if not report.is_intact:
        raise RuntimeError(report.faults[0])
    ours, bare = min(_seconds(verify) for _ in range(RUNS)), min(_seconds(read_and_hash) for _ in range(RUNS))
    return {"entries": report.entries, "rows": report.rows, "zhian": ours, "bare": bare, "ratio": bare / ours}


def read_and_hash() -> None:
    """The least: every entry is read once and hashed once, whatever it says."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Entry._meta.db_table} ORDER BY id")
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                hashlib.sha256(repr(row).encode()).digest()


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(run()))
