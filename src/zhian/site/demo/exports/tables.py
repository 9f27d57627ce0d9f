"""Tables of other systems, by their mappings: rows of wards, and rows that belong to stays."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from zhian.engines.indicators.facts import codes
from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.generating import Identity

from .cells import DASH, as_text, moment_text, unchunked


def lines(rows: pa.Table, stays: pa.Table, who: Sequence[Identity], wards: np.ndarray) -> pa.Table:
    """Rows that belong to stays, with whose they are, and `left` to leave out those who are still here."""
    of = pc.index_in(as_text(rows["stay"]), as_text(stays["stay"])).to_numpy(zero_copy_only=False)
    told = {
        "page.record_number": pa.array([each.record_number for each in who]).take(pa.array(of)),
        "page.admission": pa.array([str(each.visit) for each in who]).take(pa.array(of)),
        "department": pa.array(wards[of]),
        "left": stays["discharged_at"].take(pa.array(of)),
    }
    return pa.table({**{name: rows[name] for name in rows.column_names}, **told})


def write_lines(path: Path, mapping: Mapping[str, Any], rows: pa.Table, until: datetime) -> None:
    """A file of rows of patients who have left by then."""
    here = rows.filter(pc.less_equal(rows["left"], pa.scalar(until.replace(tzinfo=None))))
    cells = {title: pc.fill_null(_said(here[name]), DASH) for title, name in mapping["columns"].items()}
    arrow_csv.write_csv(pa.table(cells), path, arrow_csv.WriteOptions(quoting_style="needed"))


def write_table(path: Path, mapping: Mapping[str, Any], rows: Iterator[dict[str, Any]], until: date) -> None:
    """A file of rows of wards up to that day."""
    columns = mapping["columns"]
    table = table_of(mapping["table"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            if row[table.dated] <= until:
                writer.writerow([_cell(row.get(name), table.columns[name].of) for name in columns.values()])


def _said(values: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_boolean(values.type):
        return unchunked(pc.if_else(values, "是", "否"))
    return moment_text(values) if pa.types.is_timestamp(values.type) else as_text(values)


def _cell(value: Any, of: str) -> str:
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "是" if value else "否"
    return codes(of)[value].names["zh"] if of else str(value)
