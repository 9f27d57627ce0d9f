"""The benchmarks run: on small registers, for moments, on the database that this run is about."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.faults
def test_everything_is_measured_on_a_small_register(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIAN_H", "ZHIAN_M"))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "--quick", "--keep", tmp_path],
        env={**environment, "PYTHONPATH": "src"}, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    for part in (
        "## Pages on SQLite",
        "| my work |",
        "Questions to the database",
        "Reports filed",
        "Reports without a name",
        "| SQLite | zhian |",
        "## The log proved",
    ):
        assert part in done.stdout
