"""Where clean files lie: under random names, on the disk for certain before anybody is told that they are kept."""

import errno
import os
import secrets
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused

from .intake import Clean

FULL = {errno.ENOSPC, errno.EDQUOT}


class Stored(NamedTuple):
    """Where a file lies (below MEDIA_ROOT), and the key by which it is asked for; neither can be guessed."""

    key: str
    path: str


def store(clean: Clean) -> Stored:
    """Write the file, for certain. Raises Refused where the disk is full."""
    key, place = secrets.token_urlsafe(24), secrets.token_hex(16)
    path = f"attachments/{place[:2]}/{place}"
    try:
        _write(Path(settings.MEDIA_ROOT), path, clean.data)
    except OSError as error:
        if error.errno not in FULL:
            raise
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
        raise Refused(
            _("The disk of the server is full, and %(name)s was not kept. Please tell the administrator.")
            % {"name": clean.name}
        ) from error
    return Stored(key, path)


def is_intact(path: str, checksum: str) -> bool:
    """Whether the file is there and is the one that was kept; `checksum` is its SHA-256 in hexadecimal."""
    try:
        with (Path(settings.MEDIA_ROOT) / path).open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == checksum
    except OSError:
        return False


def _write(root: Path, path: str, data: bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = target.parent
    while folder != root.parent:  # a new name in a folder outlives a power cut only if the folder is written out too
        _sync(folder)
        folder = folder.parent


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
