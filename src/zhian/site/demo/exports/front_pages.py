"""The files of front pages: some rows with the mistakes that coders make, one file in GB18030."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from ..staff import SEED
from .cells import DASH


def front_pages(
    pages: pa.Table, told: Mapping[str, Any], until: datetime, into: Path
) -> Iterator[tuple[str, Path, datetime]]:
    """The files of front pages, each with the stays that ended in its stretch of time; it came a few days after."""
    pages = pages.sort_by("left").filter(pc.less_equal(pc.field("left"), pa.scalar(until.replace(tzinfo=None))))
    edges = np.linspace(0, len(pages), told["files"] + 1).astype(int)
    random = np.random.default_rng(SEED)
    for number, encoding in enumerate(told["encodings"]):
        rows = pages.slice(edges[number], edges[number + 1] - edges[number])
        last: datetime = rows["left"][-1].as_py().replace(tzinfo=until.tzinfo)
        path = into / f"HQMS-{rows['left'][0].as_py():%Y%m%d}-{last:%Y%m%d}.csv"
        _write_pages(path, _spoilt(rows.drop_columns(["left"]), random, told["faults"]), encoding)
        yield "", path, min(last + timedelta(days=4), until)


def _spoilt(rows: pa.Table, random: np.random.Generator, share: float) -> pa.Table:
    """Some rows with a mistake of the kinds that coders and exports make."""
    mistakes = (
        ("P5", "7"), ("P25", DASH), ("P25", "2019-01-01 08:00:00"), ("P321", "待查"), ("P27", "999"), ("P741", "8"),
        ("P491", "2019-01-01 08:00:00"), ("P22", "2026-13-45"), ("P782", "-1.00"), ("P26", DASH), ("P324", "C61.x00"),
        ("P422", "9"), ("P490", "手术"),
    )  # fmt: skip
    hit = random.random(len(rows)) < share
    kind = random.integers(0, len(mistakes), len(rows))
    for at, (code, text) in enumerate(mistakes):
        wrong = pa.array(hit & (kind == at))
        place = rows.column_names.index(code)
        rows = rows.set_column(place, code, pc.if_else(wrong, text, rows[code]))
    return rows


def _write_pages(path: Path, rows: pa.Table, encoding: str) -> None:
    arrow_csv.write_csv(rows, path, arrow_csv.WriteOptions(quoting_style="needed"))
    if encoding != "utf-8":
        path.write_bytes(path.read_text("utf-8").encode(encoding))
