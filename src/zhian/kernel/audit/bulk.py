"""Many rows at once, each with its entry: Django's own `bulk_create` tells nobody."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from auditlog.diff import model_instance_diff
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, models, router, transaction

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
        changes=model_instance_diff(before, row, fields_to_check=_differing(row, before), use_json_for_changes=True),
        actor=actor,
        timestamp=now(),
    )


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """The rows into this model's own table, as they are, with the keys that they have, and without an entry.

    One statement for all of them: `bulk_create` writes a text with every value, which takes five times as long.
    """
    if not rows:
        return
    database = connections[router.db_for_write(model)]
    fields: list[Any] = [field for field in model._meta.local_concrete_fields if _is_set(field, rows[0])]
    quoted = database.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608, names of the model
            [[field.get_db_prep_save(field.pre_save(row, True), database) for field in fields] for row in rows],
        )


def keys(model: type[models.Model]) -> Iterator[int]:
    """Keys for rows that are written later, in the same transaction; nobody else is given them."""
    while True:
        yield from _block(model._meta.db_table)


def _differing(row: models.Model, before: models.Model | None) -> list[str]:
    """The fields that can have changed, so that only they are compared as the log tells them."""
    names = [field.attname for field in row._meta.concrete_fields]
    return [name for name in names if getattr(row, name) != getattr(before, name, None)]


def _is_set(field: models.Field, row: models.Model) -> bool:
    """A key that the database is to give has no value yet."""
    return not (field.primary_key and getattr(row, field.attname) is None)


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
