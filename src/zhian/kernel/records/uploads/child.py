"""The process in which a handed-in file is opened: little memory, little time, and nothing to find.

It reads the file from standard input and answers with a line of JSON, followed by the clean file.
"""

import json
import resource
import sys
from contextlib import suppress
from typing import Any

from . import images, office, pdfs, texts
from .hostile import Hostile
from .kinds import KINDS, sniff

MEMORY = 384 * 2**20  # bytes
SECONDS = 15
OPEN_FILES = 32


def clean(data: bytes) -> tuple[str, bytes]:
    """The kind of a file and its clean content. Raises Hostile."""
    kind = sniff(data)
    if kind == "office":
        return office.clean(data)
    if KINDS[kind].is_picture:
        return kind, images.clean(data, kind)
    return kind, {"pdf": pdfs.clean, "text": texts.clean}[kind](data)


def main() -> None:
    """Answer for one file, then end."""
    _shut_in()
    answer: dict[str, Any]
    try:
        kind, content = clean(sys.stdin.buffer.read())
        answer = {"kind": kind}
    except Hostile as hostile:
        answer, content = {"refused": hostile.reason, "facts": hostile.facts}, b""
    except (MemoryError, RecursionError):
        answer, content = {"refused": "too_complicated", "facts": {}}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def _shut_in() -> None:
    limits = [
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),  # it writes to a pipe and to nothing else
        (resource.RLIMIT_CORE, 0),
    ]
    for limit, most in limits:
        with suppress(ValueError, OSError):  # macOS refuses some of them; the parent's clock still runs
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
