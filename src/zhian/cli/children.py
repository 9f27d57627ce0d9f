"""The two processes of an installation, started and stopped together: the pages and the background worker."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from .setup import refuse

PATIENCE = 60  # seconds until the pages must answer
GRACE = 15  # seconds to finish what is under way


class Children:
    """Used as a context: leaving it, for whatever reason, stops both."""

    def __init__(self, logs: Path, host: str, port: int) -> None:
        self.logs = logs
        self.commands = {"web": ["serve", "--host", host, "--port", str(port)], "worker": ["work"]}
        self.running: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> Self:
        self.logs.mkdir(exist_ok=True)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, _interrupt)
        for name, command in self.commands.items():
            with self.logs.joinpath(f"{name}.log").open("ab") as log:
                # In a session of their own, so that Ctrl-C reaches us alone and we stop them in order.
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", "zhian", *command], stdout=log, stderr=log, start_new_session=True
                )
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()

    def wait_until_answering(self, address: str) -> None:
        """Returns when the first page comes; ends the command when it does not."""
        deadline = time.monotonic() + PATIENCE
        while not _answers(address):
            self._must_live()
            if time.monotonic() > deadline:
                refuse(f"{PATIENCE} 秒内没有响应，请查看 {self.logs}。", f"No answer in {PATIENCE} s; see {self.logs}.")
            time.sleep(0.1)

    def wait_until_stopped(self) -> None:
        """Returns at Ctrl-C; ends the command when one of the two dies by itself."""
        try:
            while True:
                self._must_live()
                time.sleep(0.5)
        except KeyboardInterrupt:
            return

    def _must_live(self) -> None:
        for name, process in self.running.items():
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                last = log.read_text("utf-8", errors="replace").strip().splitlines()[-1:]
                refuse(f"{name} 进程已退出，详见 {log}：", f"The {name} process has ended, see {log}: {' '.join(last)}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310, an http address of our own
            return answer.status < 500
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
