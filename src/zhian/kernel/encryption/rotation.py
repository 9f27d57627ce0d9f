"""Every encrypted column, brought under the active key."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from .fields import EncryptedTextField
from .values import Unreadable, active_prefix, decrypt

BATCH = 500


@dataclass(slots=True)
class Rotation:
    """What a rotation did: how many values it re-encrypted, and which it could not read."""

    rotated: int = 0
    unreadable: list[str] = field(default_factory=list)


def rotate(
    of: Iterable[type[models.Model]] | None = None, progress: Callable[[int], object] = lambda rotated: None
) -> Rotation:
    """Re-encrypt all values that are not under the active key. May be stopped and started again at any time."""
    report = Rotation()
    for column in _columns(apps.get_models() if of is None else of):
        for batch in _batches(column):
            _rotate_batch(column, batch, report)
            progress(report.rotated)
    return report


def _columns(of: Iterable[type[models.Model]]) -> Iterator[EncryptedTextField]:
    for model in of:
        if not model._meta.proxy:
            yield from (column for column in model._meta.local_fields if isinstance(column, EncryptedTextField))


def _stored(column: EncryptedTextField) -> models.QuerySet:
    """Rows with the token itself as `stored`, not yet under the active key."""
    rows = column.model._base_manager.annotate(stored=Cast(column.name, models.TextField()))
    return rows.exclude(stored=None).exclude(stored__startswith=active_prefix()).order_by("pk")


def _batches(column: EncryptedTextField) -> Iterator[list[tuple]]:
    rows = _stored(column).values_list("pk", "stored")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


@transaction.atomic
def _rotate_batch(column: EncryptedTextField, batch: list[tuple], report: Rotation) -> None:
    for pk, token in batch:
        try:
            clear = decrypt(token, column.context)
        except Unreadable as error:
            report.unreadable.append(f"{column.model._meta.label} {pk}: {error}")
            continue
        # Only where it is still the token we read: what a person wrote meanwhile is newer, and under the active key.
        report.rotated += _stored(column).filter(pk=pk, stored=token).order_by().update(**{column.name: clear})
