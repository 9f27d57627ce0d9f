"""The process in which a document is made: little memory, little time, and nothing to find.

It reads a line of JSON and a template from standard input, and answers with a line of JSON, followed by the document.
"""

import json
import resource
import sys
import zipfile
from contextlib import suppress
from typing import Any

from . import page, pdf, word
from .unprintable import Unprintable

MEMORY = 1024 * 2**20  # bytes; the Chinese faces alone take a good part of it
SECONDS = 25
OPEN_FILES = 128


def make(asked: dict[str, Any], template: bytes) -> tuple[dict[str, Any], bytes]:
    """The placeholders that nothing answered, and the document as Word or PDF. Raises Unprintable."""
    filled, unknown = word.fill_in(template, asked["facts"])
    if asked["format"] == "pdf":
        html = page.Page(filled).html(title=asked["title"], language=asked["language"])
        filled = pdf.paper(html)
    return {"unknown": unknown}, filled


def main() -> None:
    """Answer for one document, then end."""
    _shut_in()
    header, _newline, template = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer, made = make(json.loads(header), template)
    except Unprintable as refused:
        answer, made = {"refused": refused.reason, "facts": refused.facts}, b""
    except (MemoryError, RecursionError):
        answer, made = {"refused": "too_complicated", "facts": {}}, b""
    except (zipfile.BadZipFile, KeyError, AttributeError, SyntaxError):  # what python-docx raises on a broken file
        answer, made = {"refused": "damaged", "facts": {}}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


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
