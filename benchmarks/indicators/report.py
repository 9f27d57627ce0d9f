"""The page docs/reference/indicators-speed.md, from what was measured."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from zhian.engines.spc.svg.sums import Series, SumPicture, sum_svg

from . import front_page, work

NAMES = {
    "ours on duckdb": "this, on DuckDB",
    "ours on cells": "this, out of the cells",
    "ours on spark": "this, on Spark local[2]",
    "scan": "every column read once",
    "duckdb": "DuckDB by hand",
    "polars": "Polars by hand",
    "pandas": "pandas by hand",
    "postgres": "PostgreSQL by hand",
    "spark": "Spark SQL by hand",
}
BY_HAND = ("duckdb", "polars", "pandas", "postgres", "spark")
OURS, CELLS = "ours on duckdb", "ours on cells"


def report(found: dict[str, Any]) -> str:
    parts = (_head, _short, _lakes, _one, _all, _front, _agreement, _board, _growth)
    return "\n\n".join(text for part in parts if (text := part(found))) + "\n"


def _head(found: dict[str, Any]) -> str:
    m = found["machine"]
    says = " ".join((work.__doc__ or "").split())
    versions = ", ".join(
        f"{name} {m[name]}" for name in ("duckdb", "polars", "pandas", "pyarrow", "pyspark", "sqlglot")
    )
    return f"""# How quick the indicators are

Made by `script/postgres python -m benchmarks.indicators --keep FOLDER` (with `requirements/bench.txt`), made anew by
the same command. Each line was measured in a process of its own, warm: seconds of the processor, of all threads and
of all processes that take part (Spark's, the database's), the quickest of several runs; by the clock where it says so.
{m["cores"]} cores, {m["memory"]:.0f} GB memory, Python {m["python"]}, {versions}.
The machine's load was {m["load"]:.1f} when it began: compare within a table; what can be compared elsewhere are the
ratios. At ten million pandas and PostgreSQL ran once, the others twice.

> {says}

All sides read the same Parquet files, only PostgreSQL has the rows in a table of its own, loaded before its clock
starts. This program's seconds include all that a board needs: which columns are filled, whether the value may be shown,
and a `Value` for each department, month and indicator; the peers give their rows and no more.
"Out of the cells" is the same question to `zhian measure` once the cells that are counted when rows come lie beside
them: it adds up those, after it has made sure that they are of these very files and definitions, and counts from rows
only what does not add up (here DRG-01). What counting the cells costs stands further below."""


def _short(found: dict[str, Any]) -> str:
    """What it comes to with the most stays."""
    size, measured = max(found["work"].items())
    one, every = (_by_hand(measured[which]) for which in ("one", "all"))
    own = measured["all"][OURS]
    scans = own["least"] / measured["all"]["scan"]["least"]
    slower = ", ".join(f"{NAMES[side]} {1 / times:.1f} times" for side, times in every.items() if times < 1)
    return f"""In short, at {size:,} stays: one indicator takes {max(one.values()):.1f} times the best query by hand.
All {len(work.ALL)} take {scans:.1f} scans and {own["peak"]:.2f} GB,
{max(every.values()):.1f} times the best query by hand. Slower than this: {slower}.
{_pandas(found)}"""


def _pandas(found: dict[str, Any]) -> str:
    """Said plainly where five times is not reached: with few stays nobody can who reads the rows."""
    size, measured = min(found["work"].items())
    sides = measured["all"]
    rows, cells, best = (sides["pandas"]["least"] / sides[name]["least"] for name in (OURS, CELLS, "duckdb"))
    if rows >= 5:
        return ""
    return f"""At {size:,} stays pandas takes {rows:.1f} times as long as this, and no more than {best:.1f} times as
long as DuckDB by hand: it keeps all columns in memory, which is quick as long as they fit into it.
Beside the same question answered out of the cells it takes {cells:.1f} times as long."""


def _by_hand(sides: dict[str, Any]) -> dict[str, float]:
    """How many times as long this takes as each query by hand."""
    return {side: sides[OURS]["least"] / sides[side]["least"] for side in BY_HAND if side in sides}


def _lakes(found: dict[str, Any]) -> str:
    rows = [
        (f"{size:,}", lake["files"], f"{lake['size']:,.0f}", _load(found["load"].get(size, {})))
        for size, lake in found["lakes"].items()
    ]
    return f"## The lakes\n\n{_table(('stays', 'files', 'MB', 'into PostgreSQL, seconds by the clock'), rows)}"


def _one(found: dict[str, Any]) -> str:
    says = f"One indicator by itself: {', '.join(work.ONE)}, the readmission within 31 days."
    return f"## One indicator\n\n{says}\n\n{_sides(found, 'one')}"


def _all(found: dict[str, Any]) -> str:
    says = f"All {len(work.ALL)} at once: {', '.join(work.ALL)}."
    return f"## All that a stay alone can answer\n\n{says}\n\n{_sides(found, 'all')}"


def _front(found: dict[str, Any]) -> str:
    says = f"""All {len(work.FRONT)} at once: those {len(work.ALL)}, and {", ".join(front_page.ASKED)},
which also look at a stay's diagnoses and procedures. These are all of the catalogue that the front page answers in
these years; the others need what is typed in, or incidents, infections, bed-days, medicines. The joins were
not written for Polars and pandas. One scan is every column of the three tables read once."""
    return f"## All that the front page can answer\n\n{says}\n\n{_sides(found, 'front')}"


def _sides(found: dict[str, Any], which: str) -> str:
    tables = []
    for size, measured in found["work"].items():
        if which not in measured:
            continue
        sides = measured[which]
        best = min(sides[side]["least"] for side in BY_HAND if side in sides)
        rows = [_side(NAMES[side], spans, best, sides) for side, spans in sides.items()]
        head = (f"{size:,} stays", "seconds", "by the clock", "the first time", "× best by hand", "× one scan", "GB")
        tables.append(_table(head, rows))
    return "\n\n".join(tables)


def _side(name: str, spans: dict[str, Any], best: float, sides: dict[str, Any]) -> tuple[object, ...]:
    times = [f"{spans['least'] / best:.2f}", f"{spans['least'] / sides['scan']['least']:.1f}"]
    peak = "–" if name.startswith("PostgreSQL") else f"{spans['peak']:.2f}"
    return name, _seconds(spans), f"{spans['clock']:.2f}", f"{spans['first']:.2f}", *times, peak


def _agreement(found: dict[str, Any]) -> str:
    """The totals of all sides; the page is not written where they differ."""
    for measured in found["work"].values():
        for sides in measured.values():
            answers = {side: spans["totals"] for side, spans in sides.items() if side != "scan"}
            right = answers["duckdb"]
            wrong = {side for side, totals in answers.items() if not _equal(totals, right)}
            if wrong:
                raise SystemExit(f"these sides do not agree with the query by hand: {', '.join(sorted(wrong))}")
    return "All sides gave the same numerators and denominators."


def _equal(totals: list[float], right: list[float]) -> bool:
    return len(totals) == len(right) and all(
        abs(one - two) <= 1e-6 * max(abs(two), 1) for one, two in zip(totals, right, strict=True)
    )


def _board(found: dict[str, Any]) -> str:
    head = ("stays", "cells", "making them, seconds", "the hospital, ms", "each department, ms", "GB")
    rows = [
        (f"{size:,}", f"{b['cells']:,}", f"{b['made']:.1f}", *_boards(b), f"{b['peak']:.2f}")
        for size, b in found["board"].items()
    ]
    says = "A board of all of these, two years of one hospital month by month, out of the cells counted at load."
    return f"## A board out of the cells\n\n{says}\n\n{_table(head, rows)}"


def _boards(measured: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{measured[by]['least'] * 1000:.0f}" for by in ("hospital", "department"))


def _growth(found: dict[str, Any]) -> str:
    if not found["growth"]:
        return ""
    rows = [
        (f"{size:,}", _seconds(spans), f"{size / spans['least'] / 1e6:.1f}", f"{spans['peak']:.2f}")
        for size, spans in found["growth"].items()
    ]
    table = _table(("stays", "seconds", "million stays a second", "peak, GB"), rows)
    says = """All at once, by this program on DuckDB. The seconds grow as the stays do; the memory only with the values,
of which each million stays, a hospital, has as many again."""
    return f"## Growth\n\n{says}\n\n![Seconds for each million stays, and memory](indicators-growth.svg)\n\n{table}"


def growth(found: dict[int, Any]) -> str:
    """The picture of the growth."""
    lines = {
        "seconds": [spans["least"] / size * 1e6 for size, spans in found.items()],
        "GB": [spans["peak"] for spans in found.values()],
    }
    return sum_svg(
        SumPicture(
            lines=[Series(name, np.array(numbers)) for name, numbers in lines.items()],
            limits=[],
            periods=[f"{size / 1e6:g} million" for size in found],
            title="Seconds for each million stays, and the most memory in GB",
            words=", ".join(f"{size:,} stays: {spans['least']:.1f} seconds" for size, spans in found.items()),
            said=lambda value: f"{value:.2f}",
        )
    )


def _seconds(spans: dict[str, Any]) -> str:
    return f"{spans['least']:.2f}"


def _load(spans: dict[str, float]) -> str:
    return f"{spans['clock']:.0f}" if spans else "–"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    first, *others = head
    lines = [f"| {' | '.join((first, *others))} |", f"| --- |{' ---: |' * len(others)}"]
    return "\n".join([*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows)])
