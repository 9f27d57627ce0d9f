"""One measurement in a process of its own, as a line of JSON: `python -m benchmarks.indicators.measured WHAT …`."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zhian.engines.indicators.lake import Lake

from . import processes
from .by_hand import PEERS, TABLES, load_postgres, postgres_server
from .work import ALL, FRONT, ONE

ASKED = {"one": ONE, "all": ALL, "front": FRONT}
BEGINS = "2025-01"  # two years in which the editions of 2024 are in force
PACKAGES = ("duckdb", "sqlglot", "polars", "pandas", "pyarrow", "pyspark")


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = {name: version(name) for name in PACKAGES}
    here = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "memory": memory}
    return {**here, "python": platform.python_version(), **versions}


def fill(path: str, rows: str) -> dict[str, Any]:
    """Stays of an invented province into a new lake, a hospital for each million."""
    from zhian.engines.indicators.generating import Plan, fill

    if not Lake(Path(path)).files("stay"):
        fill(Lake(Path(path)), Plan(rows=int(rows), hospitals=max(1, int(rows) // 10**6), start=BEGINS))
    files = Lake(Path(path)).files("stay")
    return {"files": len(files), "size": sum(Path(file).stat().st_size for file in files) / 1e6}


def load(path: str, *tables: str) -> dict[str, float]:
    """Tables into PostgreSQL."""
    began = time.perf_counter()
    for table in tables:
        load_postgres(table, Lake(Path(path)).files(table))
    return {"clock": time.perf_counter() - began}


def peer(name: str, path: str, which: str, times: str) -> dict[str, Any]:
    """A hand-written query."""
    lake, codes = Lake(Path(path)), ASKED[which]
    answer = PEERS[name]({table: lake.files(table) for table in TABLES})
    spans, rows = _timed(lambda: answer(codes), int(times), postgres_server() if name == "postgres" else 0)
    return {**spans, "peak": processes.peak(), "totals": _totals(codes, rows)}


def ours(engine: str, path: str, which: str, times: str) -> dict[str, Any]:
    """The definitions of the catalogue, by the program's own engine."""
    from . import program

    with program.ENGINES[engine](Path(path)) as running:
        codes = ASKED[which]
        spans, values = _timed(lambda: program.measure(running, codes), int(times))
        return {**spans, "peak": processes.peak(), "totals": _totals(codes, program.rows(values, codes))}


def board(path: str) -> dict[str, Any]:
    """The cells counted at load, and a board out of them: all of this, of one hospital, by department and month."""
    from . import program

    lake = Lake(Path(path))
    program.make_cells(lake, ())  # none of an earlier run
    began = time.process_time()
    program.make_cells(lake, ALL)
    made = time.process_time() - began
    with program.DuckDB(lake) as engine:
        boards = {by: _timed(partial(program.board, engine, ALL, by), 9)[0] for by in ("hospital", "department")}
    return {"made": made, "cells": lake.snapshot.rows("cell"), **boards, "peak": processes.peak()}


def _totals(codes: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[float]:
    """The sum of every column, so that all sides can be held against each other; distinct values do not add up."""
    columns = list(zip(*(row[3:] for row in rows), strict=True))
    return [round(sum(float(cell or 0) for cell in column), 3) for column in columns[: 2 * len(codes)]]


def _timed(run: Callable[[], Any], times: int, server: int = 0) -> tuple[dict[str, float], Any]:
    """The quickest of several runs, and the last one's answer: what else a machine does can only slow one down.

    `least`: seconds of the processor, of all threads and of the processes that take part; `clock`: of the clock;
    `first`: of the processor, the first time.
    """
    spans = []
    for _ in range(times):
        began, spent = time.perf_counter(), processes.spent(server)
        answer = run()
        spans.append((processes.spent(server) - spent, time.perf_counter() - began))
    least, clock = (min(each) for each in zip(*spans, strict=True))
    return {"first": spans[0][0], "least": least, "clock": clock}, answer


MEASURES = {f.__name__: f for f in (machine, fill, load, peer, ours, board)}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])))
