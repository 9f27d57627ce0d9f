"""What of an entry is sealed: everything that it says, in one unambiguous line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from zhian.engines.merkle import leaf_hash

from .models import Entry

# The place in the log and the kind of row come first; then the columns as they are.
SEALED = [
    "pk", "object_pk", "object_id", "object_repr", "action", "changes", "changes_text", "serialized_data",
    "additional_data", "actor_id", "actor_email", "cid", "remote_addr", "remote_port", "timestamp", "salt",
]  # fmt: skip
COLUMNS = ["leaf_index", "leaf_hash", "content_type_id", *SEALED]
CHUNK = 2000  # rows in memory at once

_encode = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    default=lambda value: _in_utc(value),
    check_circular=False,  # what comes out of a table cannot be
).encode


def rows_of(entries: QuerySet[Entry]) -> Iterator[tuple]:
    """The columns of the entries, one row after the other, however many there are."""
    return entries.values_list(*COLUMNS).iterator(chunk_size=CHUNK)


class Leaves:
    """Hashes rows as their place in the log has it: an entry moved elsewhere has another hash."""

    def __init__(self) -> None:
        self._kinds = _Kinds()

    def hash(self, index: int, row: tuple) -> bytes:
        _index, _hash, content_type, *sealed = row
        return leaf_hash(_encode([index, self._kinds[content_type], *sealed]).encode())


class _Kinds(dict[int, str]):
    """The names of the kinds of rows: numbers of content types could be given to others."""

    def __missing__(self, pk: int) -> str:
        self[pk] = ".".join(ContentType.objects.values_list("app_label", "model").get(pk=pk))
        return self[pk]


def _in_utc(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"An entry holds {value!r}, which has no unambiguous text.")
