"""Files that survive the loss of power: written whole under another name, then renamed."""

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from ..facts import Column, Table
from .snapshots import Part

ROW_GROUP = 122_880  # rows; DuckDB reads row groups side by side, and this is its own size
UNFINISHED = ".writing-"


ALWAYS_OTHERS = ("key", "moment", "money")  # types of columns in which a value hardly comes twice


def store(folder: Path, ours: Table, batches: Iterable[pa.RecordBatch]) -> Part:
    """Rows as a Parquet file named by its content, safely on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{UNFINISHED}{uuid4().hex}"
    try:
        name, rows = _written(unfinished, ours, batches)
        unfinished.replace(folder / name)
        settle(folder)
        return Part(name, rows)
    finally:
        unfinished.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """The file has the old text or the new, never half of it, whenever the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        settle(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """The names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Hashed:
    """A file that reckons the hash of what is written to it."""

    closed = False

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.hash = blake2b(digest_size=16)

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.file.close()


def _written(path: Path, ours: Table, batches: Iterable[pa.RecordBatch]) -> tuple[str, int]:
    rows, schema = 0, ours.schema
    of_few_words = [name for name in schema.names if name not in ours.columns or _repeats(ours.columns[name])]
    file = _Hashed(path)
    try:
        sink = pa.PythonFile(file, mode="w")
        with pq.ParquetWriter(sink, schema, compression="zstd", use_dictionary=of_few_words) as writer:
            for batch in batches:
                writer.write_batch(batch.cast(schema), row_group_size=ROW_GROUP)
                rows += batch.num_rows
        file.flush()
        os.fsync(file.file.fileno())
    finally:
        file.close()
    return f"{file.hash.hexdigest()}.parquet", rows


def _repeats(column: Column) -> bool:
    return column.type not in ALWAYS_OTHERS
