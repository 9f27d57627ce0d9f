"""The resources of a file, one after the other: a Bundle, one resource, an array, or one in each line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..unreadable import Unreadable

Resource = dict[str, Any]
START = 4096


def is_fhir(path: Path) -> bool:
    """Whether the file looks like JSON with resources in it."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        start = file.read(START).lstrip()
    return start[:1] in ("{", "[") and '"resourceType"' in start


def resources(path: Path) -> Iterator[tuple[int, Resource]]:
    """(line or place in the file, resource). Raises Unreadable where it is none."""
    with path.open(encoding="utf-8-sig") as file:
        first = file.readline()
    try:
        told = json.loads(first)
    except ValueError:
        told = None
    if isinstance(told, dict) and told.get("resourceType") not in (None, "Bundle"):
        yield from _lines(path)
    else:
        yield from _document(path)


def _lines(path: Path) -> Iterator[tuple[int, Resource]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _resource(line, number)


def _document(path: Path) -> Iterator[tuple[int, Resource]]:
    told = _resource(path.read_text("utf-8-sig"), 1)
    entries = told.get("entry", []) if told.get("resourceType") == "Bundle" else [{"resource": told}]
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield number, entry["resource"]


def _resource(text: str, line: int) -> Resource:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no_fhir", why=f"line {line}: {error}") from None
    if isinstance(told, list):
        return {"resourceType": "Bundle", "entry": [{"resource": each} for each in told]}
    if not isinstance(told, dict) or "resourceType" not in told:
        raise Unreadable("no_fhir", why=f"line {line}: no resourceType")
    return told
