"""How a database is spoken to, so that nothing acknowledged is lost and nobody waits for ever."""

from typing import Any

SQLITE = {
    # IMMEDIATE, or a third of concurrent audited writes fails; FULL, or a power cut takes acknowledged reports along.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA recursive_triggers=ON;"  # or INSERT OR REPLACE would slip past the guards
    " PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}
POSTGRESQL = {
    # Without these times a cut network lets every request hang for a quarter of an hour. Whoever reads in pieces
    # reads to the end: else PostgreSQL plans for the first tenth, and reads the whole log by an index for each table.
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "options": "-c statement_timeout=30s -c lock_timeout=10s -c cursor_tuple_fraction=1",
}


def database(told: dict[str, Any]) -> dict[str, Any]:
    """Django's settings of the database that an address tells of."""
    kept = {**told, "CONN_MAX_AGE": 600}  # opening one costs as much as a page: SQLite reads its whole schema anew
    if told["ENGINE"].endswith("sqlite3"):
        return {**kept, "ENGINE": "zhian.site.queued_sqlite3", "OPTIONS": SQLITE}
    return {**kept, "CONN_HEALTH_CHECKS": True, "OPTIONS": {**POSTGRESQL, **told.get("OPTIONS", {})}}
