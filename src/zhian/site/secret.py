"""The key that signs sessions and forms: made once, kept in a file that only the program's user can read."""

import os
import secrets
from pathlib import Path


def secret_from(path: Path) -> str:
    """The key in the file, made now if there is none. Two processes that start at once agree on one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or _while_written(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def _while_written(path: Path) -> str:
    """Another process made the file a moment ago and has not written the key yet."""
    while not (key := path.read_text(encoding="ascii").strip()):
        os.sched_yield()
    return key
