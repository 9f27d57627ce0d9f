"""Measures everything, one child process each, and writes docs/reference/indicators-speed.md and its picture.

script/postgres python -m benchmarks.indicators --keep FOLDER           1e6 and 1e7 stays, growth to 5e7; 15 minutes
python -m benchmarks.indicators --keep FOLDER --rows 100000             one small lake; writes nothing down

The lakes are made in FOLDER the first time. PostgreSQL takes part where script/postgres runs the command.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .report import growth, report

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/indicators-speed.md"
PICTURE = PAGE.with_name("indicators-growth.svg")
SIZES = (10**6, 10**7)
GROWTH = (10**6, 10**7, 2 * 10**7, 5 * 10**7)
SIDES = ("scan", "duckdb", "polars", "pandas", "postgres", "spark")
ONLY_STAYS = ("polars", "pandas", "cells")  # for which the joins were not written, or not counted
ENGINES = ("duckdb", "cells", "spark")
TIMES, TIMES_OF_MANY, ONCE = 5, 2, ("pandas", "postgres")  # of ten million these run once


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, required=True, help="folder in which the lakes lie")
    parser.add_argument("--rows", type=int, help="one lake of so many stays, and nothing written down")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="the largest lake of the growth")
    told = parser.parse_args()
    sizes = (told.rows,) if told.rows else SIZES
    found = everything(told.keep, sizes, [] if told.rows else [size for size in GROWTH if size <= told.most])
    page = report(found)
    print(page)
    if not told.rows:
        PAGE.write_text(page, encoding="utf-8")
        PICTURE.write_text(growth(found["growth"]), encoding="utf-8")


def everything(folder: Path, sizes: tuple[int, ...], growth: list[int]) -> dict[str, Any]:
    """Every figure of the page. Each comes from a process of its own, so that no peak is another one's."""
    found: dict[str, Any] = {"lakes": {}, "load": {}, "work": {}, "board": {}, "growth": {}}
    found["machine"] = _measured("machine")
    has_postgres = "ZHIAN_DATABASE" in os.environ
    for size in sizes:
        lake = folder / str(size)
        found["lakes"][size] = _measured("fill", lake, size)
        if has_postgres:
            found["load"][size] = _measured("load", lake, "stay")
        found["board"][size] = _measured("board", lake)  # makes the cells
        found["work"][size] = {which: _sides(lake, which, size) for which in ("one", "all")}
        if size == sizes[0]:
            if has_postgres:
                _measured("load", lake, "procedure", "diagnosis")
            found["work"][size]["front"] = _sides(lake, "front", size)
    for size in growth:
        _measured("fill", folder / str(size), size)
        found["growth"][size] = _measured("ours", "duckdb", folder / str(size), "all", 2)
    return found


def _sides(lake: Path, which: str, size: int) -> dict[str, Any]:
    left_out = {*(ONLY_STAYS if which == "front" else ()), *(() if "ZHIAN_DATABASE" in os.environ else ("postgres",))}
    ours = [engine for engine in ENGINES if engine not in left_out]
    return {
        **{f"ours on {engine}": _measured("ours", engine, lake, which, _times("", size)) for engine in ours},
        **{side: _measured("peer", side, lake, which, _times(side, size)) for side in SIDES if side not in left_out},
    }


def _times(side: str, size: int) -> int:
    if size < 10**7:
        return TIMES
    return 1 if side in ONCE else TIMES_OF_MANY


def _measured(what: str, *of: object) -> Any:
    words = [what, *map(str, of)]
    print(" ".join(words), file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.indicators.measured", *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main()
