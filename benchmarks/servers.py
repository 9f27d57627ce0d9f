"""Starts this program's server, or a bare one in the same way, and stops it with all its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .clients import Client

ZHIAN = [sys.executable, "-m", "zhian", "serve", "--port"]
BARE = [sys.executable, "-m", "benchmarks.bare"]
PATIENCE = 60


@contextmanager
def running(command: list[str]) -> Iterator[int]:
    """The port on which it answers."""
    port = _free_port()
    server = subprocess.Popen([*command, str(port)], start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} does not answer")
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _answers(port: int) -> bool:
    try:
        client = Client(port, lambda: b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while not client.read():
            pass
        client.socket.close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
