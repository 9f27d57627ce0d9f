"""Measures everything, and writes docs/reference/performance.md: `script/bench`, or `script/bench --quick` for a try.

Each database gets a register of each size. With --keep FOLDER they stay there, so that they can be built at one time
(--build) and measured at another, when the machine has nothing else to do.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import environ
import psycopg

from .report import report

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/performance.md"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main() -> None:
    told = _arguments()
    engines = [engine for engine in ENGINES if engine == "sqlite" or _server()]
    for engine in engines:
        for register in (told.small, *told.sizes, told.demo):
            _register(engine, register, told.keep)
    if told.build:
        return
    page = report({engine: _measured(engine, told) for engine in engines}, small=told.small, machine=_machine())
    print(page)
    if not told.quick:
        PAGE.write_text(page, encoding="utf-8")


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small registers and short runs; writes nothing down")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 200_000], help="incidents, most first")
    parser.add_argument("--small", type=int, default=1_000, help="incidents in the register to compare with")
    parser.add_argument("--seconds", type=float, default=15.0, help="length of a run of submissions")
    parser.add_argument("--keep", type=Path, help="folder in which the registers stay")
    parser.add_argument("--build", action="store_true", help="only make the registers")
    parser.set_defaults(demo="demo")  # has a log as people leave it behind
    told = parser.parse_args()
    if told.quick:
        told.sizes, told.small, told.demo, told.seconds = [5_000], 1_000, "small-demo", 0.5
    told.keep = told.keep or Path(tempfile.mkdtemp(prefix="zhian-bench-"))
    return told


def _measured(engine: str, told: Any) -> dict[str, Any]:
    """Pages at every size; reports filed in the biggest register, those without a name in the smallest."""
    registers = {size: _register(engine, size, told.keep) for size in told.sizes}
    biggest, smallest = registers[max(registers)], registers[min(registers)]
    small, seconds = _register(engine, told.small, told.keep), str(told.seconds)
    return {
        "version": _version(engine),
        "queries": {told.small: _run(small, "benchmarks.pages", "queries")}
        | {size: _run(register, "benchmarks.pages", "queries") for size, register in registers.items()},
        "times": {
            size: _run(register, "benchmarks.pages", "times", str(min(told.seconds, 2.0)))
            for size, register in registers.items()
        },
        "submissions": {"size": max(registers), **_run(biggest, "benchmarks.submissions", seconds)},
        "anonymous": {"size": min(registers), **_run(smallest, "benchmarks.anonymous", seconds)},
        "verify": _run(_register(engine, told.demo, told.keep), "benchmarks.verifying"),
    }


@cache
def _register(engine: str, rows: int | str, keep: Path) -> dict[str, str]:
    """The environment in which the program finds this register; made if it is not there yet."""
    home = keep.absolute() / f"{engine}-{rows}"
    environment = {**os.environ, "ZHIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhian.site.settings"}
    environment.pop("ZHIAN_DATABASE", None)
    if engine == "postgresql":
        environment["ZHIAN_DATABASE"] = _database(f"bench_{rows}")
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "zhian", "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    if not home.joinpath("made").exists():
        print(home, file=sys.stderr)
        subprocess.run([sys.executable, "-m", "benchmarks.register", str(rows)], env=environment, check=True)
        home.joinpath("made").touch()
    return environment


def _run(environment: dict[str, str], module: str, *options: str) -> Any:
    print(f"{module} {' '.join(options)} {environment['ZHIAN_HOME']}", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", module, *options], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def _server() -> str:
    return os.environ.get("ZHIAN_DATABASE", "")


def _database(name: str) -> str:
    """The address of the database of this name on the server, made if it is not there yet."""
    told = environ.Env.db_url_config(_server())
    with psycopg.connect(dbname=told["NAME"], user=told["USER"], autocommit=True, **_where(told)) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    before, _, after = _server().partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}?{after}"


def _where(told: dict[str, Any]) -> dict[str, Any]:
    places = {"host": told["HOST"], "port": told["PORT"], **told.get("OPTIONS", {})}
    return {name: value for name, value in places.items() if value}


def _version(engine: str) -> str:
    if engine == "sqlite":
        return subprocess.check_output(
            [sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"], text=True
        ).strip()
    told = environ.Env.db_url_config(_server())
    with psycopg.connect(dbname=told["NAME"], user=told["USER"], **_where(told)) as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]  # type: ignore[index]


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {"cores": os.cpu_count(), "memory": f"{memory:.0f} GB", "python": platform.python_version()}


if __name__ == "__main__":
    main()
