"""A process of its own for what strangers hand in: little memory, little time, and nothing to find.

A line of JSON and a file go in, a line of JSON and a file come out; what breaks the process breaks nothing of ours.
"""

import json
import logging
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

Answer = tuple[dict[str, Any], bytes]


class Unfit(Exception):
    """Not taken. The reason is a key of the caller's sentences: a child speaks to a process, not to a person."""

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


class Busy(Exception):
    """Nobody's turn came in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use at the most, by its own operating system's count."""

    memory: int  # bytes
    seconds: int  # of processor time
    open_files: int


class Quarantine:
    """What lets others work in there: the module that a child runs, how many at once, and for how long.

    `seconds` go by the clock on the wall, `wait` seconds for one's turn (None: as long as it takes).
    """

    def __init__(self, child: str, *, seconds: float, at_once: int = 2, wait: float | None = None) -> None:
        self.child, self.seconds, self.wait = child, seconds, wait
        self.places = threading.BoundedSemaphore(at_once)  # each may take the memory of one child

    def ask(self, asked: dict[str, Any], data: bytes) -> Answer:
        """What the child answers. Raises Unfit ("too_complicated" also where it broke or took too long) or Busy."""
        if not self.places.acquire(timeout=self.wait):
            raise Busy
        try:
            answer, made = _parted(self._told(json.dumps(asked).encode() + b"\n" + data))
        finally:
            self.places.release()
        if reason := answer.get("refused"):
            raise Unfit(reason, **answer["facts"])
        return answer, made

    def _told(self, asked: bytes) -> bytes:
        try:
            return subprocess.run(  # noqa: S603 (our own module; what is handed in goes to its standard input)
                [sys.executable, "-P", "-m", self.child],
                input=asked,
                capture_output=True,
                timeout=self.seconds,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
                check=True,
            ).stdout
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            log.warning("quarantine_broke: %s: %s", error, (error.stderr or b"")[-2000:].decode(errors="replace"))
            raise Unfit("too_complicated") from None


def answer(work: Callable[[dict[str, Any], bytes], Answer], limits: Limits) -> None:
    """Be the child: shut oneself in, do the work for what stands at standard input, tell, and end."""
    _shut_in(limits)
    try:
        told, made = work(*_parted(sys.stdin.buffer.read()))
    except Unfit as refused:
        told, made = {"refused": refused.reason, "facts": refused.facts}, b""
    except (MemoryError, RecursionError):
        told, made = {"refused": "too_complicated", "facts": {}}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)


def _shut_in(limits: Limits) -> None:
    most = {
        resource.RLIMIT_DATA: limits.memory,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: 0,  # it writes to a pipe and to nothing else
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in most.items():
        with suppress(ValueError, OSError):  # macOS refuses some of them; the parent's clock still runs
            resource.setrlimit(limit, (value, value))


def _parted(told: bytes) -> Answer:
    header, _newline, data = told.partition(b"\n")
    return json.loads(header), data
