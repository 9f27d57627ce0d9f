"""Many rows at once, each with its entry: Django's own `bulk_create` tells nobody."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from auditlog.diff import model_instance_diff
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from .acting import present_actor
from .models import Entry

BATCH = 500
BLOCK = 1000  # keys that are put aside in one go

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def create_all(model: type[M], rows: Iterable[M]) -> list[M]:
    """Create the rows and their entries in the log, in a few statements."""
    created = model._base_manager.bulk_create(rows, batch_size=BATCH)
    actor = present_actor()
    Entry.objects.bulk_create((entry_of(row, actor=actor) for row in created), batch_size=BATCH)
    return created


def entry_of(row: models.Model, *, before: models.Model | None = None, actor: User | None) -> Entry:
    """What the log says of a row that was created now, or was `before` until now. Not saved yet."""
    kind = ContentType.objects.get_for_model(type(row))
    return Entry(
        content_type=kind,
        object_pk=row.pk,
        object_id=row.pk,
        object_repr=str(row),
        action=Entry.Action.UPDATE if before else Entry.Action.CREATE,
        changes=model_instance_diff(before, row, use_json_for_changes=True),
        actor=actor,
        timestamp=now(),
    )


def keys(model: type[models.Model]) -> Iterator[int]:
    """Keys for rows that are written later, in the same transaction; nobody else is given them."""
    while True:
        yield from _block(model._meta.db_table)


def _block(table: str) -> Iterable[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, BLOCK]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [BLOCK, table])
        if found := cursor.fetchone():
            return range(found[0] - BLOCK + 1, found[0] + 1)
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, BLOCK])
        return range(1, BLOCK + 1)
