"""The disk is full: nothing new is taken and says so, what is there can be read, and with room again all works."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from .browsers import Browser, new_key
from .installation import Installation

ON_POSTGRESQL = bool(os.environ.get("ZHIAN_DATABASE"))
SOON = 20  # seconds


class SmallDisk:
    """A file system of its own that lives in memory, and a file that takes all its room."""

    def __init__(self, megabytes: int) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="zhian-disk-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", self.place], check=True)

    def fill(self) -> None:
        with (self.place / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 16, 1 << 10, 1):
                try:
                    while filler.write(b"\0" * size) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        (self.place / "filler").unlink()

    def remove(self) -> None:
        subprocess.run(["umount", "-l", self.place], check=True)
        self.place.rmdir()


@pytest.fixture
def disk():
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    made = []

    def make(megabytes: int) -> SmallDisk:
        made.append(SmallDisk(megabytes))
        return made[-1]

    yield make
    for one in made:
        one.remove()


def file_until_refused(house, most=400):
    """Titles that were confirmed, and the answer that was a refusal."""
    confirmed = []
    with Browser(house, "nina") as browser:
        for _ in range(most):
            title = new_key()
            answer = browser.report(title, title, account="A long story. " * 200)
            if answer.status != 302:
                return confirmed, answer
            confirmed.append(title)
    raise AssertionError("The disk did not get full")


def file_as_soon_as_possible(house):
    deadline = time.monotonic() + SOON
    with Browser(house, "nina", patience=10) as browser:
        while time.monotonic() < deadline:
            try:
                if browser.report("There is room again", key := new_key()).status == 302:
                    return key
            except ConnectionError:
                pass
            time.sleep(0.2)
    raise AssertionError(house.log())


def titles(house):
    return [title for (title,) in house.ask("SELECT title FROM records_record ORDER BY id")]


@pytest.mark.skipif(ON_POSTGRESQL, reason="this is about SQLite")
def test_on_a_full_disk_sqlite_refuses_in_words_and_still_reads(disk, pattern):
    small = disk(60)
    house = pattern.copy(small.place / "home").start()
    try:
        with Browser(house, "nina") as browser:
            first = browser.report("Before", new_key())
        small.fill()
        confirmed, refusal = file_until_refused(house)
        assert refusal.status == 503
        assert "the disk of the server may be full" in refusal.text
        with Browser(house, "nina") as browser:
            for path in ("/", "/incidents/", first.location):
                assert browser.read(path).status == 200, path
        small.free()
        file_as_soon_as_possible(house)
        assert titles(house) == ["Before", *confirmed, "There is room again"]
        assert house.ask("PRAGMA integrity_check") == [("ok",)]
    finally:
        house.stop()


@pytest.mark.skipif(ON_POSTGRESQL, reason="the guard is the same on both")
def test_before_the_disk_is_full_the_guard_takes_nothing_new(disk, pattern):
    small = disk(60)
    house = pattern.copy(small.place / "home", ZHIAN_LEAST_FREE_MB="20").start()
    try:
        (small.place / "filler").write_bytes(b"\0" * (shutil.disk_usage(small.place).free - (10 << 20)))
        with Browser(house, "nina") as browser:
            refusal = browser.report("Too late", new_key())
            assert refusal.status == 503
            assert "nearly full" in refusal.text
            assert browser.read("/incidents/").status == 200
            assert browser.read("/healthz").status == 503
        assert titles(house) == []
        small.free()
        file_as_soon_as_possible(house)
    finally:
        house.stop()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="this is about PostgreSQL")
def test_on_a_full_disk_postgresql_loses_nothing_that_was_confirmed(disk, tmp_path):
    small = disk(160)
    server = Server(small.place / "cluster")
    house = Installation(tmp_path / "home", server.address, ZHIAN_LEAST_FREE_MB="0").prepare().start()
    try:
        small.fill()
        confirmed, refusal = file_until_refused(house, most=2000)
        assert refusal.status == 503
        assert "the disk of the server may be full" in refusal.text
        small.free()
        server.bring_back()
        file_as_soon_as_possible(house)
        stored = titles(house)
        assert stored[: len(confirmed)] == confirmed
        assert len(stored) == len(set(stored))
        assert set(stored) <= {*confirmed, "There is room again", stored[len(confirmed)]}
    finally:
        house.stop()
        server.control("stop", "-m", "immediate", check=False)


class Server:
    """A PostgreSQL of its own that writes to the disk before it confirms, with small files so that little fills it."""

    def __init__(self, place: Path) -> None:
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.place = place
        place.mkdir(mode=0o700)
        shutil.chown(place, "nobody")
        self._as_owner("initdb", "-D", place, "-U", "zhian", "--auth=trust", "--wal-segsize=1")
        self.control("start", "-o", f"-c listen_addresses='' -c unix_socket_directories='{self.place}'")
        self.address = f"postgres://zhian@/postgres?host={self.place}"

    def bring_back(self) -> None:
        """What recovers by itself is left alone; else started again, as the system's service manager does."""
        for _ in range(50):
            if self.control("status", check=False) != 0:
                self.control("start", "-o", f"-c listen_addresses='' -c unix_socket_directories='{self.place}'")
                return
            if self._as_owner("pg_isready", "-h", self.place, check=False) == 0:
                return
            time.sleep(0.2)

    def control(self, *command: str, check: bool = True) -> int:
        return self._as_owner("pg_ctl", "-D", self.place, "-w", "-s", "-l", "/dev/null", *command, check=check)

    def _as_owner(self, program: str, *options: object, check: bool = True) -> int:
        command = ["runuser", "-u", "nobody", "--", str(self.bin / program), *map(str, options)]
        return subprocess.run(command, check=check, cwd="/", stdout=subprocess.DEVNULL).returncode
