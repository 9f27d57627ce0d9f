"""Columns of a file as exact numerators, and sums as columns of a file. Whatever cannot be exact is refused by row."""

from fractions import Fraction
from typing import Any, NoReturn, TypeAlias

import numpy as np
import pyarrow as pa

from .facts import Fact
from .words import NOTHING, Words

Column = np.ndarray
Cells: TypeAlias = pa.Array
YUAN = pa.decimal128(18, 2)


class BatchError(ValueError):
    """A file of cases cannot be used: which file, which row, which field, what stands there, what is allowed."""

    def __init__(self, words: Words):
        self.words = words
        super().__init__(words.en)


def refused(file: str, row: int | None, field: str, value: Any, allowed: Words) -> NoReturn:
    """`row` counts from 1, as a reader does; without it the whole column is meant."""
    at = Words(f"第 {row} 行，", f"row {row}, ") if row else NOTHING
    told = value if isinstance(value, Words) else Words("空", "nothing") if value is None else Words.of(str(value))
    raise BatchError(
        Words(
            f"{file}：{at.zh}{field} ＝ {told.zh}；应为{allowed.zh}。",
            f"{file}: {at.en}{field} = {told.en}; allowed: {allowed.en}.",
        )
    )


def numerators(column: Cells, known: Fact, field: str, file: str, first: int) -> Column:
    """The numerators of a fact, int64. `first`: the row of the file where this part of the column begins, from 0."""
    values = _numerators(column, known)
    if values is None or _beyond(values, known.low * known.den, known.high * known.den):
        _refuse_first(column, known, field, file, first)
    return values


def _numerators(column: Cells, known: Fact) -> Column | None:
    """None where a value is not exact, or not one of the fact's own words."""
    if pa.types.is_dictionary(column.type) or pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _coded(column, known)
    if pa.types.is_null(column.type):
        return np.full(len(column), known.default * known.den)
    if column.null_count:
        column = column.fill_null(pa.scalar(known.default, column.type))
    if pa.types.is_boolean(column.type) or pa.types.is_integer(column.type):
        whole = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
        return None if _beyond(whole, known.low, known.high) else whole * known.den
    if pa.types.is_decimal(column.type):
        try:
            return _low_words(column.cast(pa.decimal128(38, len(str(known.den)) - 1)))
        except pa.ArrowInvalid:  # digits would be lost
            return None
    return None


def _beyond(values: Column, low: int, high: int) -> bool:
    return bool(len(values)) and bool(values.min() < low or values.max() > high)


def _coded(column: Cells, known: Fact) -> Column | None:
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = {said: code for code, words in known.codes.items() for said in words}
    meant = [codes.get(said) for said in encoded.dictionary.to_pylist()]
    if None in meant:
        return None
    places = encoded.indices.fill_null(len(meant)).to_numpy(zero_copy_only=False)
    return np.array([*meant, known.default], np.int64)[places]


def _refuse_first(column: Cells, known: Fact, field: str, file: str, first: int) -> NoReturn:
    for row, value in enumerate(column.to_pylist(), first + 1):
        if not _is_allowed(value, known):
            refused(file, row, field, value, allowed(known))
    refused(file, None, field, column.type, allowed(known))


def _is_allowed(value: Any, known: Fact) -> bool:
    if value is None or isinstance(value, str):
        return value is None or any(value in words for words in known.codes.values())
    number = Fraction(value)
    is_exact = not isinstance(value, float) and (number * known.den).denominator == 1
    return is_exact and known.low <= number <= known.high


def allowed(known: Fact) -> Words:
    """What a fact may be, in words."""
    if known.codes:
        return Words("、".join(w.zh for w in known.codes.values()), ", ".join(w.en for w in known.codes.values()))
    step = Words("整数", "whole") if known.den == 1 else Words(f"最小单位 1/{known.den}", f"in steps of 1/{known.den}")
    return Words(
        f"{known.low} 至 {known.high}，{step.zh}，不可为浮点数", f"{known.low} to {known.high}, {step.en}, no float"
    )


def _low_words(column: Cells) -> Column | None:
    """The unscaled integers of decimals that fit int64."""
    words = np.frombuffer(column.buffers()[1], np.int64).reshape(-1, 2)[column.offset : column.offset + len(column)]
    low, high = words[:, 0], words[:, 1]
    return np.ascontiguousarray(low) if np.array_equal(high, low >> 63) else None


def in_yuan(fen: Column) -> pa.Array:
    """A column of fen as decimals of yuan."""
    words = np.empty((len(fen), 2), np.int64)
    words[:, 0], words[:, 1] = fen, fen >> 63
    return pa.Array.from_buffers(YUAN, len(fen), [None, pa.py_buffer(words)])


def texts(column: Cells) -> tuple[list[str | None], Column]:
    """The distinct texts of a column, and for each row which of them it is."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode(null_encoding="encode")
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def days(column: Cells, file: str, field: str, first: int) -> Column:
    """Days since 1970."""
    if not pa.types.is_date(column.type):
        refused(file, first + 1, field, column[0] if len(column) else None, Words("日期", "a date"))
    return numbers(column.cast(pa.date32()).cast(pa.int32()), file, field, first)


def numbers(column: Cells, file: str, field: str, first: int) -> Column:
    """Whole numbers, none left out."""
    if not pa.types.is_integer(column.type):
        refused(file, None, field, column.type, Words("整数", "whole numbers"))
    if column.null_count:
        row = int(np.argmax(column.is_null().to_numpy(zero_copy_only=False)))
        refused(file, first + row + 1, field, None, Words("不能为空", "something"))
    return column.cast(pa.int64()).to_numpy(zero_copy_only=False)


def cells_of(batch: pa.RecordBatch | pa.Table) -> dict[str, Cells]:
    """The columns of a batch, or of a table in several pieces, each in one piece."""
    table = batch.combine_chunks() if isinstance(batch, pa.Table) else batch
    return {name: _whole(table.column(name)) for name in table.schema.names}


def _whole(column: Cells | pa.ChunkedArray) -> Cells:
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)
