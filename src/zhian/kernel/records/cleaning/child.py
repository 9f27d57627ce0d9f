"""What is done to a handed-in file in quarantine: `python -m` this answers for one file, then ends."""

from typing import Any

from zhian.kernel import quarantine

from . import images, office, pdfs, texts
from .kinds import KINDS, sniff

LIMITS = quarantine.Limits(memory=384 * 2**20, seconds=15, open_files=32)


def clean(data: bytes) -> tuple[str, bytes]:
    """The kind of a file and its clean content. Raises Hostile."""
    kind = sniff(data)
    if kind == "office":
        return office.clean(data)
    if KINDS[kind].is_picture:
        return kind, images.clean(data, kind)
    return kind, {"pdf": pdfs.clean, "text": texts.clean}[kind](data)


def work(_asked: dict[str, Any], data: bytes) -> quarantine.Answer:
    kind, content = clean(data)
    return {"kind": kind}, content


if __name__ == "__main__":
    quarantine.answer(work, LIMITS)
