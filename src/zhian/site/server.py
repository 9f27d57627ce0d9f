"""Serves the pages with granian, in the number of processes and threads that the database bears."""

import os

from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = {"sqlite": 1, "postgresql": 4}  # SQLite lets one write at a time: more threads would only wait on each other
MOST_ON_SQLITE = 2


def serve(host: str, port: int, *, workers: int = 0) -> None:
    """Answers until it is stopped. A process that dies is replaced."""
    Granian(
        "zhian.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or processes(),
        blocking_threads=THREADS[connection.vendor],
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # addresses and times would betray who reported without a name
    ).serve()


def processes() -> int:
    processors = os.cpu_count() or 1
    return min(processors, MOST_ON_SQLITE) if connection.vendor == "sqlite" else processors
