"""Files that were brought together: an archive is what lies in it, and the files of one FHIR export are one file."""

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from ..readers import as_utf8
from ..readers.fhir import is_fhir, resources
from ..readers.unreadable import Unreadable

ZIP = b"PK\x03\x04"
WORKBOOK = "[Content_Types].xml"
ENTRIES = 500
RATIO, SMALL = 200, 1 << 20  # so many times its size an archive may unpack to; below so many bytes that says nothing
BLOCK = 1 << 20
# What an archive raises that is damaged, encrypted, or packed in a way that is not known here.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)


class Given(NamedTuple):
    """A file, and what whoever brought it calls it."""

    path: Path
    name: str


def gathered(files: Sequence[Given], into: Path) -> list[Given]:
    """The files to be imported, each for itself; what was unpacked or joined lies in a folder. Raises Unreadable."""
    found = [each for number, file in enumerate(files) for each in _unpacked(file, into / f"{number}")]
    of_fhir = [each for each in found if is_fhir(each.path)]
    if len(of_fhir) < 2:
        return found
    rest = [each for each in found if each not in of_fhir]
    return [_joined(of_fhir, into / "resources"), *rest]


def is_archive(path: Path) -> bool:
    """Whether it holds other files, and is no workbook."""
    with path.open("rb") as file:
        if file.read(4) != ZIP:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return WORKBOOK not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True


def _unpacked(file: Given, into: Path) -> Iterator[Given]:
    if not is_archive(file.path):
        yield file
        return
    into.mkdir()
    try:
        with zipfile.ZipFile(file.path) as archive:
            for number, entry in enumerate(_trusted(archive, file)):
                path = into / f"{number}"  # under no name that a stranger gave it
                _copy(archive, entry, path, file)
                yield Given(path, Path(entry.filename).name)
    except DAMAGED:
        raise Unreadable("unfit_archive", name=file.name, most=_most() >> 20) from None


def _trusted(archive: zipfile.ZipFile, file: Given) -> list[zipfile.ZipInfo]:
    """The files in it, where its directory gives no reason to distrust them."""
    entries = [
        each for each in archive.infolist() if not each.is_dir() and not Path(each.filename).name.startswith(".")
    ]
    unpacked, packed = sum(each.file_size for each in entries), file.path.stat().st_size
    is_protected = any(each.flag_bits & 0x41 for each in entries)
    if is_protected or len(entries) > ENTRIES or unpacked > min(_most(), RATIO * packed + SMALL):
        raise Unreadable("unfit_archive", name=file.name, most=_most() >> 20)
    return sorted(entries, key=lambda each: each.filename)


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, file: Given) -> None:
    """No more than its directory has promised."""
    rest = entry.file_size
    with archive.open(entry) as packed, path.open("wb") as plain:
        while block := packed.read(BLOCK):
            rest -= len(block)
            if rest < 0:
                raise Unreadable("unfit_archive", name=file.name, most=_most() >> 20)
            plain.write(block)


def _joined(files: Sequence[Given], into: Path) -> Given:
    """Every resource of all of them, one a line."""
    with into.open("w", encoding="utf-8") as written:
        for file in files:
            text, _encoding = as_utf8(file.path, into.with_suffix(".text"))
            for resource in _named(file.name, resources(text)):
                written.write(json.dumps(resource, ensure_ascii=False) + "\n")
    return Given(into, f"{files[0].name} + {len(files) - 1}")


def _named(name: str, told: Iterable[tuple[int, dict]]) -> Iterator[dict]:
    """The resources of a file; what is wrong in it is said with its name."""
    try:
        yield from (resource for _line, resource in told)
    except Unreadable as unfit:
        raise Unreadable(unfit.reason, **{**unfit.facts, "why": f"{name}: {unfit.facts.get('why', '')}"}) from None


def _most() -> int:
    return int(settings.LARGEST_IMPORT_BYTES)
