"""A table of text in pieces that fit into memory: each row with its line, and the rows that are no rows."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from .unreadable import Unreadable

LINE = "line"  # the column that says in which line a row stands; the header is line 1
PIECE = 12 << 20  # bytes of cells: what is read of 300 columns and checked together takes many times as much
BLOCK = 1 << 20  # bytes that are read at once; Arrow reads 32 of them ahead, and none may be shorter than a row
LONGEST_HEADER = 1 << 20
MOST_COLUMNS = 2000
SEPARATORS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows as they were written, all text; `misshapen` are line → text of those with too few or too many cells."""

    rows: pa.Table
    misshapen: dict[int, str] = field(default_factory=dict)
    share: float = 1.0  # of the file, read up to here


def header_of(path: Path) -> list[str]:
    """The titles of the columns of a CSV in UTF-8. Raises Unreadable where they can be none."""
    return _header(path)[0]


def pieces(path: Path, size: int = PIECE) -> Iterator[Piece]:
    """A CSV in UTF-8, in pieces. Raises Unreadable for what is no CSV."""
    titles, separator = _header(path)
    wrong: dict[int, str] = {}

    def note(row: arrow_csv.InvalidRow) -> str:
        wrong[row.number] = row.text
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            path,
            arrow_csv.ReadOptions(use_threads=False, block_size=min(size, BLOCK), column_names=titles, skip_rows=1),
            arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=note),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(titles, pa.string()), strings_can_be_null=False),
        )
        yield from _together(_numbered(reader, wrong, path.stat().st_size), size)
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            raise Unreadable("no_rows") from None
        raise Unreadable("no_csv", why=str(error)[:200]) from None


def _together(blocks: Iterator[Piece], size: int) -> Iterator[Piece]:
    """Blocks one behind the other until they are a piece."""
    held, told = list[Piece](), 0
    for block in blocks:
        held.append(block)
        told += block.rows.nbytes
        if told >= size:
            yield _joined(held)
            held, told = [], 0
    if held:
        yield _joined(held)


def _joined(blocks: Sequence[Piece]) -> Piece:
    rows = pa.concat_tables(each.rows for each in blocks).combine_chunks()
    misshapen = {line: text for each in blocks for line, text in each.misshapen.items()}
    return Piece(rows, misshapen, blocks[-1].share)


def _numbered(reader: arrow_csv.CSVStreamingReader, wrong: dict[int, str], size: int) -> Iterator[Piece]:
    last, told, seen = 1, 0, 0
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            break
        skipped = sorted(line for line in wrong if line > told)
        lines = _lines(last + 1, batch.num_rows, skipped)
        last = int(lines[-1]) if len(lines) else last
        now = {line: wrong[line] for line in skipped if line <= last}
        told, seen = max(now, default=told), seen + batch.nbytes - 3 * batch.num_rows * batch.num_columns
        yield Piece(_with(lines, batch), now, min(seen / size, 0.99))
    if rest := {line: text for line, text in wrong.items() if line > told}:
        yield Piece(pa.schema([(LINE, pa.int64()), *reader.schema]).empty_table(), rest)


def _with(lines: np.ndarray, batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch]).add_column(0, LINE, pa.array(lines))


def _lines(first: int, count: int, skipped: Sequence[int]) -> np.ndarray:
    """The next so many line numbers, without those that were skipped."""
    return np.setdiff1d(np.arange(first, first + count + len(skipped)), skipped, assume_unique=True)[:count]


def _header(path: Path) -> tuple[list[str], str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(LONGEST_HEADER)
        separator = max(SEPARATORS, key=first.count)
        try:
            titles = [title.strip() for title in next(csv.reader([first], delimiter=separator, strict=True), [])]
        except csv.Error as error:
            raise Unreadable("no_csv", why=str(error)) from None
    if not any(titles) or len(titles) > MOST_COLUMNS or len(first) >= LONGEST_HEADER:
        raise Unreadable("no_header")
    if twice := sorted({title for title in titles if titles.count(title) > 1}):
        raise Unreadable("column_twice", columns=", ".join(twice[:5]) or "∅")
    return titles, separator
