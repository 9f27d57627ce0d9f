"""A writer that is killed, a disk that is full: the lake is as it was."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from zhian.engines.indicators.lake import Lake, LakeError

from .rows import diagnosis, procedure, read, rows, stay

FIRST = stay("a", "ann", "2026-01-02", "2026-01-05")
TESTS = Path(__file__).parents[3]


@pytest.fixture
def lake(tmp_path):
    lake = Lake(tmp_path / "lake")
    with lake.writing() as writing:
        writing.merge("stay", rows(FIRST))
    return lake


def files(lake):
    return {str(path) for path in Path(lake.path).rglob("*") if path.is_file()}


def test_a_writer_killed_at_any_moment_leaves_the_lake_as_it_was(lake):
    """Before each promise that the disk is asked for; at the end nothing of the killed ones is left."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.engines.indicators.killing", lake.path],
        cwd=TESTS,
        env={"PYTHONPATH": str(TESTS / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told) > 12
    assert told[0] == [True, 1, 1] and told[-1] == [False, 2, 4]
    states = [(number, parts) for _, number, parts in told]
    assert set(states) == {(1, 1), (2, 4)}  # the old or the new, and never between
    assert states == sorted(states)
    with lake.writing():
        pass
    named = {*lake.files("stay"), *lake.files("diagnosis"), f"{lake.path}/snapshots/2.json"}
    first = {f"{lake.path}/snapshots/1.json"}  # whoever reads may still read it
    left = files(lake) - named - first - {f"{lake.path}/lock", f"{lake.path}/snapshot"}
    assert [Path(path).parent.name for path in left] == ["month=2026-01"]
    assert read(lake, "stay", "stay, age") == [("a", 61), ("b", 60)]


def test_a_full_disk_is_said_in_words_and_changes_nothing(lake):
    before, there = lake.snapshot, files(lake)
    many = [stay(f"s{at}", f"p{at}", "2026-01-02", "2026-01-05") for at in range(3000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(LakeError, match="make room") as refused, lake.writing() as writing:
            writing.merge("stay", rows(*many))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "磁盘可能已满" in refused.value.said_in("zh-hans")
    assert (lake.snapshot, files(lake)) == (before, there)


def test_whatever_goes_wrong_inside_nothing_is_put_in_force(lake):
    before = lake.snapshot
    with pytest.raises(ZeroDivisionError), lake.writing() as writing:
        writing.merge("stay", rows({**FIRST, "age": 61}))
        1 / 0  # noqa: B018
    assert lake.snapshot == before
    assert len(list(Path(lake.path).glob("stay/*/*/*"))) == 1


def test_what_a_killed_writer_had_overflowing_goes(lake):
    overflow = Path(lake.path, ".writing-killed")
    overflow.mkdir()
    (overflow / "duckdb_temp_storage-0.tmp").write_bytes(b"much")
    with lake.writing():
        pass
    assert not overflow.exists()


def test_a_lake_whose_snapshot_is_lost_says_so(lake):
    Path(lake.path, "snapshots", "1.json").unlink()
    with pytest.raises(LakeError, match="backup"):
        lake.tables()


def test_a_lake_of_the_edition_before_is_brought_up(tmp_path, monkeypatch):
    """Today's lake, as a program of tomorrow sees it: it has a column more, and reckons another from two."""
    lake = Lake(tmp_path / "lake")
    with lake.writing() as writing:
        writing.merge("stay", rows(FIRST))
        writing.merge("procedure", rows(procedure("a", 1, "2026-01-03"), procedure("a", 2, "2026-01-04")))
        writing.merge("diagnosis", rows(diagnosis("a")))
    tomorrow(monkeypatch)
    assert lake.snapshot.edition == 2
    assert read(lake, "procedure", "rank, code, robot") == [(1, "36.0600", None), (2, "36.0600", None)]
    assert read(lake, "stay", "age, diagnoses, operations") == [(61, 1, 2)]
    assert lake.snapshot.number == 2


def test_an_older_lake_that_is_only_looked_at_is_brought_up_once(lake, monkeypatch):
    tomorrow(monkeypatch)
    assert lake.months("stay") == ["2026-01"]
    assert lake.snapshot.number == lake.snapshot.number == 2


def tomorrow(monkeypatch):
    """The tables of the next edition."""
    from dataclasses import replace

    from zhian.engines.indicators import facts
    from zhian.engines.indicators.lake import draft, merging, migrating, places

    today = facts.tables()
    robot = facts.Column("robot", "flag", {"zh": "机器人辅助", "en": "Robot-assisted"}, optional=True)
    procedures = replace(today["procedure"], columns={**today["procedure"].columns, "robot": robot})
    tables = {**today, "procedure": procedures}
    for module in (draft, merging, migrating, places):
        for name, value in (("table", tables.__getitem__), ("tables", lambda: tables), ("edition", lambda: 2)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(migrating, "RECIPES", {2: {"stay": {"age": "age + 1"}}})
