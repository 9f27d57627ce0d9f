"""A file of cases in, a file of awards out, slice by slice: memory does not grow with the file.

Both are Parquet, in the order of `case`, a number for each case. A case has the place and the day of the act (`place`,
`act`); for what courts apply also the day on which the debate closed (`debate_closed`); where they differ the places of
the court and of the home (`court`, `home`); figures that the court used (`figures.wage`); and facts by their names in
`facts`, of which those left out have their default. Money is a decimal or whole yuan. A long table is a file of its
own, with the number of its case in `case`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .cells import YUAN, BatchError, Column, in_yuan
from .columns import Awards, assess_columns
from .figures import MissingFigure, Yearbook
from .law import Instrument
from .law.cn.applicable import TEXTS, text_of_the_day
from .law.registry import instrument
from .options import Answer
from .slices import EPOCH, SLICE, LongTable, Slice, sliced
from .words import Words

Answers = Mapping[str, Answer] | None
Progress = Callable[[int, int], None]


def assess_file(
    cases: Path,
    out: Path,
    *,
    regimes: tuple[str, ...] = ("A", "B"),
    tables: Mapping[str, Path] | None = None,
    answers: Answers = None,
    book: Yearbook | None = None,
    progress: Progress = lambda done, whole: None,
) -> int:
    """Awards in yuan for a file of cases; returns how many. `out` appears only when all of them are done.

    `book`: the published figures with a hospital's own laid over. `progress(done, whole)` is called after each slice.
    Raises BatchError, which names file, row, field and value.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    done = 0
    try:
        with pq.ParquetFile(cases) as file, _writer(unfinished, regimes) as awards:
            for batch in assess_batches(file.iter_batches(SLICE), cases.name, regimes, tables or {}, answers, book):
                awards.write_batch(batch)
                done += batch.num_rows
                progress(done, file.metadata.num_rows)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return done


def assess_batches(
    batches: Iterable[pa.RecordBatch],
    name: str,
    regimes: tuple[str, ...],
    tables: Mapping[str, Path],
    answers: Answers = None,
    book: Yearbook | None = None,
) -> Iterator[pa.RecordBatch]:
    """The same for cases from anywhere; `name` is what a refusal calls their file."""
    opened = {table: LongTable(table, path) for table, path in tables.items()}
    for part in sliced(batches, name, opened):
        columns = {"case": pa.array(part.cases["case"])}
        for regime in regimes:
            columns |= _under(regime, part, answers, book)
        yield pa.RecordBatch.from_pydict(columns, schema(regimes))
    for table in opened.values():
        table.refuse_what_is_left()


def _writer(path: Path, regimes: tuple[str, ...]) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema(regimes), compression="zstd", store_decimal_as_integer=True)


def schema(regimes: tuple[str, ...]) -> pa.Schema:
    """The columns of the awards: `case`, then for each regime the text applied and its sums in yuan."""
    fields = [("case", pa.int64())]
    for regime in regimes:
        fields += [(f"{regime}.law", pa.string()), *((f"{regime}.{amount}", YUAN) for amount in _amounts(regime))]
    return pa.schema(fields)


@cache
def _amounts(regime: str) -> tuple[str, ...]:
    heads = dict.fromkeys(head.name for _, name in TEXTS[regime] for head in instrument(name).heads)
    return "payable", "total", "deducted", *(f"{what}.{head}" for what in ("gross", "owed") for head in heads)


def _under(regime: str, part: Slice, answers: Answers, book: Yearbook | None) -> dict[str, pa.Array]:
    """The awards of a slice under one regime, each case by the text of its day."""
    texts, which = _texts(regime, part)
    found = {amount: np.zeros(len(which), np.int64) for amount in _amounts(regime)}
    for k, text in enumerate(texts):
        chosen = which == k
        for amount, column in _named(_awards(instrument(text), part.only(chosen), answers, book)):
            found[amount][chosen] = column
    law = pa.DictionaryArray.from_arrays(which, texts).cast(pa.string())
    return {f"{regime}.law": law} | {f"{regime}.{amount}": in_yuan(column) for amount, column in found.items()}


def _texts(regime: str, part: Slice) -> tuple[list[str], Column]:
    """The texts that govern cases of a slice, and which of them each case."""
    acts, at = np.unique(part.day("act"), return_inverse=True)
    names = [text_of_the_day(regime, EPOCH + timedelta(days=int(day))) for day in acts]
    texts = list(dict.fromkeys(names))
    return texts, np.array([texts.index(name) for name in names], np.int64)[at]


def _awards(law: Instrument, part: Slice, answers: Answers, book: Yearbook | None) -> Awards:
    by_act = law.figures_of == "act"
    home = part.place("home")
    looked_at = {
        "place": part.place("place" if law.figures_place == "act" else "court"),
        "home": home,
        "year": part.year("act" if by_act else "debate_closed"),
    }
    tables = {name: {"place": home[rows["case"]]} | rows for name, rows in part.tables.items()}
    try:
        return assess_columns(law, {**part.cases, **looked_at}, tables, places=part.places, answers=answers, book=book)
    except MissingFigure as missing:
        raise BatchError(Words(f"{part.file}：{missing.words.zh}", f"{part.file}: {missing.words.en}")) from missing
    except ValueError as refused:
        raise BatchError(Words(f"{part.file}：{refused}", f"{part.file}: {refused}")) from refused


def _named(awards: Awards) -> Iterator[tuple[str, Column]]:
    yield from (("payable", awards.payable), ("total", awards.total), ("deducted", awards.deducted))
    yield from ((f"gross.{head}", column) for head, column in awards.gross.items())
    yield from ((f"owed.{head}", column) for head, column in awards.owed.items())
