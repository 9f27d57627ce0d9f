"""How what was drawn becomes tables of facts."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from ..facts import table

MICROSECONDS = 60_000_000  # of a minute


def written(name: str, facts: Mapping[str, pa.Array], hospital: str, month: str) -> pa.Table:
    """Columns in the order of the table; what is not told is empty. The rows are of one hospital and month."""
    schema, size = table(name).schema, len(next(iter(facts.values())))
    nought = np.zeros(size, np.int8)
    first = np.datetime64(month, "D").astype(object)
    places = {
        "hospital": word(nought, [hospital]),
        "month": pa.DictionaryArray.from_arrays(nought, pa.array([first], pa.date32())),
    }
    told = {**places, **facts}
    return pa.table({field.name: told.get(field.name, pa.nulls(size, field.type)) for field in schema})


def word(positions: np.ndarray, words: Sequence[str], empty: np.ndarray | None = None) -> pa.Array:
    """Words by their positions; nothing where `empty`."""
    narrow = positions.astype(np.int8 if len(words) < 128 else np.int16)
    return pa.DictionaryArray.from_arrays(pa.array(narrow, mask=empty), pa.array(list(words)))


def moment(minutes: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
    """Minutes since 1970 as the clock on the wall shows them."""
    return pa.array(minutes * MICROSECONDS, mask=empty).view(pa.timestamp("us"))


def day(days: np.ndarray) -> pa.Array:
    """Days since 1970."""
    return pa.array(days.astype(np.int32)).view(pa.date32())


def number(values: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
    """Whole numbers or others, as wide as the tables have them."""
    return pa.array(values.astype(np.int64 if values.dtype.kind in "iu" else np.float64), mask=empty)
