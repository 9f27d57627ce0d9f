"""Run on its own: writes to a lake, is killed before each of the disk's promises in turn, says what is found."""

import json
import os
import signal
import sys
from pathlib import Path

from zhian.engines.indicators.lake import Lake

from . import rows as given

FIRST = given.stay("a", "ann", "2026-01-02", "2026-01-05")
NEXT = given.stay("b", "ann", "2026-02-02", "2026-02-09")


def write(lake, at):
    """Takes another stay in, but is killed before the promise of this number."""
    promised, fsync = iter(range(at)), os.fsync

    def promise(handle):
        if next(promised, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(handle)

    os.fsync = promise
    with lake.writing() as writing:
        writing.merge("stay", given.rows({**FIRST, "age": 61}, NEXT))
        writing.merge("diagnosis", given.rows(given.diagnosis("a"), given.diagnosis("b")))


def main(path):
    lake, at, killed = Lake(path), 0, True
    while killed:
        child = os.fork()
        if not child:
            write(lake, at)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        found = lake.snapshot
        print(json.dumps([killed, found.number, sum(Path(found.path(place)).exists() for place in found.parts)]))
        at += 1


if __name__ == "__main__":
    main(sys.argv[1])
