"""What the worker clears away after records: files that no record knows, and who reported what is long closed."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

from .models import Attachment
from .seals import destroy_old

KEPT = timedelta(days=1)  # far longer than it takes to save a record with its files


def remove_orphans() -> int:
    """Remove the files that belong to no record; returns how many. One folder at a time, however many there are."""
    return sum(_remove_orphans_in(folder) for folder in sorted(Path(settings.MEDIA_ROOT).glob("attachments/*/")))


def _remove_orphans_in(folder: Path) -> int:
    oldest = (now() - KEPT).timestamp()
    found = {file.relative_to(settings.MEDIA_ROOT).as_posix(): file for file in folder.iterdir() if file.is_file()}
    old = {path: file for path, file in found.items() if file.stat().st_mtime < oldest}
    orphans = old.keys() - set(Attachment.objects.filter(path__in=old).values_list("path", flat=True))
    for path in orphans:
        old[path].unlink(missing_ok=True)
    return len(orphans)


SCHEDULES = [
    Schedule(
        "records.remove_orphans", _("Remove files that belong to no record"), remove_orphans, every=timedelta(days=1)
    ),
    Schedule(
        "records.destroy_identities",
        _("Destroy who reported under seal, when it is long closed"),
        destroy_old,
        every=timedelta(days=1),
    ),
]
