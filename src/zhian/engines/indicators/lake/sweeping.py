"""What nobody needs any more goes: leftovers of a writer that was killed, and snapshots that nobody can be reading."""

import time
from pathlib import Path

from .snapshots import Snapshot
from .storing import UNFINISHED

KEPT_FOR = 24 * 3600  # seconds; nobody reads longer than that


def sweep(root: Path, current: Snapshot) -> None:
    """Deletes every file that no kept snapshot names. Only for whoever holds the lake."""
    named: set[Path] = set()
    for kept in _kept(root, current):
        named.update(Path(kept.path(place)) for place in kept.parts)
    for file in root.glob("*/hospital=*/month=*/*"):
        if file not in named:
            file.unlink()
    for unfinished in root.glob(f"{UNFINISHED}*"):
        _remove(unfinished)
    for unfinished in root.glob(f"snapshots/{UNFINISHED}*"):
        unfinished.unlink()


def _kept(root: Path, current: Snapshot) -> list[Snapshot]:
    """The snapshot in force and those of the last day; the files of older ones are deleted."""
    kept = [current]
    for file in (root / "snapshots").glob("[0-9]*.json"):
        number, old = int(file.stem), file.stat().st_mtime < time.time() - KEPT_FOR
        if number > current.number or (old and number < current.number):
            file.unlink()
        elif number < current.number:
            kept.append(Snapshot.of(str(root), file.read_text("utf-8")))
    return kept


def _remove(unfinished: Path) -> None:
    """A file, or the folder of what did not fit into memory."""
    if unfinished.is_dir():
        for each in unfinished.iterdir():
            each.unlink()
        unfinished.rmdir()
    else:
        unfinished.unlink()
