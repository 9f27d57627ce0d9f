"""How values are written in such files."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zhian.engines.indicators.facts import codes
from zhian.engines.indicators.generating import Plan

DASH = "-"  # what is missing
Cells = dict[str, pa.Array]


def official(words: pa.ChunkedArray, of: str) -> pa.Array:
    """Our words as the codes of the national form."""
    known = codes(of)
    order = pa.array(list(known))
    return pa.array([code.official for code in known.values()]).take(pc.index_in(as_text(words), order))


def named_diagnoses(diagnoses: pa.Array) -> pa.Array:
    """What each ICD code is called; nothing where nobody says."""
    names = _names()
    return pa.array([names.get(code, "") or None for code in diagnoses.to_pylist()], pa.string())


@cache
def _names() -> Mapping[str, str]:
    return Plan(1).mix.names


def moment_text(moments: Any) -> pa.Array:
    """2026-03-01 08:30:00."""
    return unchunked(pc.strftime(moments.cast(pa.timestamp("s")), "%Y-%m-%d %H:%M:%S"))


def yuan(fen: Any) -> pa.Array:
    """Whole fen as yuan with two decimals, exactly."""
    return pa.array(
        [None if each is None else f"{each // 100}.{each % 100:02}" for each in fen.to_pylist()], pa.string()
    )


def as_text(values: Any) -> pa.Array:
    """Numbers as they are written, words out of their dictionary."""
    return unchunked(values.cast(pa.string()))


def same(text: str, rows: pa.Table) -> pa.Array:
    """The same in every row."""
    return pa.repeat(text, len(rows))


def unchunked(values: Any) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
