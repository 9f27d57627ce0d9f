"""An installation of its own: files, keys, database, people, and a server whose whole process group can be killed."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import environ
import psycopg

SOURCE = Path(__file__).resolve().parents[2] / "src"
PEOPLE = Path(__file__).with_name("people.py")
PATIENCE = 40  # seconds until a server must answer


class Installation:
    """`database` is the address of a PostgreSQL database; without one it is SQLite below `home`."""

    def __init__(self, home: Path, database: str = "", **settings: str) -> None:
        self.home, self.database, self.settings, self.port = home, database, settings, _free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ZHIAN_", "COV_"))},
            "PYTHONPATH": f"{SOURCE}:{SOURCE.parent / 'tests'}",
            "DJANGO_SETTINGS_MODULE": "zhian.site.settings",
            "ZHIAN_HOME": str(home),
            "ZHIAN_SECRET_KEY": "only for tests",
            **({"ZHIAN_DATABASE": database} if database else {}),
            **settings,
        }
        self.server: subprocess.Popen | None = None
        self.sessions: dict[str, str] = {}

    def prepare(self) -> "Installation":
        """Tables, keys, and people who are signed in already."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.zhian("migrate")
        told = self.run(sys.executable, str(PEOPLE))
        self.sessions = dict(line.split("=") for line in told.split())
        return self

    def copy(self, home: Path, **settings: str) -> "Installation":
        """Another one with the same files, keys, tables and people."""
        shutil.copytree(self.home, home)
        database = self.database and _own_database(self.database, like=self.database)
        other = Installation(home, database, **{**self.settings, **settings})
        other.sessions = self.sessions
        return other

    def start(self) -> "Installation":
        """Returns when it answers."""
        log = self.home.with_name(f"{self.home.name}.log").open("ab")
        command = [sys.executable, "-m", "zhian", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=self.home.parent
        )
        log.close()
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.server.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as door:
            try:
                door.request("GET", "/healthz")
                door.getresponse().read()
            except (OSError, HTTPException):
                return False
        return True

    def kill(self) -> None:
        """As a power cut for the program: every process of the server at once, without a chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        if self.server and self.server.poll() is None:
            self._end(signal.SIGKILL)

    def _end(self, sign: int) -> None:
        os.killpg(self.server.pid, sign)
        self.server.wait(10)
        while self.answers():  # a worker that outlived its master would answer the next test
            time.sleep(0.05)

    def zhian(self, *command: str) -> str:
        return self.run(sys.executable, "-m", "zhian", *command)

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=self.home.parent)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def log(self) -> str:
        return self.home.with_name(f"{self.home.name}.log").read_text("utf-8")[-4000:]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database itself says, past the program."""
        if not self.database:
            with closing(sqlite3.connect(self.home / "zhian.sqlite3")) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(**_address(self.database)) as connection:
            return connection.execute(sql).fetchall()


def a_pattern(home: Path) -> Installation:
    """On the database that this run is about: SQLite, or a new PostgreSQL one where a server is named."""
    server = os.environ.get("ZHIAN_DATABASE", "")
    return Installation(home, server and _own_database(server), ZHIAN_LEAST_FREE_MB="0").prepare()


def _own_database(server: str, like: str = "") -> str:
    """A new database on the PostgreSQL server that this address names, empty or like another one; its address."""
    name, pattern = f"faults_{secrets.token_hex(6)}", _address(like)["dbname"] if like else "template0"
    with psycopg.connect(**_address(server) | {"dbname": "postgres"}, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
    before, _, after = server.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}?{after}"


def _address(url: str) -> dict[str, Any]:
    told = environ.Env.db_url_config(url)
    where = {"dbname": told["NAME"], "user": told["USER"], "host": told["HOST"], "port": told["PORT"]}
    return {name: value for name, value in {**where, **told.get("OPTIONS", {})}.items() if value}


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
