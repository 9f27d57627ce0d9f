"""A lake by its path: what is in it, and the right to write to it."""

import errno
import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import fs

from ..facts import edition
from .draft import drafting
from .errors import LakeBusy, LakeError, LakeNewer
from .snapshots import Snapshot
from .storing import replace_text
from .sweeping import sweep
from .writing import Writing

IN_FORCE = "snapshot"  # the file that holds the number of the snapshot in force
NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


class Lake:
    """A folder of facts; at the address of an object store (`s3://…`) it is read only. Looking makes nothing."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path).rstrip("/")
        self._remote = "://" in self.path

    @property
    def snapshot(self) -> Snapshot:
        """The lake as it is now. Keep it for as long as numbers must belong together; it does not change.

        An older edition is brought up first. Raises LakeNewer for one that this program does not know.
        """
        found = self._found()
        if found.edition > edition():
            raise LakeNewer(self.path, found.edition, edition())
        if found.parts and found.edition < edition():
            with self.writing(wait=60):
                pass  # whoever holds an older lake brings it up
            return self._found()
        return found

    def tables(self) -> list[str]:
        return self.snapshot.tables()

    def months(self, table: str, hospital: str | None = None) -> list[str]:
        return self.snapshot.months(table, hospital)

    def files(self, table: str, hospital: str | None = None, months: Iterable[str] | None = None) -> list[str]:
        """The paths of a table's files as they are now."""
        return self.snapshot.files(table, hospital, months)

    @contextmanager
    def writing(self, *, wait: float = 0, memory: str = "1GB") -> Iterator[Writing]:
        """Holds the lake, for one writer at a time, and puts the new snapshot in force when the block ends well.

        Waits so many seconds for another writer, then raises LakeBusy. Raises LakeError on a full disk. Whatever
        is raised inside, the lake is as it was. `memory` bounds sorting and joining; the rest goes to the disk.
        """
        if self._remote:
            raise LakeError(f"{self.path} 只能读取，不能写入。", f"{self.path} can be read, but not written to.")
        with self._held(wait), _room(self.path):
            root, start = Path(self.path), self._found()
            if start.edition > edition():
                raise LakeNewer(self.path, start.edition, edition())
            sweep(root, start)
            try:
                with drafting(root, start, memory) as draft:
                    writing = Writing(draft)
                    if start.parts and start.edition < edition():
                        writing.bring_up()
                    yield writing
                    writing.finish()
                    if draft.parts != start.parts or start.edition != edition():
                        self._put_in_force(Snapshot(self.path, start.number + 1, edition(), draft.parts))
            finally:
                sweep(root, self._found())

    def _put_in_force(self, snapshot: Snapshot) -> None:
        replace_text(Path(self.path, "snapshots", f"{snapshot.number}.json"), snapshot.text())
        replace_text(Path(self.path, IN_FORCE), f"{snapshot.number}\n")

    def _found(self) -> Snapshot:
        number, text = self._read(IN_FORCE), None
        while number is not None and text is None:
            text = self._read(f"snapshots/{int(number)}.json")
            if text is None and number == (number := self._read(IN_FORCE)):  # else a newer one came in between
                raise LakeError(
                    f"数据湖 {self.path} 缺少快照 {number}，请从备份恢复。",
                    f"The lake {self.path} lacks its snapshot {number}. Restore it from a backup.",
                )
        return Snapshot.of(self.path, text) if text else Snapshot(self.path, 0, edition())

    def _read(self, name: str) -> str | None:
        store, root = fs.FileSystem.from_uri(self.path) if self._remote else (fs.LocalFileSystem(), self.path)
        with suppress(FileNotFoundError), store.open_input_stream(f"{root}/{name}") as file:
            return file.read().decode("utf-8")
        return None

    @contextmanager
    def _held(self, wait: float) -> Iterator[None]:
        root = Path(self.path)
        root.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + wait
        with (root / "lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise LakeBusy(self.path) from None
                    time.sleep(0.1)
            yield


@contextmanager
def _room(path: str) -> Iterator[None]:
    """A full disk is said in words."""
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno not in NO_ROOM:
            raise
        raise LakeError(
            f"写入数据湖 {path} 失败，磁盘可能已满：{error}。数据湖保持原样；请腾出空间后重试。",
            f"The lake {path} could not be written, perhaps the disk is full: {error}."
            " It is as it was; make room and try again.",
        ) from error
