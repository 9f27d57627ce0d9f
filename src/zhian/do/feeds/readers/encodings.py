"""In which encoding a file was written, and the same file in UTF-8."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from .unreadable import Unreadable

BLOCK = 1 << 20
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MOSTLY = 0.9  # of the letters outside ASCII are right: then it is damaged UTF-8, and not another encoding


def as_utf8(path: Path, into: Path) -> tuple[Path, str]:
    """A file with the same text in UTF-8, without a mark, and the encoding it was in.

    That is the file itself where it is UTF-8 already; else `into` is written. Raises Unreadable.
    """
    encoding = encoding_of(path)
    if encoding == "utf-8":
        return path, encoding
    with into.open("w", encoding="utf-8", newline="") as written:
        for text in _decoded(path, encoding):
            written.write(text)
    return into, encoding


def encoding_of(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16 or gb18030: the mark says it, else whether the whole file can be read so."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in MARKS.items() if start.startswith(mark)), "")
    if marked:
        _read_through(path, marked)
        return marked
    if _is_readable(path, "utf-8"):
        return "utf-8"
    if _is_damaged_utf8(path):
        raise Unreadable("damaged_text", encoding="UTF-8", line=_line_of_fault(path, "utf-8"))
    _read_through(path, "gb18030")
    return "gb18030"


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            if "\0" in text:
                raise Unreadable("no_text")
            yield text
        yield decoder.decode(b"", final=True)


def _is_readable(path: Path, encoding: str) -> bool:
    try:
        for _text in _decoded(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _read_through(path: Path, encoding: str) -> None:
    if not _is_readable(path, encoding):
        raise Unreadable("wrong_encoding", line=_line_of_fault(path, encoding))


def _is_damaged_utf8(path: Path) -> bool:
    """GB18030 reads nearly anything: a file that is nearly UTF-8 would come out as nonsense and not as a fault."""
    with path.open("rb") as file:
        text = file.read(4 * BLOCK).decode("utf-8", "replace")
    foreign = [letter for letter in text if letter > "\x7f"]
    return len(foreign) - foreign.count("\ufffd") > MOSTLY * len(foreign)


def _line_of_fault(path: Path, encoding: str) -> int:
    decoder, lines = codecs.getincrementaldecoder(encoding)("strict"), 1
    with path.open("rb") as file:
        for line in file:
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                break
            lines += 1
    return lines
