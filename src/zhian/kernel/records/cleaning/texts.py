"""Plain text and CSV: decoded for certain, stored as UTF-8."""

import codecs

from .hostile import Hostile

LAYOUT = "\t\r\n\f"
ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def clean(data: bytes) -> bytes:
    """The same text with a mark that Excel needs to see Chinese. Refuses what is not text."""
    text = _decode(data)
    if any(not letter.isprintable() and letter not in LAYOUT and letter < "\xa0" for letter in text):
        raise Hostile("not_taken")
    return text.encode("utf-8-sig")


def _decode(data: bytes) -> str:
    declared = ENCODINGS.get(data[:2])
    for encoding in [declared] if declared else ["utf-8-sig", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise Hostile("not_taken")
