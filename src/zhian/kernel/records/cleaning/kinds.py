"""Which files are taken, and how one tells them: by what is in them, never by their name."""

from dataclasses import dataclass

import filetype

from .hostile import Hostile

SNIFFED = 8192  # bytes that decide

MACRO_FREE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    content_type: str
    extensions: tuple[str, ...]  # the first is the one a clean file gets
    is_picture: bool = False


KINDS = {
    "jpeg": Kind("image/jpeg", ("jpg", "jpeg"), is_picture=True),
    "png": Kind("image/png", ("png",), is_picture=True),
    "webp": Kind("image/webp", ("webp",), is_picture=True),
    "gif": Kind("image/png", ("png", "gif"), is_picture=True),  # kept as PNG: its first picture
    "pdf": Kind("application/pdf", ("pdf",)),
    "docx": Kind(f"{MACRO_FREE}.wordprocessingml.document", ("docx",)),
    "xlsx": Kind(f"{MACRO_FREE}.spreadsheetml.sheet", ("xlsx",)),
    "text": Kind("text/plain", ("txt", "csv")),
}

BY_CONTENT = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/apng": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
}
ADVICE = {  # known, not taken, but there is a way
    "image/heic": "heic",
    "image/avif": "heic",
    "application/msword": "old_office",
    "application/vnd.ms-excel": "old_office",
    "application/x-ole-storage": "old_office",
    "application/x-rar-compressed": "archive",
    "application/x-7z-compressed": "archive",
    "application/gzip": "archive",
    "application/x-tar": "archive",
}
ZIP_START, OLE_START, EMPTY_ZIP_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PK\x05\x06"


def sniff(data: bytes) -> str:
    """The cleaner that a file needs: one of the kinds, or "office" for what only its inside can tell apart."""
    if not data:
        raise Hostile("empty")
    if data.startswith(ZIP_START):
        return "office"
    if data.startswith(EMPTY_ZIP_START):
        raise Hostile("archive")
    if data.startswith(OLE_START):
        raise Hostile("old_office")
    if data.startswith(b"%PDF-"):
        return "pdf"
    guess = filetype.guess(data[:SNIFFED])
    if guess is None:
        return "text"  # its cleaner refuses what is not
    if guess.mime in ADVICE:
        raise Hostile(ADVICE[guess.mime])
    if guess.mime not in BY_CONTENT:
        raise Hostile("not_taken")
    return BY_CONTENT[guess.mime]
