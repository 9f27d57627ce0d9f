"""Files to import, and what became of them."""

import csv
import io
from pathlib import Path

import duckdb

from zhian.do.feeds.readers import layouts
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in

GOOD = {
    "P900": "TEST", "P2": "1", "P3": "100001", "P4": "张小明", "P5": "1", "P6": "1960-02-03", "P7": "66",
    "P13": "110101196002030013", "P22": "2026-03-01 10:00:00", "P25": "2026/3/9 09:30", "P26": "ICU", "P27": "8",
    "P321": "I21.401", "P322": "急性前壁心肌梗死", "P805": "1", "P324": "I10.x00", "P806": "1", "P490": "36.0700",
    "P491": "20260302", "P820": "3", "P499": "1甲", "P741": "1", "P830": "2", "P782": "12345.67", "P769": "100.10",
}  # fmt: skip


def front_pages(path: Path, *rows: dict, encoding="utf-8", columns=None) -> Path:
    """A file of front pages; each row is a good one but for what it says."""
    columns = columns or list(layouts()["hqms"].fields)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="-")
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow({"P3": f"{100001 + number}", **{k: v for k, v in GOOD.items() if k != "P3"}, **row})
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def facts(lake, table):
    files = lake.files(table)
    return duckdb.read_parquet(files).order("all").to_arrow_table().to_pylist() if files else []


def taken_in(path, hospital, *, is_counted=False, **told):
    """What became of it; no cells are counted unless asked, for that takes longer than the import of a row."""
    return carry_out(begin(hand_in(path, path.name, hospital, way="prompt", **told), actor=None), is_counted=is_counted)


def numbers(run):
    return run.rows, run.taken, run.duplicates, run.quarantined


BED_DAYS = "科室,统计日期,开放床位,占用床日,备注\nICU,2026-03-01,20,18,\nICU,2026-03-02,20,－,\nICU,20260303,20,19,x\n"
