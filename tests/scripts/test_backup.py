"""A backup is taken while the program writes, can be read back, and gives no key away."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engines.indicators.rows import rows, stay
from zhian.engines.indicators.lake import Lake

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with one committed report, one file and its keys."""
    folder = tmp_path / "home"
    folder.joinpath("files").mkdir(parents=True)
    folder.joinpath("files/photo").write_bytes(b"\x89PNG")
    folder.joinpath("keys").write_text("secret")
    with closing(database(folder)) as open_database:
        open_database.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE report (words); INSERT INTO report VALUES ('跌倒')"
        )
    return folder


def database(folder: Path, name: str = "zhian.sqlite3") -> sqlite3.Connection:
    return sqlite3.connect(folder / name, isolation_level=None)


def back_up(home: Path, target: Path, **environment: str) -> Path:
    ended = subprocess.run(
        [ROOT / "deploy/backup", target],
        env=os.environ | {"ZHIAN_HOME": str(home), "ZHIAN_PYTHON": sys.executable, "ZHIAN_DATABASE": ""} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(ended.stdout.strip())


def test_a_backup_holds_what_was_committed_and_nothing_that_was_not(home: Path, tmp_path: Path) -> None:
    with closing(database(home)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("INSERT INTO report VALUES ('half written')")
        copy = back_up(home, tmp_path / "backups")
    with closing(database(copy, "database.sqlite3")) as read_back:
        assert read_back.execute("SELECT words FROM report").fetchall() == [("跌倒",)]


def test_a_backup_holds_the_files_and_proves_itself(home: Path, tmp_path: Path) -> None:
    copy = back_up(home, tmp_path / "backups")
    subprocess.run(["tar", "-xf", copy / "files.tar", "-C", tmp_path], check=True)
    assert tmp_path.joinpath("files/photo").read_bytes() == b"\x89PNG"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=copy, check=True)


def test_a_backup_holds_the_lake_of_one_moment(home: Path, tmp_path: Path) -> None:
    lake = Lake(home / "lake")
    for age in (60, 61):
        with lake.writing() as writing:
            writing.merge("stay", rows({**stay("a", "ann", "2026-01-02", "2026-01-05", hospital="市一院"), "age": age}))
    copy, restored = back_up(home, tmp_path / "backups"), tmp_path / "restored"
    restored.mkdir()
    subprocess.run(["tar", "-xf", copy / "lake.tar", "-C", restored], check=True)
    assert [Path(file).exists() for file in Lake(restored).files("stay")] == [True]
    assert Lake(restored).snapshot.parts == lake.snapshot.parts


def test_a_backup_holds_no_keys_and_only_its_owner_reads_it(home: Path, tmp_path: Path) -> None:
    copy = back_up(home, tmp_path / "backups")
    assert {path.name for path in copy.iterdir()} == {"database.sqlite3", "files.tar", "SHA256SUMS"}
    assert not any(path.stat().st_mode & 0o077 for path in [copy, *copy.iterdir()])


def test_only_the_newest_backups_are_kept(home: Path, tmp_path: Path) -> None:
    for day in ("01", "02", "03"):
        tmp_path.joinpath(f"backups/zhian-202001{day}-000000").mkdir(parents=True)
    copy = back_up(home, tmp_path / "backups", KEEP="2")
    assert sorted(path.name for path in tmp_path.joinpath("backups").iterdir()) == ["zhian-20200103-000000", copy.name]
