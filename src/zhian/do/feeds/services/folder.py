"""The watched folder: files that other systems lay down are taken in, and a note beside each says what became of it.

inbox/          pages.csv, or in a folder with the hospital's code where there are several: inbox/SFYY/pages.csv;
                a folder of any other name holds files that belong together: inbox/export-2026-03/Encounter.ndjson
inbox/done/     what was taken in, inbox/refused/ what could not be
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhian.engines.workflow import Refused
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, DepartmentKind

from ..models import Run, State, Way
from . import imports, looking
from .gathering import Given
from .sentences import refusal_of

STILL = 15  # seconds without growing: then it is complete
DONE, REFUSED = "done", "refused"
LONGEST = 200  # bytes of a name that are kept: a file system takes 255
log = logging.getLogger(__name__)


def look_into_inbox() -> int:
    """Take in what lies there and has stopped growing; how many files that were."""
    found = list(_waiting())
    for hospital, path in found:
        with override(settings.LANGUAGE_CODE):
            _take(path, hospital)
    return len(found)


def _waiting() -> Iterator[tuple[Department | None, Path]]:
    """Files in the order of their names, with the hospital to which they belong."""
    inbox = Path(settings.HOME) / "inbox"
    hospitals = {each.code: each for each in Department.objects.filter(kind=DepartmentKind.HOSPITAL)}
    inbox.mkdir(mode=0o700, exist_ok=True)
    only = next(iter(hospitals.values())) if len(hospitals) == 1 else None
    ours = {DONE, REFUSED, *hospitals}
    yield from ((only, path) for path in sorted(inbox.iterdir()) if path.name not in ours and _is_complete(path))
    for code, hospital in hospitals.items():
        folder = inbox / code
        if folder.is_dir() and not folder.is_symlink():
            yield from ((hospital, path) for path in sorted(folder.iterdir()) if _is_complete(path))


def _is_complete(path: Path) -> bool:
    """A file that has stopped growing; a folder with nothing but such files."""
    if path.is_symlink() or path.name.startswith("."):
        return False
    if path.is_dir():
        inside = list(path.iterdir())
        return bool(inside) and all(each.is_file() and _is_complete(each) for each in inside)
    return path.is_file() and time.time() - path.stat().st_mtime > STILL


def _take(path: Path, hospital: Department | None) -> None:
    try:
        if hospital is None:
            raise Refused(_("There are several hospitals: lay the file into a folder with the hospital's code."))
        files = [Given(each, each.name) for each in (sorted(path.iterdir()) if path.is_dir() else [path])]
        notes = [_taken(run) for run in looking.hand_in_together(files, hospital, way=Way.FOLDER)]
        _lay(path, DONE, "\n".join(notes))
    except Refused as refused:
        _lay(path, REFUSED, str(refused))
    except OSError as trouble:  # it cannot be read or moved, or there is no room: it waits, and holds up no other
        log.warning("inbox: %s waits: %s", path.name, trouble)


def _taken(run: Run) -> str:
    run = imports.carry_out(imports.begin(run, actor=None))
    if run.state == State.REFUSED:
        raise Refused(refusal_of(run.refusal))
    return reconciled(run)


def _lay(path: Path, where: str, note: str) -> None:
    """Moved there under a name of its own, with a note of the same name."""
    folder = Path(settings.HOME) / "inbox" / where
    folder.mkdir(exist_ok=True, mode=0o700)
    kept = folder / f"{now():%Y%m%d-%H%M%S}-{path.name.encode()[-LONGEST:].decode('utf-8', 'ignore')}"
    path.replace(kept)
    kept.with_name(f"{kept.name}.txt").write_text(note + "\n", "utf-8")


def reconciled(run: Run) -> str:
    """What became of the rows, in a sentence; and what was not read."""
    sums = _("%(rows)s rows in: %(taken)s taken, %(duplicates)s duplicates, %(quarantined)s in quarantine.") % {
        name: getattr(run, name) for name in ("rows", "taken", "duplicates", "quarantined")
    }
    left = ", ".join(f"{kind} {count}" for kind, count in run.left.items())
    return f"{sums} {_('Not read, for it has no place here:')} {left}" if left else sums
