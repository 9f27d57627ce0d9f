"""What processes cost, also those that a measured one has started: Spark's, and those of a database's server."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SPENT = slice(11, 15)  # own time and that of ended children, in the fields after the name


def spent(server: int = 0) -> float:
    """Seconds of the processor so far: of this process, of all that it started, and of a server with its own."""
    others = {pid for root in {os.getpid(), server} - {0} for pid in _family(root)} - {os.getpid()}
    return time.process_time() + sum(_ticks(pid) for pid in others) / TICKS


def peak() -> float:
    """GB at the most, of this process and of all that it started."""
    return sum(_highest(pid) for pid in _family(os.getpid())) / 1e6


def parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _family(root: int) -> set[int]:
    """A process and whatever runs below it."""
    parents = {pid: int(fields[1]) for pid in _running() if (fields := _fields(pid))}
    found, newer = {root}, {root}
    while newer := {pid for pid, of in parents.items() if of in newer} - found:
        found |= newer
    return found


def _running() -> Iterator[int]:
    return (int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit())


def _fields(pid: int) -> list[str]:
    """What Linux tells of a process, from its state on; nothing of one that has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(pid: int) -> int:
    return sum(map(int, _fields(pid)[SPENT]))


def _highest(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
