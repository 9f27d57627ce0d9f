"""An import is killed while it runs, or comes twice at once: the lake is as it was, or has every row once."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from zhian.do.feeds.readers import layouts
from zhian.engines.indicators.lake import Lake

ROWS = 20_000
PATIENCE = 60
STAY = {
    "P2": "1", "P5": "1", "P6": "1960-02-03", "P22": "2026-03-01 10:00:00", "P25": "2026-03-09 09:30:00", "P26": "ICU",
    "P321": "I21.401", "P741": "1", "P830": "1",
}  # fmt: skip


def front_pages(path: Path, rows: int, first: int = 0) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(layouts()["hqms"].fields), restval="-")
        writer.writeheader()
        writer.writerows({**STAY, "P3": str(100_000 + first + number)} for number in range(rows))
    return path


def importing(installed, *files) -> subprocess.Popen:
    command = [sys.executable, "-m", "zhian", "import", *map(str, files)]
    return subprocess.Popen(command, env=installed.environment, stdout=subprocess.PIPE, start_new_session=True)


def stays(installed) -> tuple[int, int]:
    """How many rows there are, and how many different stays."""
    files = Lake(installed.home / "lake").files("stay")
    return duckdb.read_parquet(files).aggregate("count(*), count(distinct stay)").fetchall()[0] if files else (0, 0)


def test_an_import_that_is_killed_leaves_the_lake_as_it_was_and_can_be_begun_again(pattern, tmp_path):
    installed = pattern.copy(tmp_path / "home")
    installed.zhian("import", str(front_pages(tmp_path / "few.csv", 10)))
    many = front_pages(tmp_path / "many.csv", ROWS, first=1000)
    killed = importing(installed, many)
    deadline = time.monotonic() + PATIENCE
    while not list((installed.home / "imports").glob("*/work/stay.*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert stays(installed) == (10, 10)
    installed.zhian("tick")  # the worker finds that nobody is at work at it
    assert ("refused",) in installed.ask("SELECT state FROM feeds_run WHERE name = 'many.csv'")
    installed.zhian("import", str(many))
    assert stays(installed) == (ROWS + 10, ROWS + 10)


def test_the_same_month_imported_twice_at_once_is_there_once(pattern, tmp_path):
    installed = pattern.copy(tmp_path / "home")
    file = front_pages(tmp_path / "month.csv", 3000)
    both = [importing(installed, file) for _ in range(2)]
    assert [each.wait(PATIENCE) for each in both if each.communicate()] == [0, 0]
    assert stays(installed) == (3000, 3000)
    told = installed.ask("SELECT rows, taken, duplicates, quarantined FROM feeds_run ORDER BY taken")
    assert told == [(3000, 0, 3000, 0), (3000, 3000, 0, 0)]
