"""Where files lie that were handed in, until they are taken in: a folder each, readable to the program alone."""

import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from ..readers.unreadable import Unreadable

SOURCE = "source"


def keep(source: Path) -> str:
    """Copy a file here; the name of its folder."""
    name = new()
    try:
        shutil.copyfile(source, folder_of(name) / SOURCE)
    except OSError:
        forget(name)
        raise
    return name


def new() -> str:
    """An empty folder."""
    name = secrets.token_hex(16)
    folder_of(name).mkdir(parents=True, mode=0o700)
    return name


def folder_of(name: str) -> Path:
    return Path(settings.HOME) / "imports" / name


def file_of(name: str) -> Path:
    """The file as it came. Raises Unreadable where it is gone."""
    path = folder_of(name) / SOURCE
    if not name or not path.exists():
        raise Unreadable("gone")
    return path


def digest(name: str) -> str:
    with file_of(name).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def size(name: str) -> int:
    return file_of(name).stat().st_size


def forget(name: str) -> None:
    if name:
        shutil.rmtree(folder_of(name), ignore_errors=True)


@contextmanager
def workspace(name: str) -> Iterator[Path]:
    """A place for what is made of the file on its way, gone at the end."""
    work = folder_of(name) / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether it is ours to work at: a process that has died has let it go."""
    if not name:
        yield True
        return
    folder = folder_of(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
