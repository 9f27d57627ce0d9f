"""Quarantine: what others work in there cannot do, and what becomes of a child that breaks."""

import subprocess
import sys
import threading
import time

import pytest

from zhian.kernel.quarantine import Busy, Quarantine, Unfit

CHILD = """
import os, pathlib, time
from zhian.kernel.quarantine import Limits, Unfit, answer

def refuse():
    raise Unfit("damaged", page=3)

def starve():
    return bytes(2**30)

def fall():
    os.abort()

DEEDS = {
    "echo": lambda: None, "refuse": refuse, "starve": starve, "fall": fall,
    "write": lambda: pathlib.Path("here").write_text("words"), "sleep": lambda: time.sleep(0.5),
}

def work(asked, data):
    DEEDS[asked["deed"]]()
    return {"heard": asked, "environment": sorted(os.environ)}, data[::-1]

answer(work, Limits(memory=256 * 2**20, seconds=5, open_files=16))
"""


@pytest.fixture
def quarantine(tmp_path, monkeypatch):
    """A child that does as it is told."""
    (tmp_path / "obedient.py").write_text(CHILD)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHIAN_SECRET_KEY", "not for children")
    return Quarantine("obedient", seconds=20)


def test_what_goes_in_comes_back_worked_on(quarantine):
    answer, data = quarantine.ask({"deed": "echo", "word": "院感"}, b"one\ntwo")
    assert answer["heard"] == {"deed": "echo", "word": "院感"}
    assert data == b"owt\neno"


def test_a_refusal_comes_back_with_its_facts(quarantine):
    with pytest.raises(Unfit) as refusal:
        quarantine.ask({"deed": "refuse"}, b"")
    assert (refusal.value.reason, refusal.value.facts) == ("damaged", {"page": 3})


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS sets no limit to memory")
def test_a_child_that_starves_is_too_complicated(quarantine):
    with pytest.raises(Unfit, match="too_complicated"):
        quarantine.ask({"deed": "starve"}, b"")


def test_a_child_that_falls_or_writes_or_takes_too_long_is_too_complicated(quarantine, tmp_path):
    for deed in ("fall", "write"):
        with pytest.raises(Unfit, match="too_complicated"):
            quarantine.ask({"deed": deed}, b"")
    assert (tmp_path / "here").read_text() == ""
    quarantine.seconds = 0.01
    with pytest.raises(Unfit, match="too_complicated"):
        quarantine.ask({"deed": "echo"}, b"")


def test_a_child_finds_no_secret_of_ours(quarantine):
    answer, _data = quarantine.ask({"deed": "echo"}, b"")
    assert not [name for name in answer["environment"] if name.startswith(("ZHIAN", "DJANGO", "HOME"))]


def test_who_waits_too_long_for_a_turn_is_told(quarantine):
    quarantine.places, quarantine.wait = threading.BoundedSemaphore(1), 0.01
    first = threading.Thread(target=quarantine.ask, args=({"deed": "sleep"}, b""))
    first.start()
    while quarantine.places.acquire(blocking=False):
        quarantine.places.release()
        time.sleep(0.001)
    with pytest.raises(Busy):
        quarantine.ask({"deed": "echo"}, b"")
    first.join()
    quarantine.ask({"deed": "echo"}, b"")


@pytest.mark.parametrize("child", ["zhian.kernel.records.cleaning.child", "zhian.kernel.documents.making.child"])
def test_what_opens_the_files_of_strangers_loads_no_django(child):
    loaded = f"import {child}, sys; sys.exit('django' in sys.modules)"
    paths = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    assert subprocess.run([sys.executable, "-P", "-c", loaded], env=paths, check=False).returncode == 0
