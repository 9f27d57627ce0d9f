"""The resources of a file, one after the other: a Bundle, one resource, an array, or one in each line. None is held."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import ijson

from ..unreadable import Unreadable

Resource = dict[str, Any]
START = 4096
DEEPEST = 100  # brackets within brackets
LONGEST_LINE = 64 << 20  # bytes: a longer first line is a document, and no resource of many


def is_fhir(path: Path) -> bool:
    """Whether the file looks like JSON with resources in it."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        start = file.read(START).lstrip()
    return start[:1] in ("{", "[") and '"resourceType"' in start


def resources(path: Path) -> Iterator[tuple[int, Resource]]:
    """(line or place in the file, resource). The file is UTF-8. Raises Unreadable where it is no FHIR."""
    with path.open("rb") as file:
        first = file.readline(LONGEST_LINE)
        told = _read(first)
        file.seek(0)
        if isinstance(told, dict) and told.get("resourceType") not in (None, "Bundle"):
            yield from _lines(file)
        else:
            yield from _document(file, first)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, Resource]]:
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
        if line.strip():
            told = _read(line)
            if not isinstance(told, dict) or "resourceType" not in told:
                raise Unreadable("no_fhir", why=f"line {number}: {'no JSON' if told is None else 'no resourceType'}")
            yield number, told


def _document(file: IO[bytes], first: bytes) -> Iterator[tuple[int, Resource]]:
    """The entries of a Bundle or an array; where there are none, the document is the resource."""
    is_array = first.lstrip().startswith(b"[")
    try:
        count = 0
        events = ijson.parse(_shallow(ijson.basic_parse(file, use_float=True)))
        for count, told in enumerate(ijson.items(events, "item" if is_array else "entry.item"), start=1):
            if resource := told if is_array else _of_entry(told):
                yield count, resource
        file.seek(0)
        if not count and not is_array:
            yield from _single(file)
    except (ijson.JSONError, RecursionError) as error:
        raise Unreadable("no_fhir", why=str(error)[:200]) from None


def _shallow(events: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The same events. Raises JSONError where they nest deeper than FHIR does: in C that could end the program."""
    depth = 0
    for event in events:
        depth += event[0].startswith("start_") - event[0].startswith("end_")
        if depth > DEEPEST:
            raise ijson.JSONError(f"nested more than {DEEPEST} deep")
        yield event


def _of_entry(entry: Any) -> Resource | None:
    """The resource of a Bundle's entry; one without an id of its own is known by its address."""
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict):
        return None
    if "id" not in resource and "fullUrl" in entry:
        resource["id"] = str(entry["fullUrl"]).rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return resource


def _single(file: IO[bytes]) -> Iterator[tuple[int, Resource]]:
    told = _read(file.read(LONGEST_LINE))
    if not isinstance(told, dict) or "resourceType" not in told:
        raise Unreadable("no_fhir", why="no resourceType")
    if told["resourceType"] != "Bundle":
        yield 1, told


def _read(text: bytes) -> Any:
    """None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
